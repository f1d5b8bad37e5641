package dev.muster.restore.fetch.layer;

import dev.muster.contract.Finding;
import java.io.IOException;
import java.io.InputStream;

/** bzip2, of any number of streams. */
final class Bzip2Layer implements Layer {
    private static final String BLOCK = "1AY&SY";
    private static final String END = "\u0017rE8P\u0090";

    @Override
    public String name() {
        return "bzip2";
    }

    @Override
    public boolean recognises(Head head) {
        return head.startsWith("BZh")
                && head.at(3) >= '1'
                && head.at(3) <= '9'
                && (head.hasAt(4, BLOCK) || head.hasAt(4, END));
    }

    @Override
    public InputStream open(LayerStream in, LayerContext context) throws IOException {
        return new Decompression(
                name(),
                in,
                context.notes(),
                "no such message",
                source -> new Bzip2Stream(source, context.notes()));
    }

    @Override
    public Finding explain(Exception thrown) {
        return Compression.explain(name(), thrown);
    }
}
