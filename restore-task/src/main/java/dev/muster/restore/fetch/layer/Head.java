package dev.muster.restore.fetch.layer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The first bytes of a stream, by which its content is recognised. */
public final class Head {
    /** How many bytes are looked at, at most. */
    public static final int SIZE = 64 * 1024;

    private final byte[] bytes;
    private final boolean complete;

    private Head(byte[] bytes, boolean complete) {
        this.bytes = bytes;
        this.complete = complete;
    }

    /**
     * The first so many bytes of an array.
     *
     * @param complete whether the stream holds no more than these
     */
    public static Head of(byte[] bytes, int length, boolean complete) {
        return new Head(Arrays.copyOf(bytes, length), complete);
    }

    /** Whether the stream ends within these bytes. */
    public boolean isComplete() {
        return complete;
    }

    public int length() {
        return bytes.length;
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /** The byte there, 0 to 255, or -1 behind the end. */
    public int at(int offset) {
        return offset < bytes.length ? bytes[offset] & 0xFF : -1;
    }

    public boolean startsWith(String latin1) {
        return hasAt(0, latin1);
    }

    public boolean hasAt(int offset, String latin1) {
        byte[] expected = latin1.getBytes(StandardCharsets.ISO_8859_1);
        int end = offset + expected.length;
        return bytes.length >= end
                && Arrays.equals(bytes, offset, end, expected, 0, expected.length);
    }

    /** The bytes as text, one character for each byte. */
    public String latin1() {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The bytes from one offset up to another, or up to the end. */
    public byte[] copy(int from, int to) {
        return Arrays.copyOfRange(bytes, Math.min(from, bytes.length), Math.min(to, bytes.length));
    }

    public byte[] copy() {
        return bytes.clone();
    }
}
