package dev.muster.restore.fetch.layer;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import java.io.IOException;
import java.io.InputStream;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.UnsupportedOptionsException;
import org.tukaani.xz.XZInputStream;

/** xz, of any number of streams. */
final class XzLayer implements Layer {
    @Override
    public String name() {
        return "xz";
    }

    @Override
    public boolean recognises(Head head) {
        return head.startsWith("\u00fd7zXZ\u0000");
    }

    @Override
    public InputStream open(LayerStream in, LayerContext context) throws IOException {
        return new Decompression(
                name(),
                in,
                context.notes(),
                "Garbage after a valid XZ Stream",
                source -> new XZInputStream(source, memoryLimitKilobytes()));
    }

    /** Half of the heap: the dictionary lies in it. */
    static int memoryLimitKilobytes() {
        return (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() >> 11);
    }

    @Override
    public Finding explain(Exception thrown) {
        return explain(name(), thrown);
    }

    static Finding explain(String format, Exception thrown) {
        if (thrown instanceof MemoryLimitException e) {
            return Finding.of(
                    FindingCode.MEMORY_EXHAUSTED,
                    null,
                    "unpacking the %s layer needs %d MB, and %d MB are allowed to it"
                            .formatted(
                                    format,
                                    e.getMemoryNeeded() >> 10,
                                    memoryLimitKilobytes() >> 10));
        }
        if (thrown instanceof UnsupportedOptionsException) {
            return Finding.of(
                    FindingCode.LAYER_UNSUPPORTED,
                    null,
                    "the %s data uses options that Muster does not know: %s"
                            .formatted(format, thrown.getMessage()));
        }
        return Compression.explain(format, thrown);
    }
}
