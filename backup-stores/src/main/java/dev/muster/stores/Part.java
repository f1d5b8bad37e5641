package dev.muster.stores;

import dev.muster.stores.StoreException.Kind;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Fetches one stretch of an object into memory, taking it up again where it was cut. Its bytes can
 * be read while more of them arrive.
 */
final class Part implements Runnable {
    private static final int MOST_RESUMES = 100;
    private static final int READ = 1 << 17;

    final byte[] bytes;
    final int length;
    private final long from;
    private final RangeSource source;
    private final Transfer transfer;
    private final AtomicInteger resumed;

    private int filled;
    private @Nullable StoreException failure;
    private RangeSource.@Nullable Body body;
    private volatile boolean stopped;

    /**
     * @param bytes of {@code length} or more, filled from its beginning
     * @param resumed counts how often a connection was taken up again
     */
    Part(
            RangeSource source,
            Transfer transfer,
            AtomicInteger resumed,
            long from,
            int length,
            byte[] bytes) {
        this.source = source;
        this.transfer = transfer;
        this.resumed = resumed;
        this.from = from;
        this.length = length;
        this.bytes = bytes;
    }

    @Override
    public void run() {
        try {
            fill();
        } catch (StoreException e) {
            fail(e);
        } catch (RuntimeException | Error e) {
            // Whoever waits for this part must hear of it, whatever it is.
            fail(new StoreException(Kind.FAILED, "reading failed: " + e, e));
        }
    }

    /** How many bytes there are, once there are more than {@code known}. */
    synchronized int awaitMoreThan(int known) throws StoreException {
        while (filled <= known && failure == null && filled < length) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StoreException(Kind.CUT, "reading was interrupted", e);
            }
        }
        if (filled <= known && failure != null) {
            throw failure;
        }
        return filled;
    }

    synchronized void stop() {
        stopped = true;
        if (body != null) {
            body.abort();
        }
        notifyAll();
    }

    private void fill() throws StoreException {
        int barren = 0;
        int resumes = 0;
        while (true) {
            int before = filled;
            try {
                refuseStopped();
                receive();
                return;
            } catch (StoreException e) {
                if (stopped || !Attempts.mayPass(e.kind())) {
                    throw e;
                }
                barren = filled > before ? 1 : barren + 1;
                if (barren >= transfer.attempts() || ++resumes > MOST_RESUMES) {
                    throw new StoreException(
                            e.kind(),
                            e.getMessage()
                                    + "; given up at byte "
                                    + (from + filled)
                                    + " after "
                                    + (resumes + 1)
                                    + " attempts",
                            e);
                }
            }
            resumed.incrementAndGet();
            Attempts.pause(transfer, barren);
        }
    }

    private void receive() throws StoreException {
        RangeSource.Body answer = source.open(from + filled, length - filled);
        take(answer);
        try {
            refuseStopped();
            Pace pace = new Pace(transfer);
            while (filled < length) {
                int read = answer.read(bytes, filled, Math.min(READ, length - filled));
                if (read < 0) {
                    throw new StoreException(
                            Kind.CUT,
                            "the connection ended " + (length - filled) + " bytes early",
                            null);
                }
                advance(read);
                pace.moved(read);
            }
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw source.failure(e);
        } finally {
            take(null);
            answer.abort();
        }
    }

    private void refuseStopped() throws StoreException {
        if (stopped) {
            throw new StoreException(Kind.CUT, "reading was stopped", null);
        }
    }

    private synchronized void take(RangeSource.@Nullable Body answer) {
        body = answer;
    }

    private synchronized void advance(int read) {
        filled += read;
        notifyAll();
    }

    private synchronized void fail(StoreException e) {
        failure = e;
        notifyAll();
    }
}
