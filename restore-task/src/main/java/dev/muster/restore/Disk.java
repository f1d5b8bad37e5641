package dev.muster.restore;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import dev.muster.contract.plan.DataSize;
import dev.muster.contract.plan.Plan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Estimates before a restore whether there is room for it, and how much it may take. */
final class Disk {
    /** What other programs on the same disk are left with, in bytes. */
    private static final long RESERVE = 256L << 20;

    /** A server with nothing in it, and its log and write-ahead log, in bytes. */
    private static final long EMPTY_SERVER = 128L << 20;

    private Disk() {}

    /**
     * The bytes that the server's data may take.
     *
     * @throws FindingException where the archive's rows alone, as text and without any index, take
     *     more
     */
    static long room(Plan plan, Path work, Material material) {
        long free = free(work) - RESERVE;
        DataSize allowed = plan.restore().disk();
        long room = allowed == null ? free : Math.min(free, allowed.bytes());
        // Rows take about as much in a table as they do as text; an exact figure is not to be had.
        long needed = material.census().dataBytes() + EMPTY_SERVER;
        if (needed > room) {
            throw new FindingException(
                    Finding.of(
                            FindingCode.DISK_INSUFFICIENT,
                            null,
                            "the restore needs about %d MB at least, and may take %d MB in %s"
                                    .formatted(needed >> 20, Math.max(0, room) >> 20, work)));
        }
        return room;
    }

    private static long free(Path work) {
        try {
            return Files.getFileStore(work).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
