package dev.muster.restore.lz4;

import java.io.IOException;

/**
 * Decompresses one LZ4 block that may refer to what stands before it in the same array, which
 * lz4-java refuses.
 */
final class Lz4Block {
    private static final int SHORTEST_MATCH = 4;

    private Lz4Block() {}

    /**
     * Decompresses one whole block.
     *
     * @param target holds the history before {@code start}
     * @return where the decompressed bytes end
     */
    static int decompress(byte[] source, int length, byte[] target, int start) throws IOException {
        int in = 0;
        int out = start;
        try {
            while (in < length) {
                int token = source[in++] & 0xFF;
                int literals = token >>> 4;
                if (literals == 15) {
                    int more;
                    do {
                        more = source[in++] & 0xFF;
                        literals = Math.addExact(literals, more);
                    } while (more == 255);
                }
                if (in + literals > length) {
                    throw new IOException("a block's literals end behind the block");
                }
                System.arraycopy(source, in, target, out, literals);
                in += literals;
                out += literals;
                if (in == length) {
                    return out;
                }
                int distance = (source[in] & 0xFF) | ((source[in + 1] & 0xFF) << 8);
                in += 2;
                int match = token & 15;
                if (match == 15) {
                    int more;
                    do {
                        more = source[in++] & 0xFF;
                        match = Math.addExact(match, more);
                    } while (more == 255);
                }
                match += SHORTEST_MATCH;
                if (distance == 0 || distance > out) {
                    throw new IOException("a block refers to what is not there");
                }
                out = copy(target, out, distance, match);
            }
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            throw new IOException("a block is longer than it may be", e);
        }
        throw new IOException("a block ends without its last literals");
    }

    private static int copy(byte[] target, int out, int distance, int length) {
        if (distance >= length) {
            System.arraycopy(target, out - distance, target, out, length);
        } else {
            for (int i = 0; i < length; i++) {
                target[out + i] = target[out + i - distance];
            }
        }
        return out + length;
    }
}
