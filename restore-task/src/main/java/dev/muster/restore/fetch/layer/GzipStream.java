package dev.muster.restore.fetch.layer;

import dev.muster.contract.Finding;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses gzip members one after the other, as {@code gunzip} does, and unlike the JDK's own
 * stream tells what follows the last of them.
 */
final class GzipStream extends BulkStream {
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xE0;

    private final InputStream in;
    private final Consumer<Finding> notes;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] buffer = new byte[128 * 1024];
    private int position;
    private int limit;
    private boolean inMember;
    private boolean ended;

    GzipStream(InputStream in, Consumer<Finding> notes) {
        this.in = in;
        this.notes = notes;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (!ended && length > 0) {
            if (!inMember) {
                beginMember();
                continue;
            }
            int count = inflate(target, offset, length);
            if (count > 0) {
                crc.update(target, offset, count);
                return count;
            }
            endMember();
        }
        return length == 0 ? 0 : -1;
    }

    private int inflate(byte[] target, int offset, int length) throws IOException {
        try {
            while (true) {
                int count = inflater.inflate(target, offset, length);
                if (count > 0 || inflater.finished()) {
                    return count;
                }
                if (inflater.needsDictionary()) {
                    throw new IOException("it asks for a dictionary, which gzip does not know");
                }
                if (!fill()) {
                    throw new EOFException();
                }
                inflater.setInput(buffer, 0, limit);
                position = limit;
            }
        } catch (DataFormatException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void beginMember() throws IOException {
        if (position == limit && !fill()) {
            ended = true;
            return;
        }
        byte[] start = new byte[] {(byte) need(), 0};
        int known = 1;
        if (start[0] == 0x1f && (position < limit || fill())) {
            start[1] = (byte) need();
            known = 2;
        }
        if (known < 2 || start[1] != (byte) 0x8b) {
            endWithGarbage(start, known);
            return;
        }
        skipHeader();
        inflater.reset();
        inflater.setInput(buffer, position, limit - position);
        position = limit;
        crc.reset();
        inMember = true;
    }

    private void skipHeader() throws IOException {
        int method = need();
        int flags = need();
        if (method != 8 || (flags & RESERVED) != 0) {
            throw new IOException("a member's header is not valid");
        }
        for (int i = 0; i < 6; i++) {
            need();
        }
        if ((flags & EXTRA) != 0) {
            int length = need() | (need() << 8);
            for (int i = 0; i < length; i++) {
                need();
            }
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CRC) != 0) {
            need();
            need();
        }
    }

    private void skipText() throws IOException {
        while (need() != 0) {
            // The original file's name and comment do not matter.
        }
    }

    private void endMember() throws IOException {
        position = limit - inflater.getRemaining();
        long expectedCrc = need32();
        long expectedSize = need32();
        if (expectedCrc != crc.getValue()) {
            throw new IOException("its checksum does not match");
        }
        if (expectedSize != (inflater.getBytesWritten() & 0xFFFF_FFFFL)) {
            throw new IOException("its length does not match");
        }
        inMember = false;
    }

    private void endWithGarbage(byte[] start, int known) throws IOException {
        byte[] first = Arrays.copyOf(start, known + limit - position);
        System.arraycopy(buffer, position, first, known, limit - position);
        position = limit;
        Compression.endWith("gzip", first, first.length, in, notes);
        ended = true;
    }

    private long need32() throws IOException {
        return need() | (need() << 8) | (need() << 16) | ((long) need() << 24);
    }

    private int need() throws IOException {
        if (position == limit && !fill()) {
            throw new EOFException();
        }
        return buffer[position++] & 0xFF;
    }

    private boolean fill() throws IOException {
        int count = in.read(buffer, 0, buffer.length);
        position = 0;
        limit = Math.max(0, count);
        return count > 0;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
