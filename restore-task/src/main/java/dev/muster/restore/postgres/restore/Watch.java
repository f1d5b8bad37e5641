package dev.muster.restore.postgres.restore;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.restore.postgres.server.Machine;
import dev.muster.restore.postgres.server.NamedServer;
import dev.muster.restore.postgres.server.Server;
import dev.muster.restore.postgres.server.ThrowawayServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says when a running tool must be stopped: its time is over, the disk fills up, the server is
 * gone, or it moves no more.
 */
final class Watch {
    private static final long LOOK_NANOS = Duration.ofMillis(500).toNanos();

    private static final long SIZE_NANOS = Duration.ofSeconds(3).toNanos();

    /** What must stay free, for the machine's own sake. */
    private static final long SPARE_BYTES = 256L * 1024 * 1024;

    private final String tool;
    private final Duration timeLimit;
    private final long deadline;
    private final long diskLimit;
    private final @Nullable Server server;
    private final @Nullable Stall stall;
    private final long usedBefore;
    private long nextLook = System.nanoTime();
    private long nextSize = System.nanoTime();

    /**
     * Begins to watch.
     *
     * @param server null for a tool that works without one
     * @param stall null for a tool whose standing still cannot be told
     */
    Watch(
            String tool,
            Duration timeLimit,
            long diskLimit,
            @Nullable Server server,
            @Nullable Stall stall) {
        this.tool = tool;
        this.timeLimit = timeLimit;
        this.deadline = System.nanoTime() + timeLimit.toNanos();
        this.diskLimit = diskLimit;
        this.server = server;
        this.stall = stall;
        this.usedBefore = server instanceof ThrowawayServer ? server.diskBytes() : 0;
    }

    /** Called many times a second; a finding says to stop the tool, and why. */
    Optional<Finding> look(ProcessHandle process) {
        long now = System.nanoTime();
        if (now - deadline >= 0) {
            return Optional.of(
                    Finding.of(
                            FindingCode.RESTORE_TIMEOUT,
                            null,
                            "%s was stopped after %d s, the time limit"
                                    .formatted(tool, timeLimit.toSeconds())));
        }
        if (now - nextLook < 0) {
            return Optional.empty();
        }
        nextLook = now + LOOK_NANOS;
        Optional<Finding> found =
                switch (server) {
                    case null -> Optional.empty();
                    case ThrowawayServer throwaway ->
                            throwaway.lost().or(() -> disk(throwaway.path(), throwaway));
                    case NamedServer named -> size(named, now);
                };
        return found.isPresent() || stall == null ? found : stall.look(process);
    }

    // Asked seldom: the server adds up the sizes of all files.
    private Optional<Finding> size(NamedServer named, long now) {
        if (diskLimit == Long.MAX_VALUE || now - nextSize < 0) {
            return Optional.empty();
        }
        nextSize = now + SIZE_NANOS;
        long used = named.diskBytes();
        return used > diskLimit
                ? Optional.of(
                        Finding.of(
                                        FindingCode.DISK_FULL,
                                        null,
                                        "the restore was stopped: it takes %d MB of the server's disk, %d MB are allowed"
                                                .formatted(used >> 20, diskLimit >> 20))
                                .withHint("raise restore.disk"))
                : Optional.empty();
    }

    private Optional<Finding> disk(Path path, Server throwaway) {
        long free = Machine.freeBytes(path);
        long used = throwaway.diskBytes() - usedBefore;
        if (used > diskLimit) {
            return Optional.of(
                    Finding.of(
                            FindingCode.DISK_FULL,
                            null,
                            "the restore was stopped: it takes %d MB of disk, %d MB are allowed"
                                    .formatted(used >> 20, diskLimit >> 20)));
        }
        if (free < SPARE_BYTES) {
            return Optional.of(
                    Finding.of(
                            FindingCode.DISK_FULL,
                            null,
                            "the restore was stopped: it takes %d MB of disk, %d MB are left"
                                    .formatted(used >> 20, free >> 20)));
        }
        return Optional.empty();
    }
}
