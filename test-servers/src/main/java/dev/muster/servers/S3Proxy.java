package dev.muster.servers;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** An S3 server that verifies signatures and keeps its objects in a directory. */
public final class S3Proxy implements AutoCloseable {
    public static final String ID = "local-identity";
    public static final String SECRET = "local-credential";

    private final ServerProcess server;
    private final int port;

    private S3Proxy(ServerProcess server, int port) {
        this.server = server;
        this.port = port;
    }

    /** Listens to this machine alone. */
    public static S3Proxy start(Path directory) throws IOException, InterruptedException {
        return start(directory, "127.0.0.1");
    }

    /** Listens to this machine's containers too. */
    public static S3Proxy startForContainers(Path directory)
            throws IOException, InterruptedException {
        return start(directory, "0.0.0.0");
    }

    private static S3Proxy start(Path directory, String address)
            throws IOException, InterruptedException {
        int port = ServerProcess.freePort();
        Path objects = Files.createDirectories(directory.resolve("objects"));
        Path settings =
                Files.writeString(
                        directory.resolve("s3proxy.conf"),
                        """
                        s3proxy.authorization=aws-v2-or-v4
                        s3proxy.identity=%s
                        s3proxy.credential=%s
                        s3proxy.endpoint=http://%s:%d
                        jclouds.provider=filesystem-nio2
                        jclouds.identity=any
                        jclouds.credential=any
                        jclouds.filesystem.basedir=%s
                        """
                                .formatted(ID, SECRET, address, port, objects));
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.gaul.s3proxy.Main",
                        "--properties",
                        settings.toString());
        Path log = directory.resolve("s3proxy.log");
        return new S3Proxy(ServerProcess.start(command, port, log), port);
    }

    public int port() {
        return port;
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** For clients that know the server; those who have several HTTP clients add theirs. */
    public S3ClientBuilder clients() {
        return S3Client.builder()
                .endpointOverride(endpoint())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(ID, SECRET)));
    }

    /** Points this process's AWS settings at the server. */
    public AwsSettings asThisProcessesAws() {
        return AwsSettings.set(endpoint(), "us-east-1", ID, SECRET);
    }

    @Override
    public void close() {
        server.close();
    }
}
