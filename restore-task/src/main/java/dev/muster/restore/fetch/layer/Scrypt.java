package dev.muster.restore.fetch.layer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.Salsa20Engine;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * scrypt (RFC 7914) without parallelism, in as much memory as it is given: of the table that it
 * looks things up in, only each so-many-th block is kept, and those between are made again. A
 * quarter of the memory costs three quarters more time.
 */
final class Scrypt {
    private static final int ROUNDS = 8;
    private static final int CELL = 16;

    private final int cells;
    private final int stride;
    private final int blocks;
    private final int[] table;
    private final int[] mixed;
    private final int[] cell = new int[CELL];

    private Scrypt(int blocks, int blockSize, long memory) {
        this.blocks = blocks;
        cells = 2 * blockSize;
        long blockBytes = (long) cells * CELL * Integer.BYTES;
        int skipped = 1;
        while (blocks / skipped * blockBytes > memory && skipped < blocks) {
            skipped *= 2;
        }
        stride = skipped;
        table = new int[blocks / stride * cells * CELL];
        mixed = new int[cells * CELL];
    }

    /**
     * Derives a key.
     *
     * @param blocks a power of two: the cost, called N
     * @param blockSize called r
     * @param memory in bytes, for the table; however little it is, the key is the same
     */
    static byte[] key(
            byte[] passphrase, byte[] salt, int blocks, int blockSize, int length, long memory) {
        byte[] seed = stretched(passphrase, salt, 2 * blockSize * CELL * Integer.BYTES);
        int[] block = new int[2 * blockSize * CELL];
        ints(seed).get(block);
        new Scrypt(blocks, blockSize, memory).mix(block);
        ints(seed).put(block);
        return stretched(passphrase, seed, length);
    }

    private static IntBuffer ints(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    }

    private static byte[] stretched(byte[] passphrase, byte[] salt, int length) {
        PKCS5S2ParametersGenerator pbkdf2 = new PKCS5S2ParametersGenerator(new SHA256Digest());
        pbkdf2.init(passphrase, salt, 1);
        return ((KeyParameter) pbkdf2.generateDerivedMacParameters(length * Byte.SIZE)).getKey();
    }

    private void mix(int[] block) {
        for (int i = 0; i < blocks; i++) {
            if (i % stride == 0) {
                System.arraycopy(block, 0, table, i / stride * block.length, block.length);
            }
            mixBlock(block);
        }
        int[] found = new int[block.length];
        for (int i = 0; i < blocks; i++) {
            int wanted = block[(cells - 1) * CELL] & (blocks - 1);
            System.arraycopy(table, wanted / stride * found.length, found, 0, found.length);
            for (int again = wanted % stride; again > 0; again--) {
                mixBlock(found);
            }
            for (int k = 0; k < block.length; k++) {
                block[k] ^= found[k];
            }
            mixBlock(block);
        }
    }

    /** The cells in even places come first, then those in odd places. */
    private void mixBlock(int[] block) {
        System.arraycopy(block, (cells - 1) * CELL, cell, 0, CELL);
        for (int i = 0; i < cells; i++) {
            for (int k = 0; k < CELL; k++) {
                cell[k] ^= block[i * CELL + k];
            }
            Salsa20Engine.salsaCore(ROUNDS, cell, cell);
            int place = i / 2 + (i % 2) * (cells / 2);
            System.arraycopy(cell, 0, mixed, place * CELL, CELL);
        }
        System.arraycopy(mixed, 0, block, 0, block.length);
    }
}
