package dev.muster.restore.fetch.layer;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingException;
import dev.muster.stores.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What lies under one layer: a stream whose head can be looked at, and whose first failure is told
 * as a finding, again and again, so that the outermost layer that is damaged can be asked for it.
 */
public final class LayerStream extends BulkStream {
    private final InputStream in;
    private final Function<Exception, Finding> explain;
    private byte[] head = new byte[0];
    private int headLength;
    private int headPosition;
    private long delivered;
    private @Nullable Exception failure;

    /**
     * Over a stream that a thread of its own reads ahead.
     *
     * @param explain makes a finding of what the stream throws
     */
    public LayerStream(
            String name, InputStream in, StopSignal stop, Function<Exception, Finding> explain) {
        this.in = new ReadAhead(name, in, stop);
        this.explain = explain;
    }

    /** Over a stream that needs no thread of its own. */
    public LayerStream(InputStream in, Function<Exception, Finding> explain) {
        this.in = in;
        this.explain = explain;
    }

    /**
     * Up to {@link Head#SIZE} bytes from the start, without consuming them. To be called before
     * anything is read.
     */
    public Head peek() throws IOException {
        if (head.length == 0) {
            head = new byte[Head.SIZE];
            try {
                headLength = 0;
                while (headLength < head.length) {
                    int count = readGuarded(head, headLength, head.length - headLength);
                    if (count < 0) {
                        break;
                    }
                    headLength += count;
                }
            } catch (IOException | FindingException e) {
                if (headLength == 0) {
                    throw e;
                }
                // It is thrown again behind the bytes that came before it.
            }
        }
        if (headLength == 0) {
            rethrow();
        }
        return Head.of(head, headLength, headLength < head.length && failure == null);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count;
        if (headPosition < headLength) {
            count = Math.min(length, headLength - headPosition);
            System.arraycopy(head, headPosition, target, offset, count);
            headPosition += count;
        } else {
            count = readGuarded(target, offset, length);
        }
        delivered += Math.max(0, count);
        return count;
    }

    private int readGuarded(byte[] target, int offset, int length) throws IOException {
        rethrow();
        try {
            return in.read(target, offset, length);
        } catch (IOException | RuntimeException e) {
            failure = rootOf(e);
            rethrow();
            throw e;
        }
    }

    private void rethrow() throws IOException {
        if (failure instanceof IOException e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
    }

    private Exception rootOf(Exception thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof FindingException finding) {
                return finding;
            }
            if (cause instanceof StoreException store) {
                return store;
            }
        }
        return new FindingException(explain.apply(thrown), thrown);
    }

    /** Reads to the end, so that whatever is verified there is verified. */
    public void drain() throws IOException {
        byte[] rest = new byte[Head.SIZE];
        while (read(rest, 0, rest.length) >= 0) {
            // Only the end matters.
        }
    }

    /** How many bytes were read from it so far. */
    public long delivered() {
        return delivered;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
