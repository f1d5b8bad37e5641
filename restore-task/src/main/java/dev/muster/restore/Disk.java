package dev.muster.restore;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import dev.muster.contract.plan.DataSize;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.RestoreTarget;
import dev.muster.restore.archive.Census;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells before a restore whether there is room for it, and how much it may take. */
final class Disk {
    /** What other programs on the same disk are left with, in bytes. */
    private static final long RESERVE = 256L << 20;

    /** A server with nothing in it, and its log and write-ahead log, in bytes. */
    private static final long EMPTY_SERVER = 128L << 20;

    /** A row's header and the pointer to it, in bytes. */
    private static final long ROW = 28;

    /** No compression of PostgreSQL's own makes more of text than one byte for so many. */
    private static final long DENSEST = 256;

    private Disk() {}

    /**
     * The bytes that the restored data may take. On a server that the plan names only the plan can
     * say it: its disk is not this machine's.
     *
     * @throws FindingException where the archive's rows cannot have room however well they compress
     */
    static long room(Plan plan, Path work, Material material) {
        DataSize allowed = plan.restore().disk();
        long most = allowed == null ? Long.MAX_VALUE : allowed.bytes();
        if (plan.restore().into() instanceof RestoreTarget.Server) {
            return most;
        }
        long room = Math.min(free(work) - RESERVE, most);
        long needed = least(material.census()) + EMPTY_SERVER;
        if (needed > room) {
            throw new FindingException(
                    Finding.of(
                            FindingCode.DISK_INSUFFICIENT,
                            null,
                            "the restore needs %d MB at least, and may take %d MB in %s"
                                    .formatted(needed >> 20, Math.max(0, room) >> 20, work)));
        }
        return room;
    }

    /**
     * What the rows take at the very least. As text they may be longer than in a table, by far:
     * binary data is written in hexadecimal digits, and long values are stored compressed.
     */
    static long least(Census census) {
        return Math.max(census.rows() * ROW, census.dataBytes() / DENSEST);
    }

    private static long free(Path work) {
        try {
            return Files.getFileStore(work).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
