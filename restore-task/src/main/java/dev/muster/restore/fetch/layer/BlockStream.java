package dev.muster.restore.fetch.layer;

import java.io.IOException;
import java.io.InputStream;

/** A stream whose bytes come into being block by block. */
abstract class BlockStream extends InputStream {
    private byte[] block = new byte[0];
    private int position;
    private int limit;

    /**
     * Makes what comes next and {@linkplain #deliver delivers} it; it may deliver nothing yet.
     *
     * @return false at the end, when nothing was delivered
     */
    abstract boolean next() throws IOException;

    /** Hands over bytes, which stay as they are until the next call of {@link #next()}. */
    final void deliver(byte[] bytes, int from, int to) {
        block = bytes;
        position = from;
        limit = to;
    }

    @Override
    public final int read() throws IOException {
        return available(1) ? block[position++] & 0xFF : -1;
    }

    @Override
    public final int read(byte[] target, int offset, int length) throws IOException {
        if (!available(length)) {
            return -1;
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(block, position, target, offset, count);
        position += count;
        return count;
    }

    private boolean available(int wanted) throws IOException {
        while (position == limit && wanted > 0) {
            if (!next()) {
                return false;
            }
        }
        return true;
    }
}
