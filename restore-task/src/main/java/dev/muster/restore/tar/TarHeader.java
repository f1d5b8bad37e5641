package dev.muster.restore.tar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One header block of a tar, of the old, ustar, pax or GNU kind, as POSIX's pax and GNU tar's
 * manual describe them.
 *
 * @param size of the content, in bytes; -1 where the header says none
 * @param type {@code 0} of a regular file; others are links, directories, or about the next member
 */
public record TarHeader(String name, long size, char type) {
    /** Headers and contents fill whole blocks, of so many bytes. */
    public static final int BLOCK = 512;

    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_LENGTH = 8;

    /** Reads one block; null where its checksum does not agree. */
    public static @Nullable TarHeader parse(byte[] block) {
        if (octal(block, CHECKSUM, CHECKSUM_LENGTH) != checksum(block)) {
            return null;
        }
        String name = text(block, 0, 100);
        boolean ustar = text(block, 257, 6).startsWith("ustar");
        String prefix = ustar && block[262] == 0 ? text(block, 345, 155) : "";
        char type = (char) (block[156] & 0xFF);
        return new TarHeader(
                prefix.isEmpty() ? name : prefix + "/" + name, number(block, 124, 12), type);
    }

    /** Reads the header that a file's first bytes may be; null where they are none. */
    public static @Nullable TarHeader ofFirst(byte[] head) {
        return head.length >= BLOCK && head[0] != 0 ? parse(head) : null;
    }

    /** Whether a block holds zeros alone, of which two end a tar. */
    public static boolean isEnd(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** The bytes between a content of this size and the next header. */
    public static long padding(long size) {
        return (BLOCK - size % BLOCK) % BLOCK;
    }

    private static long checksum(byte[] block) {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            boolean ofItself = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_LENGTH;
            sum += ofItself ? ' ' : block[i] & 0xFF;
        }
        return sum;
    }

    /** Octal, or base 256 where the first bit is set, as GNU tar writes what is too large. */
    private static long number(byte[] block, int offset, int length) {
        if ((block[offset] & 0x80) == 0) {
            return octal(block, offset, length);
        }
        long value = block[offset] & 0x3F;
        for (int i = 1; i < length; i++) {
            if (value >>> 54 != 0) {
                return -1;
            }
            value = (value << 8) | (block[offset + i] & 0xFF);
        }
        return value;
    }

    private static long octal(byte[] block, int offset, int length) {
        String digits = text(block, offset, length).strip();
        if (digits.isEmpty()) {
            return 0;
        }
        try {
            return Long.parseLong(digits, 8);
        } catch (NumberFormatException damaged) {
            return -1;
        }
    }

    private static String text(byte[] block, int offset, int length) {
        byte[] field = Arrays.copyOfRange(block, offset, offset + length);
        int end = 0;
        while (end < field.length && field[end] != 0) {
            end++;
        }
        return new String(field, 0, end, StandardCharsets.UTF_8);
    }
}
