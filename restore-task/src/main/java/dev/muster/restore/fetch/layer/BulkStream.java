package dev.muster.restore.fetch.layer;

import java.io.IOException;
import java.io.InputStream;

/** A stream that is made to be read in bulk; whoever wants single bytes puts a buffer over it. */
abstract class BulkStream extends InputStream {
    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public abstract int read(byte[] target, int offset, int length) throws IOException;
}
