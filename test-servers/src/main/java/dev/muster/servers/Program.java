package dev.muster.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program of this machine to its end. */
public final class Program {
    private static final int MOST_SECONDS = 120;

    private Program() {}

    /**
     * Runs it in the root folder, which every user may enter, two minutes at most.
     *
     * @return what it printed, complaints too
     * @throws IOException with what it printed, if it is not there or did not end well
     */
    public static String run(List<String> command) throws IOException, InterruptedException {
        // No pipe: a server that the program starts may hold it open for ever.
        Path printed = Files.createTempFile("muster-program", ".out");
        try {
            Process process =
                    new ProcessBuilder(command)
                            .directory(Path.of("/").toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(printed.toFile())
                            .start();
            boolean ended;
            try {
                ended = process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
            } finally {
                end(process);
            }
            String text = new String(Files.readAllBytes(printed), UTF_8);
            if (!ended || process.exitValue() != 0) {
                String how = ended ? "exited " + process.exitValue() : "did not end";
                throw new IOException(String.join(" ", command) + " " + how + ": " + text);
            }
            return text;
        } finally {
            Files.delete(printed);
        }
    }

    private static void end(Process process) {
        if (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
