package dev.muster.endtoend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * AWS on this machine: LocalStack in a container where Docker can have its image, else moto's
 * server. {@code MUSTER_TEST_AWS} ({@code localstack} or {@code moto}) decides otherwise.
 */
interface Emulator extends AutoCloseable {
    /** The last image that runs without an account. */
    String LOCALSTACK = "localstack/localstack:4.14.0";

    URI endpoint();

    /** What it is, for the summary. */
    String name();

    /** The account that it pretends to be. */
    String account();

    /** The services that the stack uses and it does not have, separated by commas. */
    String lacks();

    @Override
    void close() throws IOException;

    /** Starts one, or says by a failed assumption what is missing. */
    static Emulator start(Path directory) throws IOException, InterruptedException {
        String wanted = System.getenv().getOrDefault("MUSTER_TEST_AWS", "");
        if (wanted.equals("localstack") || (wanted.isEmpty() && hasLocalStack())) {
            return InContainer.start();
        }
        return AsProcess.start(directory);
    }

    private static boolean hasLocalStack() throws InterruptedException {
        try {
            // Asked of the engine itself: Testcontainers waits for minutes where nothing can be
            // pulled.
            Process pull =
                    new ProcessBuilder("docker", "pull", "--quiet", LOCALSTACK)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            boolean ended = pull.waitFor(3, TimeUnit.MINUTES);
            pull.destroyForcibly();
            return ended && pull.exitValue() == 0;
        } catch (IOException _) {
            return false;
        }
    }

    /** LocalStack by Testcontainers. */
    record InContainer(LocalStackContainer container) implements Emulator {
        static InContainer start() {
            LocalStackContainer container =
                    new LocalStackContainer(DockerImageName.parse(LOCALSTACK));
            container.start();
            return new InContainer(container);
        }

        @Override
        public URI endpoint() {
            return container.getEndpoint();
        }

        @Override
        public String name() {
            return LOCALSTACK;
        }

        @Override
        public String account() {
            return "000000000000";
        }

        @Override
        public String lacks() {
            return "ECS,ECR,Chatbot";
        }

        @Override
        public void close() {
            container.stop();
        }
    }

    /** moto's server, in a process of its own. */
    record AsProcess(Process process, int port) implements Emulator {
        static AsProcess start(Path directory) throws IOException, InterruptedException {
            int port = freePort();
            Path log = directory.resolve("moto.log");
            Process process;
            try {
                process =
                        new ProcessBuilder("moto_server", "-H", "127.0.0.1", "-p", "" + port)
                                .redirectErrorStream(true)
                                .redirectOutput(log.toFile())
                                .start();
            } catch (IOException _) {
                return Assumptions.abort(
                        "neither LocalStack's image nor moto_server is on this machine");
            }
            AsProcess moto = new AsProcess(process, port);
            for (int i = 0; i < 600 && process.isAlive(); i++) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    if (socket.isConnected()) {
                        return moto;
                    }
                } catch (IOException _) {
                    Thread.sleep(100);
                }
            }
            moto.close();
            throw new IOException("moto_server does not listen: " + Files.readString(log));
        }

        @Override
        public URI endpoint() {
            return URI.create("http://127.0.0.1:" + port);
        }

        @Override
        public String name() {
            return "moto_server";
        }

        @Override
        public String account() {
            return "123456789012";
        }

        @Override
        public String lacks() {
            return "";
        }

        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** A port that nobody listens on. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
