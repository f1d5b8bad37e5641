package dev.muster.restore.task;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Docker's command line. */
final class Docker {
    private Docker() {}

    /** What a command printed, errors too, and how it ended. */
    record Ended(int code, String output) {}

    static boolean answers() {
        try {
            return run("info").code() == 0;
        } catch (IOException noDocker) {
            return false;
        }
    }

    static Ended run(String... arguments) throws IOException {
        return run(List.of(arguments));
    }

    static Ended run(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(ended(process), output);
    }

    /** The output of a command that must end well. */
    static String succeed(String... arguments) throws IOException {
        Ended ended = run(arguments);
        if (ended.code() != 0) {
            throw new IOException(
                    "docker %s ended with %d: %s"
                            .formatted(arguments[0], ended.code(), ended.output()));
        }
        return ended.output().strip();
    }

    /** The standard output of a container, as bytes into a file. */
    static void outputOf(List<String> arguments, Path file) throws IOException {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(arguments);
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        process.getOutputStream().close();
        try (InputStream in = process.getInputStream()) {
            Files.copy(in, file);
        }
        if (ended(process) != 0) {
            throw new IOException("docker failed: " + String.join(" ", arguments));
        }
    }

    private static int ended(Process process) throws IOException {
        try {
            if (process.waitFor(15, TimeUnit.MINUTES)) {
                return process.exitValue();
            }
            process.destroyForcibly();
            throw new IOException("docker did not end within 15 min");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("docker was waited for no longer");
        }
    }
}
