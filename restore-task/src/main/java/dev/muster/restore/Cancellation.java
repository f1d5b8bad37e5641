package dev.muster.restore;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends the work of a thread early: it says so to whoever asks, and wakes the thread where it waits.
 * Outside of such work it leaves the thread alone, so that results can still be written.
 */
public final class Cancellation {
    private @Nullable Thread working;
    private @Nullable Instant cancelledAt;

    /** Asks for the end; may be called at any time, by any thread. */
    public synchronized void cancel() {
        cancelledAt = Instant.now();
        if (working != null) {
            working.interrupt();
        }
    }

    public synchronized boolean isCancelled() {
        return cancelledAt != null;
    }

    /** When the end was asked for, if it was. */
    public synchronized Optional<Instant> cancelledAt() {
        return Optional.ofNullable(cancelledAt);
    }

    /** Does work that can be ended early. */
    public <T> T during(Supplier<T> work) {
        synchronized (this) {
            working = Thread.currentThread();
        }
        try {
            return work.get();
        } finally {
            leave();
        }
    }

    private synchronized void leave() {
        working = null;
        if (Thread.interrupted() && cancelledAt == null) {
            Thread.currentThread().interrupt();
        }
    }
}
