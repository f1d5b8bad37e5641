package dev.muster.restore.archive;

import org.jspecify.annotations.Nullable;

/** Takes the unpacked data of one entry and counts its rows. */
sealed interface RowScan permits CopyRows, InsertRows, ByteCount {
    void take(byte[] b, int length);

    /** What is wrong now that the data have ended, or null. */
    @Nullable Fault finish();

    long rows();

    long bytes();

    /** Whether the rows could be told. */
    boolean isCounted();

    /** What is wrong with an entry's data. */
    record Fault(Kind kind, String detail) {
        enum Kind {
            /** The archive's file ends within it. */
            CUT,
            /** It cannot be unpacked, or is not what its entry says. */
            DAMAGED,
            /** It can be unpacked, and lacks its end. */
            SHORT,
            /** No server takes it: zero bytes, or text that is not in its encoding. */
            INVALID
        }
    }
}
