package dev.muster.restore.fetch.layer;

import dev.muster.contract.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/**
 * Decompresses bzip2 streams one after the other. The library's own way loses the last block where
 * foreign bytes follow it.
 */
final class Bzip2Stream extends BulkStream {
    private static final int MAGIC = 3;

    private final InputStream in;
    private final Consumer<Finding> notes;
    private InputStream current;
    private boolean ended;

    /**
     * Begins with the first stream.
     *
     * @param in buffered, and able to go back to a mark
     */
    Bzip2Stream(InputStream in, Consumer<Finding> notes) throws IOException {
        this.in = in;
        this.notes = notes;
        this.current = new BZip2CompressorInputStream(in, false);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (!ended) {
            int count = current.read(target, offset, length);
            if (count >= 0) {
                return count;
            }
            next();
        }
        return -1;
    }

    private void next() throws IOException {
        in.mark(MAGIC);
        byte[] magic = in.readNBytes(MAGIC);
        if (magic.length == MAGIC && magic[0] == 'B' && magic[1] == 'Z' && magic[2] == 'h') {
            in.reset();
            current = new BZip2CompressorInputStream(in, false);
        } else {
            Compression.endWith("bzip2", magic, magic.length, in, notes);
            ended = true;
        }
    }
}
