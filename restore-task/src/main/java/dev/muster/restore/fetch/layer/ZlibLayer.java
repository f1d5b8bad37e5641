package dev.muster.restore.fetch.layer;

import dev.muster.contract.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** zlib, RFC 1950, as Python's and other languages' {@code zlib.compress} writes it. */
final class ZlibLayer implements Layer {
    private static final int ENOUGH = 256;

    @Override
    public String name() {
        return "zlib";
    }

    /** Two bytes are little to go by, so some of what follows them must decompress, too. */
    @Override
    public boolean recognises(Head head) {
        int first = head.at(0);
        if (first != 0x78 || ((first << 8) | head.at(1)) % 31 != 0 || (head.at(1) & 0x20) != 0) {
            return false;
        }
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(head.copy());
            int count = inflater.inflate(new byte[ENOUGH]);
            return count == ENOUGH || inflater.finished();
        } catch (DataFormatException noise) {
            return false;
        } finally {
            inflater.end();
        }
    }

    @Override
    public InputStream open(LayerStream in, LayerContext context) throws IOException {
        return new Decompression(
                name(), in, context.notes(), "no such message", InflaterInputStream::new);
    }

    @Override
    public Finding explain(Exception thrown) {
        return Compression.explain(name(), thrown);
    }
}
