package dev.muster.restore.fetch.layer;

import dev.muster.contract.Finding;
import java.io.InputStream;

/** gzip, RFC 1952, of any number of members. */
final class GzipLayer implements Layer {
    @Override
    public String name() {
        return "gzip";
    }

    @Override
    public boolean recognises(Head head) {
        // The method is deflate and the reserved flags are zero.
        return head.startsWith("\u001f\u008b\b") && (head.at(3) & 0xE0) == 0;
    }

    @Override
    public InputStream open(LayerStream in, LayerContext context) {
        return new GzipStream(in, context.notes());
    }

    @Override
    public Finding explain(Exception thrown) {
        return Compression.explain(name(), thrown);
    }
}
