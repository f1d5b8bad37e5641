package dev.muster.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Muster in a process of its own, for what takes hold of the whole process. */
final class Launched {
    private Launched() {}

    /** Starts it; what it says on standard error goes to the log, and nobody reads its output. */
    static Process start(Path log, List<String> javaOptions, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add("dev.muster.cli.Main");
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectError(log.toFile()).start();
    }

    /** Runs it to its end. */
    static Session run(List<String> javaOptions, List<String> arguments)
            throws IOException, InterruptedException {
        Path log = Files.createTempFile("muster-launched", ".log");
        try {
            Process process = start(log, javaOptions, arguments);
            String out = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (!process.waitFor(3, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException("it did not end within 3 min: " + arguments);
            }
            return new Session(process.exitValue(), out, Files.readString(log));
        } finally {
            Files.delete(log);
        }
    }
}
