package dev.muster.servers;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** An emulated AWS: moto's server, which verifies no signature and knows many services. */
public final class Moto implements AutoCloseable {
    public static final String REGION = "eu-central-1";

    private final ServerProcess server;
    private final URI endpoint;

    private Moto(ServerProcess server, URI endpoint) {
        this.server = server;
        this.endpoint = endpoint;
    }

    /** Starts it, or says by a failed assumption that it is not on this machine. */
    public static Moto start(Path directory) throws IOException, InterruptedException {
        if (!isHere()) {
            return Assumptions.abort("moto_server is not on this machine");
        }
        int port = ServerProcess.freePort();
        List<String> command = List.of("moto_server", "-H", "127.0.0.1", "-p", "" + port);
        return new Moto(
                ServerProcess.start(command, port, directory.resolve("moto.log")),
                URI.create("http://127.0.0.1:" + port));
    }

    private static boolean isHere() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "moto_server"))
                .anyMatch(Files::isExecutable);
    }

    public URI endpoint() {
        return endpoint;
    }

    /** Points this process's AWS settings at it. */
    public AwsSettings asThisProcessesAws() {
        return AwsSettings.set(endpoint, REGION, "testing", "testing");
    }

    @Override
    public void close() {
        server.close();
    }
}
