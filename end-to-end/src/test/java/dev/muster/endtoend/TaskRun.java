package dev.muster.endtoend;

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
 * Runs a drill's task for real: in the image that {@code MUSTER_TEST_IMAGE} names, else as a
 * process.
 */
sealed interface TaskRun {
    /** What it is, for the summary. */
    String name();

    /** Gives the task's exit code. */
    int run(Map<String, String> environment, Path directory)
            throws IOException, InterruptedException;

    /** Fails the assumption, by name, where this way is not open on this machine. */
    default void needs() {}

    static TaskRun here() {
        String image = System.getenv().getOrDefault("MUSTER_TEST_IMAGE", "");
        return image.isEmpty() ? new InProcess() : new InImage(image);
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
