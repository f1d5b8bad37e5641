package dev.muster.endtoend;

import dev.muster.servers.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * Runs a drill's task for real: in the image that is built from what Maven has packaged, where a
 * Docker engine answers, else as a process. {@code MUSTER_TEST_IMAGE} names another image, or says
 * {@code none}.
 */
sealed interface TaskRun {
    /** The tag of the image that these tests build. */
    String BUILT = "muster-end-to-end";

    /** What it is, for the summary. */
    String name();

    /** Gives the task's exit code. */
    int run(Map<String, String> environment, Path directory)
            throws IOException, InterruptedException;

    /** Fails the assumption, by name, where this way is not open on this machine. */
    default void needs() {}

    static TaskRun here() throws IOException, InterruptedException {
        String named = System.getenv().getOrDefault("MUSTER_TEST_IMAGE", "");
        if (named.equals("none")) {
            return new InProcess();
        }
        if (!named.isEmpty()) {
            return new InImage(named);
        }
        return hasEngine() && isPackaged() ? new InImage(build()) : new InProcess();
    }

    private static boolean isPackaged() {
        return Files.isDirectory(Python.ROOT.resolve("restore-task/target/lib"));
    }

    private static boolean hasEngine() throws InterruptedException {
        try {
            Process info =
                    new ProcessBuilder("docker", "info")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            boolean ended = info.waitFor(30, TimeUnit.SECONDS);
            info.destroyForcibly();
            return ended && info.exitValue() == 0;
        } catch (IOException _) {
            return false;
        }
    }

    /** Takes seconds where the image of this very tree was built before. */
    private static String build() throws IOException, InterruptedException {
        try (TemporaryFolder folder = TemporaryFolder.make()) {
            Path log = folder.path().resolve("log");
            Process build =
                    new ProcessBuilder(
                                    "docker",
                                    "build",
                                    "-q",
                                    "-t",
                                    BUILT,
                                    "--build-arg",
                                    "PROGRAM=target",
                                    Python.ROOT.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            if (!build.waitFor(15, TimeUnit.MINUTES) || build.exitValue() != 0) {
                build.destroyForcibly();
                throw new IOException("the image is not built: " + Files.readString(log));
            }
            return BUILT;
        }
    }

    /** As Fargate runs it: an ordinary user, a read-only root file system, one volume. */
    record InImage(String image) implements TaskRun {
        @Override
        public String name() {
            return "the image " + image;
        }

        @Override
        public int run(Map<String, String> environment, Path directory)
                throws IOException, InterruptedException {
            List<String> command = new ArrayList<>(List.of("docker", "run", "--rm", "--read-only"));
            command.addAll(List.of("--user", "10001:10001", "--cap-drop", "ALL", "--init"));
            // The emulators listen on this machine's loopback.
            command.addAll(List.of("--network", "host"));
            environment.forEach(
                    (name, value) -> command.addAll(List.of("--env", name + "=" + value)));
            command.add(image);
            return end(new ProcessBuilder(command), directory);
        }
    }

    /** On this machine, with the same main class. */
    record InProcess() implements TaskRun {
        @Override
        public String name() {
            return "a process";
        }

        @Override
        public void needs() {
            Path main =
                    Python.ROOT.resolve(
                            "restore-task/src/main/java/dev/muster/restore/task/Task.java");
            Assumptions.assumeTrue(
                    Files.exists(main), "the restore task has no main class of its own");
        }

        @Override
        public int run(Map<String, String> environment, Path directory)
                throws IOException, InterruptedException {
            ProcessBuilder builder =
                    new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin/java").toString(),
                            "-Xmx512m",
                            "--enable-native-access=ALL-UNNAMED",
                            "--sun-misc-unsafe-memory-access=allow",
                            "-cp",
                            System.getProperty("java.class.path"),
                            "dev.muster.restore.task.Task");
            Map<String, String> variables = new HashMap<>(environment);
            variables.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
            builder.environment().clear();
            builder.environment().putAll(variables);
            return end(builder, directory);
        }
    }

    private static int end(ProcessBuilder builder, Path directory)
            throws IOException, InterruptedException {
        Path log = Files.createTempFile(directory, "task-", ".log");
        Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException("the task does not end: " + Files.readString(log));
        }
        if (process.exitValue() > 2) {
            throw new IOException(
                    "the task exited " + process.exitValue() + ": " + Files.readString(log));
        }
        return process.exitValue();
    }
}
