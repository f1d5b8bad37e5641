package dev.muster.restore.archive;

import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the primitives of an archive's header and table of contents, as ReadInt, ReadStr and
 * ReadOffset of pg_backup_archiver.c do. It never allocates more than the input really holds.
 */
final class TocInput {
    /** No definition that people write is longer; a corrupt length must not fill the memory. */
    private static final int LONGEST = 1 << 25;

    private static final long UNKNOWN = Long.MAX_VALUE;

    /** One read. */
    @FunctionalInterface
    private interface Reading<T> {
        T of() throws IOException;
    }

    private final InputStream in;
    private final long size;
    private final String what;
    private long position;
    private int intSize = 4;
    private int offsetSize = 8;
    private String where = "the header";

    /**
     * @param size of the input in bytes
     * @param what the input is, for messages: "the archive" or a file's name
     */
    TocInput(InputStream in, long size, String what) {
        this.in = new BufferedInputStream(in, 1 << 16);
        this.size = size;
        this.what = what;
    }

    /** Unpacks a file that somebody has compressed, by its name. */
    static TocInput ofPacked(InputStream file, String name) {
        try {
            return new TocInput(Unpacking.unpack(file, name), UNKNOWN, name);
        } catch (IOException e) {
            throw Problems.stop(
                    FindingCode.ARCHIVE_TOC_CORRUPT,
                    "toc.dat",
                    name + " cannot be unpacked: " + e.getMessage());
        }
    }

    /** Reads what is left, so that a checksum at the end of packed data is compared. */
    void finish() {
        if (size == UNKNOWN) {
            read(() -> in.transferTo(OutputStream.nullOutputStream()));
        }
    }

    void sizes(int ints, int offsets) {
        intSize = ints;
        offsetSize = offsets;
    }

    /** Names the part that is being read, for messages. */
    void reading(String part) {
        where = part;
    }

    long position() {
        return position;
    }

    int readByte() {
        int b = read(in::read);
        if (b < 0) {
            throw ended();
        }
        position++;
        return b;
    }

    /** A read of the input, whose failures say what the archive is. */
    private <T> T read(Reading<T> reading) {
        try {
            return reading.of();
        } catch (EOFException e) {
            throw ended();
        } catch (IOException e) {
            if (size == UNKNOWN) {
                throw corrupt("cannot be unpacked: " + e.getMessage());
            }
            throw new UncheckedIOException(e);
        }
    }

    /** A sign byte, then the magnitude, least byte first. */
    int readInt() {
        int sign = readByte();
        long value = 0;
        for (int i = 0; i < intSize; i++) {
            int b = readByte();
            if (i < 8) {
                value |= (long) b << (8 * i);
            } else if (b != 0) {
                throw corrupt("holds a number that is too large");
            }
        }
        if (sign > 1 || value < 0 || value > Integer.MAX_VALUE) {
            throw corrupt("holds a number that no archive has");
        }
        return sign == 0 ? (int) value : (int) -value;
    }

    byte @Nullable [] readText() {
        int length = readInt();
        if (length < 0) {
            return null;
        }
        if (length > size || length > LONGEST) {
            throw corrupt(
                    "claims a text of "
                            + Problems.bytes(length)
                            + (size == UNKNOWN ? "" : " in a file of " + Problems.bytes(size)));
        }
        byte[] text = read(() -> in.readNBytes(length));
        position += text.length;
        if (text.length < length) {
            throw ended();
        }
        return text;
    }

    /** A flag and a file offset: the offset where the flag says that it is set, -1 where not. */
    Offset readOffset() {
        int flag = readByte();
        long value = 0;
        for (int i = 0; i < offsetSize; i++) {
            long b = readByte();
            if (i < 8) {
                value |= b << (8 * i);
            }
        }
        return switch (flag) {
            case 1 -> new Offset(true, -1);
            case 2 -> new Offset(true, value);
            case 3 -> new Offset(false, -1);
            default -> throw corrupt("has the offset flag " + flag + ", expected 1, 2 or 3");
        };
    }

    /** Whether an entry may have data, and where it lies, -1 where that is not known. */
    record Offset(boolean mayHaveData, long position) {}

    void expect(byte[] magic) {
        byte[] found = new byte[magic.length];
        for (int i = 0; i < magic.length; i++) {
            found[i] = (byte) readByte();
        }
        if (!Arrays.equals(found, magic)) {
            throw corrupt("does not begin with PGDMP");
        }
    }

    FindingException corrupt(String problem) {
        return Problems.stop(
                FindingCode.ARCHIVE_TOC_CORRUPT,
                null,
                where + " of " + what + " " + problem + ", before byte " + position);
    }

    private FindingException ended() {
        return Problems.stop(
                FindingCode.ARCHIVE_TRUNCATED,
                null,
                what + " ends after " + Problems.bytes(position) + ", within " + where);
    }
}
