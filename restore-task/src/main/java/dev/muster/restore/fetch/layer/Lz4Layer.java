package dev.muster.restore.fetch.layer;

import dev.muster.contract.Finding;
import dev.muster.restore.lz4.Lz4Stream;
import java.io.InputStream;

/** LZ4's frame format, of any number of frames, and the legacy format of its first years. */
final class Lz4Layer implements Layer {
    private static final String FRAME = "\u0004\"M\u0018";
    private static final String LEGACY = "\u0002!L\u0018";

    @Override
    public String name() {
        return "lz4";
    }

    @Override
    public boolean recognises(Head head) {
        return head.startsWith(FRAME) || head.startsWith(LEGACY) || followsSkippable(head);
    }

    /** Whether a skippable frame, which LZ4 shares with Zstandard, stands before one of LZ4. */
    static boolean followsSkippable(Head head) {
        if ((head.at(0) & 0xF0) != 0x50 || !head.hasAt(1, "*M\u0018") || head.length() < 8) {
            return false;
        }
        long size = head.at(4) | (head.at(5) << 8) | (head.at(6) << 16) | ((long) head.at(7) << 24);
        return size < Head.SIZE && head.hasAt(8 + (int) size, FRAME);
    }

    @Override
    public InputStream open(LayerStream in, LayerContext context) {
        return new Lz4Stream(
                in,
                (first, length, rest) ->
                        Compression.endWith(name(), first, length, rest, context.notes()));
    }

    @Override
    public Finding explain(Exception thrown) {
        return Compression.explain(name(), thrown);
    }
}
