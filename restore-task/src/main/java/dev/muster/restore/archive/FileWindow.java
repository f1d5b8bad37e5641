package dev.muster.restore.archive;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads a file at any position through one buffer; for one thread. */
final class FileWindow implements Closeable {
    private static final int WIDTH = 1 << 16;

    private final FileChannel channel;
    private final long size;
    private final byte[] window = new byte[WIDTH];
    private long from;
    private int filled;

    FileWindow(Path file) {
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            size = channel.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long size() {
        return size;
    }

    /** The byte at a position, or -1 behind the end. */
    int byteAt(long position) {
        if (position < from || position >= from + filled) {
            fill(position);
        }
        return position < from + filled ? window[(int) (position - from)] & 0xff : -1;
    }

    /** Copies bytes and returns how many, 0 behind the end. */
    int read(long position, byte[] to, int offset, int length) {
        if (position < from || position >= from + filled) {
            if (length >= WIDTH) {
                return readDirectly(position, to, offset, length);
            }
            fill(position);
        }
        int available = (int) Math.min(length, from + filled - position);
        if (available <= 0) {
            return 0;
        }
        System.arraycopy(window, (int) (position - from), to, offset, available);
        return available;
    }

    private int readDirectly(long position, byte[] to, int offset, int length) {
        try {
            return Math.max(0, channel.read(ByteBuffer.wrap(to, offset, length), position));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fill(long position) {
        from = position;
        filled = 0;
        while (filled < WIDTH) {
            int read = readDirectly(from + filled, window, filled, WIDTH - filled);
            if (read == 0) {
                break;
            }
            filled += read;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
