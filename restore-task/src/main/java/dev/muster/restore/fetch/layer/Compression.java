package dev.muster.restore.fetch.layer;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The words for what goes wrong in compressed data, the same for every format. */
final class Compression {
    private static final int BUFFER = 64 * 1024;

    private Compression() {}

    static Finding explain(String format, Exception thrown) {
        if (thrown instanceof EOFException) {
            return truncated(format);
        }
        if (thrown.getCause() instanceof OutOfMemoryError) {
            return Finding.of(
                    FindingCode.MEMORY_EXHAUSTED,
                    null,
                    "unpacking the %s layer needs more than the %d MB of memory there is"
                            .formatted(format, Runtime.getRuntime().maxMemory() >> 20));
        }
        return damaged(format, thrown.getMessage());
    }

    static Finding truncated(String format) {
        return Finding.of(
                FindingCode.COMPRESSION_TRUNCATED,
                null,
                "the %s data ends in the middle: the file is truncated".formatted(format));
    }

    static Finding damaged(String format, @Nullable String why) {
        return Finding.of(
                FindingCode.COMPRESSION_DAMAGED,
                null,
                "the %s data is damaged%s".formatted(format, why == null ? "" : ": " + why));
    }

    /**
     * Reads what lies behind complete compressed data, and reports it where it is not only the
     * zeros that tapes and some tools pad with.
     *
     * @param first bytes that were read already
     */
    static void endWith(
            String format, byte[] first, int length, InputStream in, Consumer<Finding> notes)
            throws IOException {
        long count = length;
        boolean zeros = isZeros(first, length);
        byte[] buffer = new byte[BUFFER];
        int filled;
        while ((filled = in.read(buffer, 0, BUFFER)) >= 0) {
            zeros &= isZeros(buffer, filled);
            count += filled;
        }
        if (!zeros) {
            notes.accept(
                    Finding.of(
                            FindingCode.TRAILING_GARBAGE,
                            null,
                            "%,d bytes that do not belong to it follow the complete %s data"
                                    .formatted(count, format)));
        }
    }

    private static boolean isZeros(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
