package dev.muster.restore.fetch.layer;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream in a thread of its own, a bounded number of blocks ahead, so that the stages of a
 * fetch share the machine's cores. What the stream throws is thrown to the reader, behind the bytes
 * that came before it.
 */
final class ReadAhead extends BulkStream {
    private static final int BLOCK = 256 * 1024;
    private static final int BLOCKS = 6;
    private static final long STOP_CHECK_MILLIS = 100;
    private static final long CLOSE_MILLIS = 3_000;

    private static final class Block {
        private final byte[] bytes = new byte[BLOCK];
        private int length;
        private boolean last;
        private @Nullable Exception failure;
        private @Nullable Error error;
    }

    private final InputStream in;
    private final StopSignal stop;
    private final BlockingQueue<Block> filled = new ArrayBlockingQueue<>(BLOCKS);
    private final BlockingQueue<Block> free = new ArrayBlockingQueue<>(BLOCKS);
    private final Thread thread;
    private volatile boolean closed;
    private @Nullable Block current;
    private int position;

    ReadAhead(String name, InputStream in, StopSignal stop) {
        this.in = in;
        this.stop = stop;
        for (int i = 0; i < BLOCKS; i++) {
            free.add(new Block());
        }
        this.thread = Thread.ofPlatform().daemon().name("fetch-" + name).start(this::fill);
    }

    private void fill() {
        try {
            boolean last = false;
            while (!last && !closed) {
                Block block = free.take();
                fill(block);
                last = block.last;
                filled.put(block);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void fill(Block block) {
        block.length = 0;
        try {
            while (block.length < BLOCK && !closed) {
                int count = in.read(block.bytes, block.length, BLOCK - block.length);
                if (count < 0) {
                    block.last = true;
                    return;
                }
                block.length += count;
            }
        } catch (IOException | RuntimeException e) {
            block.failure = e;
            block.last = true;
        } catch (Error e) {
            // Whoever reads must hear of it, whatever it is, and would else wait for ever.
            block.error = e;
            block.last = true;
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        Block block = current;
        while (block == null || position == block.length) {
            if (block != null) {
                if (block.last) {
                    return end(block);
                }
                // Given back before the wait, which may end in an exception and be asked again.
                current = null;
                free.add(block);
            }
            block = await();
            current = block;
            position = 0;
        }
        int count = Math.min(length, block.length - position);
        System.arraycopy(block.bytes, position, target, offset, count);
        position += count;
        return count;
    }

    private static int end(Block block) throws IOException {
        if (block.error != null) {
            throw block.error;
        }
        if (block.failure instanceof IOException e) {
            throw e;
        }
        if (block.failure instanceof RuntimeException e) {
            throw e;
        }
        return -1;
    }

    private Block await() {
        try {
            while (true) {
                stop.check();
                Block block = filled.poll(STOP_CHECK_MILLIS, TimeUnit.MILLISECONDS);
                if (block != null) {
                    return block;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StopSignal.interrupted();
        }
    }

    /** Ends the thread, and closes the stream when the thread no longer reads it. */
    @Override
    public void close() throws IOException {
        closed = true;
        thread.interrupt();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        in.close();
    }
}
