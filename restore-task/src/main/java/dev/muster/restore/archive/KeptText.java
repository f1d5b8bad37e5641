package dev.muster.restore.archive;

import java.util.Arrays;

/** The bounded head of a text that may be longer than memory. */
final class KeptText {
    private static final int FIRST = 1 << 12;
    private static final int LARGE = 1 << 18;

    private byte[] bytes = new byte[FIRST];
    private int length;
    private long fullLength;

    /** Adds a byte, which is kept where the head has not reached {@code most} bytes. */
    void add(byte c, int most) {
        fullLength++;
        if (length < most) {
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, bytes.length * 2);
            }
            bytes[length++] = c;
        }
    }

    void clear() {
        length = 0;
        fullLength = 0;
    }

    /** The same, and gives back the memory that a large text took. */
    void release() {
        clear();
        if (bytes.length > LARGE) {
            bytes = new byte[FIRST];
        }
    }

    byte[] head() {
        return Arrays.copyOf(bytes, length);
    }

    /** Whether the head is all of it. */
    boolean isWhole() {
        return length == fullLength;
    }

    /** In bytes, of all of it. */
    long length() {
        return fullLength;
    }

    boolean startsWith(byte[] prefix) {
        return length >= prefix.length
                && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }
}
