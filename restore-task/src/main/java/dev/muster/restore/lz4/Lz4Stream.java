package dev.muster.restore.lz4;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import net.jpountz.xxhash.StreamingXXHash32;
import net.jpountz.xxhash.XXHashFactory;

/**
 * Decompresses LZ4 frames one after the other. Blocks that refer to the block before them, which
 * most libraries write, are understood, too.
 */
public final class Lz4Stream extends InputStream {
    private static final int FRAME = 0x184D2204;
    private static final int LEGACY = 0x184C2102;
    private static final int SKIPPABLE = 0x184D2A50;
    private static final int LEGACY_BLOCK = 8 << 20;
    private static final int HISTORY = 64 * 1024;
    private static final int STORED = 1 << 31;

    /** What is done about bytes that follow a complete frame and begin no other. */
    @FunctionalInterface
    public interface Trailer {
        /** Reads the rest, or throws. */
        void follow(byte[] first, int length, InputStream rest) throws IOException;
    }

    private final InputStream in;
    private final Trailer trailer;
    private final LZ4SafeDecompressor decompressor =
            LZ4Factory.fastestInstance().safeDecompressor();
    private final StreamingXXHash32 contentHash =
            XXHashFactory.fastestInstance().newStreamingHash32(0);
    private byte[] source = new byte[0];
    private byte[] target = new byte[0];
    private int position = HISTORY;
    private int limit = HISTORY;
    private int flags;
    private int blockMost;
    private boolean legacy;
    private boolean inFrame;
    private boolean anyFrame;
    private boolean ended;

    public Lz4Stream(InputStream in, Trailer trailer) {
        this.in = in;
        this.trailer = trailer;
    }

    /** Takes nothing behind the last frame. */
    public static Lz4Stream strict(InputStream in) {
        return new Lz4Stream(
                in,
                (first, length, rest) -> {
                    throw new IOException("bytes that are no LZ4 follow its end");
                });
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] out, int offset, int length) throws IOException {
        while (position == limit && length > 0) {
            if (ended) {
                return -1;
            }
            if (inFrame) {
                nextBlock();
            } else {
                nextFrame();
            }
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(target, position, out, offset, count);
        position += count;
        return count;
    }

    private void nextFrame() throws IOException {
        byte[] magic = in.readNBytes(4);
        if (magic.length == 0) {
            ended = true;
            return;
        }
        begin(magic.length < 4 ? 0 : little(magic, 0), magic);
    }

    private void begin(int magic, byte[] bytes) throws IOException {
        if (magic == FRAME) {
            header();
        } else if (magic == LEGACY) {
            legacy = true;
            prepare(LEGACY_BLOCK);
        } else if ((magic & 0xFFFFFFF0) == SKIPPABLE) {
            in.skipNBytes(little(need(4), 0) & 0xFFFF_FFFFL);
            return;
        } else if (anyFrame) {
            trailer.follow(bytes, bytes.length, in);
            ended = true;
            return;
        } else {
            throw new IOException("its first frame is not valid");
        }
        inFrame = true;
        anyFrame = true;
    }

    private void header() throws IOException {
        byte[] descriptor = need(2);
        flags = descriptor[0];
        int rest = (has(8) ? 8 : 0) + (has(1) ? 4 : 0);
        int sizeCode = (descriptor[1] >> 4) & 7;
        byte[] whole = Arrays.copyOf(descriptor, 2 + rest);
        System.arraycopy(need(rest), 0, whole, 2, rest);
        int check = XXHashFactory.fastestInstance().hash32().hash(whole, 0, whole.length, 0) >> 8;
        if ((byte) check != need(1)[0] || (flags & 0xC0) != 0x40 || sizeCode < 4) {
            throw new IOException("a frame's header is not valid");
        }
        if (has(1)) {
            throw new IOException("it was made with a dictionary, which is not in it");
        }
        legacy = false;
        prepare(1 << (8 + 2 * sizeCode));
        contentHash.reset();
    }

    private void prepare(int mostBytes) {
        blockMost = mostBytes;
        if (target.length < HISTORY + mostBytes) {
            target = new byte[HISTORY + mostBytes];
            source = new byte[mostBytes + mostBytes / 255 + 16];
        }
        position = HISTORY;
        limit = HISTORY;
    }

    private void nextBlock() throws IOException {
        byte[] word = in.readNBytes(4);
        if (legacy && word.length == 0) {
            ended = true;
            return;
        }
        if (word.length < 4) {
            throw new EOFException();
        }
        int size = little(word, 0);
        if (legacy && Integer.compareUnsigned(size, source.length) > 0) {
            inFrame = false;
            begin(size, word);
            return;
        }
        if (!legacy && size == 0) {
            endFrame();
            return;
        }
        readBlock(size & ~STORED, (size & STORED) != 0);
    }

    private void readBlock(int length, boolean stored) throws IOException {
        if (length > (stored ? blockMost : source.length)) {
            throw new IOException("a block of %,d bytes is too long".formatted(length));
        }
        if (in.readNBytes(source, 0, length) < length) {
            throw new EOFException();
        }
        if (!legacy && has(16)) {
            int hash = XXHashFactory.fastestInstance().hash32().hash(source, 0, length, 0);
            if (hash != little(need(4), 0)) {
                throw new IOException("a block's checksum does not match");
            }
        }
        boolean linked = !legacy && !has(32);
        if (linked) {
            System.arraycopy(target, limit - HISTORY, target, 0, HISTORY);
        }
        position = HISTORY;
        limit = unpack(length, stored, linked);
        if (!legacy && has(4)) {
            contentHash.update(target, HISTORY, limit - HISTORY);
        }
    }

    private int unpack(int length, boolean stored, boolean linked) throws IOException {
        if (stored) {
            System.arraycopy(source, 0, target, HISTORY, length);
            return HISTORY + length;
        }
        if (linked) {
            return Lz4Block.decompress(source, length, target, HISTORY);
        }
        try {
            return HISTORY + decompressor.decompress(source, 0, length, target, HISTORY, blockMost);
        } catch (LZ4Exception e) {
            throw new IOException("a block cannot be decompressed", e);
        }
    }

    private void endFrame() throws IOException {
        inFrame = false;
        if (has(4) && contentHash.getValue() != little(need(4), 0)) {
            throw new IOException("the content's checksum does not match");
        }
    }

    private byte[] need(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException();
        }
        return bytes;
    }

    private static int little(byte[] bytes, int offset) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(offset);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
