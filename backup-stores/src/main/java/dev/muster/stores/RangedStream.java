package dev.muster.stores;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One object's bytes in order, fetched by several ranged requests at once. Holds no more than the
 * parts that are in flight. For use by one thread.
 */
final class RangedStream extends CopyStream {
    private final RangeSource source;
    private final Transfer transfer;
    private final long size;
    private final AtomicInteger resumed = new AtomicInteger();
    private final Queue<Part> parts = new ArrayDeque<>();
    private final Deque<byte[]> free = new ArrayDeque<>();
    private long requested;
    private int position;
    private boolean closed;

    RangedStream(RangeSource source, Transfer transfer, long size) {
        this.source = source;
        this.transfer = transfer;
        this.size = size;
        for (int i = 0; i < transfer.inFlight(); i++) {
            request();
        }
    }

    @Override
    public int read() throws StoreException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws StoreException {
        if (closed) {
            throw new StoreException(StoreException.Kind.CUT, "the stream is closed", null);
        }
        Part part = parts.peek();
        if (part == null || length == 0) {
            return length == 0 ? 0 : -1;
        }
        int filled = part.awaitMoreThan(position);
        int read = Math.min(length, filled - position);
        System.arraycopy(part.bytes, position, bytes, offset, read);
        position += read;
        if (position == part.length) {
            parts.remove();
            free.add(part.bytes);
            position = 0;
            request();
        }
        return read;
    }

    @Override
    public int resumed() {
        return resumed.get();
    }

    @Override
    public void close() {
        closed = true;
        parts.forEach(Part::stop);
        parts.clear();
        free.clear();
    }

    private void request() {
        if (requested >= size) {
            return;
        }
        int length = (int) Math.min(transfer.partBytes(), size - requested);
        byte @Nullable [] buffer = free.poll();
        Part part =
                new Part(
                        source,
                        transfer,
                        resumed,
                        requested,
                        length,
                        buffer == null ? new byte[length] : buffer);
        requested += length;
        parts.add(part);
        Thread.ofVirtual().name("muster-part").start(part);
    }
}
