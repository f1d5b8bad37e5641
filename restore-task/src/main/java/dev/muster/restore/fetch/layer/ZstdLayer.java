package dev.muster.restore.fetch.layer;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.muster.contract.Finding;
import java.io.IOException;
import java.io.InputStream;

/** Zstandard, RFC 8878, of any number of frames, with long windows and skippable frames. */
final class ZstdLayer implements Layer {
    private static final int LONGEST_WINDOW_LOG = 31;

    @Override
    public String name() {
        return "zstd";
    }

    @Override
    public boolean recognises(Head head) {
        boolean frame = head.startsWith("(\u00b5/\u00fd");
        boolean skippable = (head.at(0) & 0xF0) == 0x50 && head.hasAt(1, "*M\u0018");
        return frame || (skippable && !Lz4Layer.followsSkippable(head));
    }

    @Override
    public InputStream open(LayerStream in, LayerContext context) throws IOException {
        return new Decompression(
                name(),
                in,
                context.notes(),
                "Unknown frame descriptor",
                source -> {
                    ZstdInputStreamNoFinalizer zstd = new ZstdInputStreamNoFinalizer(source);
                    zstd.setLongMax(LONGEST_WINDOW_LOG);
                    return zstd;
                });
    }

    @Override
    public Finding explain(Exception thrown) {
        return Compression.explain(name(), thrown);
    }
}
