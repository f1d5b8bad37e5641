package dev.muster.report;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An emulated AWS in a process of its own, beside it a Lambda that notes what it is asked; while it
 * runs, this process's AWS settings point there.
 */
final class Moto {
    private final Process process;
    private final HttpServer lambda;
    private final List<String> invocations = new CopyOnWriteArrayList<>();
    private final Map<String, @Nullable String> before = new HashMap<>();

    private Moto(Process process, HttpServer lambda) {
        this.process = process;
        this.lambda = lambda;
    }

    /** Throws where moto_server is not on this machine. */
    static Moto start(Path directory) throws IOException, InterruptedException {
        int port = freePort();
        Process process =
                new ProcessBuilder("moto_server", "-H", "127.0.0.1", "-p", "" + port)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("moto.log").toFile())
                        .start();
        HttpServer lambda =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Moto moto = new Moto(process, lambda);
        lambda.createContext(
                "/",
                exchange -> {
                    String body =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    moto.invocations.add(exchange.getRequestURI().getPath() + " " + body);
                    exchange.sendResponseHeaders(202, -1);
                    exchange.close();
                });
        lambda.start();
        moto.set("aws.region", "eu-central-1");
        moto.set("aws.accessKeyId", "testing");
        moto.set("aws.secretAccessKey", "testing");
        moto.set("aws.disableEc2Metadata", "true");
        moto.set("aws.endpointUrl", URI.create("http://127.0.0.1:" + port).toString());
        moto.set("aws.endpointUrlLambda", "http://127.0.0.1:" + lambda.getAddress().getPort());
        moto.await(port);
        return moto;
    }

    private void set(String name, String value) {
        before.put(name, System.getProperty(name));
        System.setProperty(name, value);
    }

    private void await(int port) throws IOException, InterruptedException {
        for (int i = 0; i < 600 && process.isAlive(); i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.isConnected()) {
                    return;
                }
            } catch (IOException _) {
                Thread.sleep(100);
            }
        }
        stop();
        throw new IOException("moto_server does not listen");
    }

    /** What the trigger function was asked, as path and body. */
    List<String> invocations() {
        return invocations;
    }

    void stop() throws InterruptedException {
        before.forEach((name, value) -> {
            if (value == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
        lambda.stop(0);
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
