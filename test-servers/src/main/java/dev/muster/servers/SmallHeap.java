package dev.muster.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main class of a test in a Java process whose heap is small. */
public final class SmallHeap {
    private static final int MOST_MINUTES = 4;

    private SmallHeap() {}

    /**
     * Runs it, four minutes at most.
     *
     * @return what it printed
     * @throws IllegalStateException with what it printed, if it did not end well
     */
    public static String run(int mebibytes, Class<?> main, Path directory, String... arguments)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-Xmx" + mebibytes + "m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                main.getName()));
        command.addAll(List.of(arguments));
        Path log = directory.resolve("printed");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        boolean ended = process.waitFor(MOST_MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();
        if (!ended || process.exitValue() != 0) {
            throw new IllegalStateException(main.getName() + " failed: " + Files.readString(log));
        }
        return Files.readString(log);
    }
}
