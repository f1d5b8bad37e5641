package dev.muster.restore.postgres.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The file in a work directory that names the process it belongs to, by pid and start time: a pid
 * alone is soon another process's. Further lines name directories elsewhere that belong to it.
 */
final class OwnerFile {
    private static final String NAME = "owner";

    /** Linux computes a start time from the boot time, which moves when the clock is set. */
    private static final Duration TOLERANCE = Duration.ofSeconds(3);

    private OwnerFile() {}

    static void write(Path directory, ProcessHandle owner) throws IOException {
        String text =
                owner.pid()
                        + " "
                        + owner.info().startInstant().map(Instant::toEpochMilli).orElse(0L)
                        + "\n";
        Files.writeString(directory.resolve(NAME), text, StandardCharsets.US_ASCII);
    }

    static void addElsewhere(Path directory, Path elsewhere) throws IOException {
        Files.writeString(
                directory.resolve(NAME),
                elsewhere + "\n",
                StandardCharsets.UTF_8,
                java.nio.file.StandardOpenOption.APPEND);
    }

    /** Directories outside the work directory that belong to the drill. */
    static List<Path> elsewhere(Path directory) throws IOException {
        List<Path> paths = new ArrayList<>();
        if (!Files.exists(directory.resolve(NAME))) {
            return paths;
        }
        for (String line : Files.readAllLines(directory.resolve(NAME), StandardCharsets.UTF_8)) {
            if (line.startsWith("/")) {
                paths.add(Path.of(line));
            }
        }
        return paths;
    }

    /** Whether the process that owns the directory still runs; empty where no file says whose. */
    static Optional<Boolean> ownerRuns(Path directory) {
        try {
            String[] words =
                    Files.readAllLines(directory.resolve(NAME), StandardCharsets.UTF_8)
                            .getFirst()
                            .split(" ", -1);
            return Optional.of(runs(Long.parseLong(words[0]), Long.parseLong(words[1])));
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // Half-written or of another kind: not known.
        }
    }

    static boolean runs(long pid, long startedMillis) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        if (startedMillis == 0) {
            return process.isPresent(); // Written where start times are not known.
        }
        return process.flatMap(p -> p.info().startInstant())
                .map(start ->
                        Math.abs(start.toEpochMilli() - startedMillis) <= TOLERANCE.toMillis())
                .orElse(false);
    }
}
