package dev.muster.restore.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import net.jpountz.xxhash.StreamingXXHash32;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;
import org.jspecify.annotations.Nullable;

/** Unpacks LZ4 frames with linked or independent blocks, and verifies the checksums they carry. */
final class Lz4Input extends InputStream {
    private static final int MAGIC = 0x184d2204;
    private static final int SKIPPABLE = 0x184d2a50;
    private static final int HISTORY = 1 << 16;
    private static final XXHash32 HASH = XXHashFactory.fastestInstance().hash32();

    private final InputStream in;
    private byte[] out = {};
    private byte[] block = {};
    private int from;
    private int to;
    private int blockSize;
    private boolean blockChecksums;
    private @Nullable StreamingXXHash32 contentHash;
    private boolean inFrame;

    Lz4Input(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (from == to) {
            if (!inFrame && !openFrame()) {
                return -1;
            }
            readBlock();
        }
        int count = Math.min(length, to - from);
        System.arraycopy(out, from, target, offset, count);
        from += count;
        return count;
    }

    private boolean openFrame() throws IOException {
        int first = in.read();
        if (first < 0) {
            return false;
        }
        byte[] rest = in.readNBytes(3);
        if (rest.length < 3) {
            throw new EOFException("lz4 frame is cut");
        }
        int magic = first | (rest[0] & 0xff) << 8 | (rest[1] & 0xff) << 16 | rest[2] << 24;
        if ((magic & ~15) == SKIPPABLE) {
            in.skipNBytes(readNumber() & 0xffff_ffffL);
            return openFrame();
        }
        if (magic != MAGIC) {
            throw new IOException("lz4 frame does not begin with its magic number");
        }
        byte[] header = new byte[14];
        int length = 2;
        readFully(header, 0, 2);
        int flags = header[0] & 0xff;
        int extra = ((flags & 8) != 0 ? 8 : 0) + ((flags & 1) != 0 ? 4 : 0);
        readFully(header, 2, extra);
        length += extra;
        byte[] check = new byte[1];
        readFully(check, 0, 1);
        int size = (header[1] >>> 4) & 7;
        boolean fine =
                (flags & 0xc0) == 0x40
                        && size >= 4
                        && (byte) (HASH.hash(header, 0, length, 0) >>> 8) == check[0];
        if (!fine) {
            throw new IOException("lz4 frame header is damaged");
        }
        blockSize = 1 << (8 + 2 * size);
        blockChecksums = (flags & 0x10) != 0;
        contentHash =
                (flags & 4) != 0 ? XXHashFactory.fastestInstance().newStreamingHash32(0) : null;
        out = new byte[HISTORY + blockSize];
        block = new byte[blockSize];
        from = 0;
        to = 0;
        inFrame = true;
        return true;
    }

    private void readBlock() throws IOException {
        int size = readNumber();
        if (size == 0) {
            closeFrame();
            return;
        }
        boolean packed = size > 0;
        size &= Integer.MAX_VALUE;
        if (size > blockSize) {
            throw new IOException("lz4 block is larger than its frame allows");
        }
        readFully(block, 0, size);
        if (blockChecksums && HASH.hash(block, 0, size, 0) != readNumber()) {
            throw new IOException("lz4 block has a wrong checksum");
        }
        if (to + blockSize > out.length) {
            int kept = Math.min(to, HISTORY);
            System.arraycopy(out, to - kept, out, 0, kept);
            to = kept;
        }
        from = to;
        if (packed) {
            to = Lz4Block.unpack(block, size, out, to);
        } else {
            System.arraycopy(block, 0, out, to, size);
            to += size;
        }
        if (contentHash != null) {
            contentHash.update(out, from, to - from);
        }
    }

    private void closeFrame() throws IOException {
        inFrame = false;
        if (contentHash != null && contentHash.getValue() != readNumber()) {
            throw new IOException("lz4 frame has a wrong checksum");
        }
    }

    private int readNumber() throws IOException {
        byte[] b = new byte[4];
        readFully(b, 0, 4);
        return (b[0] & 0xff) | (b[1] & 0xff) << 8 | (b[2] & 0xff) << 16 | b[3] << 24;
    }

    private void readFully(byte[] target, int offset, int length) throws IOException {
        if (in.readNBytes(target, offset, length) < length) {
            throw new EOFException("lz4 frame is cut");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
