package dev.muster.restore.fetch.layer;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Knows whether a decompressor asked for more than there was, which is how it meets a cut. */
final class EndWatch extends FilterInputStream {
    private static final int BUFFER = 64 * 1024;
    private boolean passed;

    EndWatch(InputStream in) {
        super(in);
    }

    /** With a buffer, for a decompressor that reads byte by byte. */
    InputStream buffered() {
        return new BufferedInputStream(this, BUFFER);
    }

    /** Whether the end was passed. */
    boolean passed() {
        return passed;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        passed |= value < 0;
        return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        passed |= count < 0;
        return count;
    }
}
