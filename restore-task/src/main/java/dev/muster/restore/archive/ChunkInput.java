package dev.muster.restore.archive;

import java.io.IOException;
import java.io.InputStream;

/** The chunks of one stream of data in a custom archive, joined. */
final class ChunkInput extends InputStream {
    private final BlockCursor cursor;
    private int left;
    private boolean ended;

    ChunkInput(BlockCursor cursor) {
        this.cursor = cursor;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** Fills as much as there is, over the borders of chunks. */
    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        int filled = 0;
        while (filled < length) {
            if (left == 0 && !openChunk()) {
                break;
            }
            int taken = cursor.take(to, offset + filled, Math.min(left, length - filled));
            if (taken == 0) {
                throw new CutException();
            }
            left -= taken;
            filled += taken;
        }
        return filled == 0 && length > 0 ? -1 : filled;
    }

    private boolean openChunk() throws IOException {
        if (ended) {
            return false;
        }
        left = cursor.readInt();
        if (left < 0) {
            boolean cut = cursor.atEnd();
            left = 0;
            throw cut ? new CutException() : new IOException("a chunk has no sensible length");
        }
        if (left > cursor.left()) {
            throw new CutException();
        }
        ended = left == 0;
        return !ended;
    }

    /** Whether there is not a single chunk, as for an empty large object. */
    boolean isEmpty() throws IOException {
        return left == 0 && !openChunk();
    }
}
