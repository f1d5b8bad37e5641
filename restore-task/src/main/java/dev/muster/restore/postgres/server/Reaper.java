package dev.muster.restore.postgres.server;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Removes what drills left that were killed before they could clean up. */
public final class Reaper {
    /** A work directory without an owner yet may be one that is just being made. */
    private static final Duration GRACE = Duration.ofMinutes(10);

    private Reaper() {}

    /** What was removed, as directories, and what could not be, as findings. */
    public record Reaped(List<Path> removed, List<Finding> leftovers) {
        public Reaped {
            removed = List.copyOf(removed);
            leftovers = List.copyOf(leftovers);
        }
    }

    /**
     * Ends the processes and removes the directories of drills whose own process is gone.
     *
     * @param environment names the place to look in, as for {@link WorkDirectory#create}
     */
    public static Reaped reap(Map<String, String> environment) {
        List<Path> removed = new ArrayList<>();
        List<Finding> leftovers = new ArrayList<>();
        for (Path directory : abandoned(WorkDirectory.parent(environment))) {
            try {
                endProcesses(directory);
                for (Path elsewhere : OwnerFile.elsewhere(directory)) {
                    if (elsewhere.startsWith("/tmp")
                            && elsewhere.getFileName().toString().startsWith("muster-")) {
                        WorkDirectory.remove(elsewhere);
                    }
                }
                WorkDirectory.remove(directory);
                removed.add(directory);
            } catch (IOException | UncheckedIOException e) {
                leftovers.add(
                        Finding.of(
                                FindingCode.LEFTOVERS,
                                directory.toString(),
                                "cannot remove what a killed drill left: " + e.getMessage()));
            }
        }
        return new Reaped(removed, leftovers);
    }

    private static List<Path> abandoned(Path parent) {
        List<Path> abandoned = new ArrayList<>();
        if (!Files.isDirectory(parent)) {
            return abandoned;
        }
        try (DirectoryStream<Path> directories =
                Files.newDirectoryStream(parent, WorkDirectory.PREFIX + "*")) {
            for (Path directory : directories) {
                if (Files.isDirectory(directory, java.nio.file.LinkOption.NOFOLLOW_LINKS)
                        && isAbandoned(directory)) {
                    abandoned.add(directory);
                }
            }
        } catch (IOException e) {
            return abandoned; // A place that cannot be listed was not ours.
        }
        return abandoned;
    }

    private static boolean isAbandoned(Path directory) throws IOException {
        // Another user's directory could tell us anything.
        long me = new com.sun.security.auth.module.UnixSystem().getUid();
        if (((Integer) Files.getAttribute(directory, "unix:uid")) != me) {
            return false;
        }
        Optional<Boolean> runs = OwnerFile.ownerRuns(directory);
        if (runs.isPresent()) {
            return !runs.get();
        }
        Instant changed = Files.getLastModifiedTime(directory).toInstant();
        return changed.isBefore(Instant.now().minus(GRACE));
    }

    // By the directory's own unique name on their command line: a pid alone may be another's.
    private static void endProcesses(Path directory) {
        String data = directory.resolve(WorkDirectory.SERVER).toString();
        ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process ->
                        Arrays.stream(process.info().arguments().orElse(new String[0]))
                                .anyMatch(a -> a.startsWith(data)))
                .forEach(Stop::now);
        String all = directory.toString();
        ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process ->
                        Arrays.stream(process.info().arguments().orElse(new String[0]))
                                .anyMatch(a -> a.startsWith(all + "/")))
                .forEach(ProcessHandle::destroyForcibly);
    }
}
