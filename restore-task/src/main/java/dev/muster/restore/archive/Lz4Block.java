package dev.muster.restore.archive;

import java.io.IOException;

/**
 * Unpacks one LZ4 block behind the history it may refer to. lz4-java refuses the linked blocks that
 * pg_dump writes, hence this.
 */
final class Lz4Block {
    private Lz4Block() {}

    /** Unpacks {@code in[0, length)} to {@code out} at {@code at}; returns the new end. */
    static int unpack(byte[] in, int length, byte[] out, int at) throws IOException {
        try {
            return unpackOrOverrun(in, length, out, at);
        } catch (ArrayIndexOutOfBoundsException e) {
            throw new IOException("lz4 block is damaged", e);
        }
    }

    private static int unpackOrOverrun(byte[] in, int length, byte[] out, int at)
            throws IOException {
        int from = 0;
        int to = at;
        while (from < length) {
            int token = in[from++] & 0xff;
            int literals = token >>> 4;
            if (literals == 15) {
                int more;
                do {
                    more = in[from++] & 0xff;
                    literals += more;
                } while (more == 255 && from < length);
            }
            if (literals > length - from || literals > out.length - to) {
                throw new IOException("lz4 block is damaged");
            }
            System.arraycopy(in, from, out, to, literals);
            from += literals;
            to += literals;
            if (from == length) {
                return to;
            }
            int distance = (in[from] & 0xff) | (in[from + 1] & 0xff) << 8;
            from += 2;
            int match = (token & 15) + 4;
            if (match == 19) {
                int more;
                do {
                    more = in[from++] & 0xff;
                    match += more;
                } while (more == 255 && from < length);
            }
            if (distance == 0 || distance > to || match > out.length - to) {
                throw new IOException("lz4 block is damaged");
            }
            to = copy(out, to, distance, match);
        }
        throw new IOException("lz4 block ends within a sequence");
    }

    private static int copy(byte[] out, int to, int distance, int length) {
        if (distance >= length) {
            System.arraycopy(out, to - distance, out, to, length);
        } else {
            for (int i = to; i < to + length; i++) {
                out[i] = out[i - distance];
            }
        }
        return to + length;
    }
}
