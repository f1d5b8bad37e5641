package dev.muster.records;

import java.nio.charset.StandardCharsets;

/** A document as it was read, and what tells this state of it from any other. */
public final class Versioned {
    private final byte[] bytes;
    private final String version;

    /**
     * @param bytes from now on this object's own
     * @param version opaque; only {@link RecordStore#replaceIf} of the same store understands it
     */
    public Versioned(byte[] bytes, String version) {
        this.bytes = bytes;
        this.version = version;
    }

    /** The document itself: not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    /** What {@link RecordStore#replaceIf} asks for. */
    public String version() {
        return version;
    }

    /** The document as text. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
