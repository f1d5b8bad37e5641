package dev.muster.cli;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends the work of a thread early: it says so to whoever asks, and wakes the thread where it waits.
 * Outside of such work it leaves the thread alone, so that results can still be written.
 */
final class Cancellation {
    private @Nullable Thread working;
    private boolean cancelled;

    /** Asks for the end; may be called at any time, by any thread. */
    synchronized void cancel() {
        cancelled = true;
        if (working != null) {
            working.interrupt();
        }
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }

    /** Does work that can be ended early. */
    <T> T during(Supplier<T> work) {
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
        if (Thread.interrupted() && !cancelled) {
            Thread.currentThread().interrupt();
        }
    }
}
