package dev.muster.endtoend;

import dev.muster.servers.Moto;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
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
    void close();

    /** Starts one, or says by a failed assumption what is missing. */
    static Emulator start(Path directory) throws IOException, InterruptedException {
        String wanted = System.getenv().getOrDefault("MUSTER_TEST_AWS", "");
        if (wanted.equals("localstack") || (wanted.isEmpty() && hasLocalStack())) {
            return InContainer.start();
        }
        return new AsProcess(Moto.start(directory));
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
    record AsProcess(Moto moto) implements Emulator {
        @Override
        public URI endpoint() {
            return moto.endpoint();
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
            moto.close();
        }
    }
}
