package dev.muster.stores;

import dev.muster.stores.StoreException.Kind;

/** Tells a connection that only drips from one that flows. */
final class Pace {
    private final long window;
    private final long least;
    private long since = System.nanoTime();
    private long bytes;

    Pace(Transfer transfer) {
        this.window = transfer.silence().toNanos();
        this.least = transfer.slowest() * Math.max(1, transfer.silence().toSeconds());
    }

    /**
     * @throws StoreException of kind TIMED_OUT where too few bytes came for too long
     */
    void moved(int read) throws StoreException {
        bytes += read;
        long now = System.nanoTime();
        if (now - since < window) {
            return;
        }
        if (bytes < least) {
            throw new StoreException(
                    Kind.TIMED_OUT,
                    "only " + bytes + " bytes came in " + (now - since) / 1_000_000_000L + " s",
                    null);
        }
        since = now;
        bytes = 0;
    }
}
