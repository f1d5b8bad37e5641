package dev.muster.restore.fetch.layer;

import dev.muster.contract.Finding;
import java.io.IOException;
import java.io.InputStream;
import org.tukaani.xz.LZMAInputStream;

/** LZMA as {@code xz --format=lzma} and the older lzma-utils write it. */
final class LzmaLayer implements Layer {
    @Override
    public String name() {
        return "lzma";
    }

    /** The usual properties, a dictionary of 64 KB to 1 GB, and no length or one below 1 TB. */
    @Override
    public boolean recognises(Head head) {
        if (!head.startsWith("]\u0000\u0000") || head.length() < 14) {
            return false;
        }
        boolean dictionary = head.at(4) <= 0x40 && (head.at(3) | head.at(4)) != 0;
        boolean unknownLength = true;
        for (int i = 5; i < 13; i++) {
            unknownLength &= head.at(i) == 0xFF;
        }
        boolean shortLength = head.at(10) == 0 && head.at(11) == 0 && head.at(12) == 0;
        return dictionary && (unknownLength || shortLength) && head.at(13) == 0;
    }

    @Override
    public InputStream open(LayerStream in, LayerContext context) throws IOException {
        int limit = XzLayer.memoryLimitKilobytes();
        return new Decompression(
                name(),
                in,
                context.notes(),
                "Garbage after",
                source -> new LZMAInputStream(source, limit));
    }

    @Override
    public Finding explain(Exception thrown) {
        return XzLayer.explain(name(), thrown);
    }
}
