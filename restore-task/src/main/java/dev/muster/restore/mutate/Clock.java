package dev.muster.restore.mutate;

import dev.muster.contract.result.Mutant.Fate;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/** How much time a mutation drill has left, and whether it is to end. */
final class Clock {
    private final long start = System.nanoTime();
    private final long end;
    private final BooleanSupplier cancelled;

    Clock(Duration limit, BooleanSupplier cancelled) {
        end = start + limit.toNanos();
        this.cancelled = cancelled;
    }

    /** Whether whoever runs it wants it to end. */
    boolean interrupted() {
        return cancelled.getAsBoolean();
    }

    /** Whether what runs is to end. */
    boolean over() {
        return interrupted() || System.nanoTime() - end > 0;
    }

    Duration left() {
        long nanos = end - System.nanoTime();
        return nanos > 0 ? Duration.ofNanos(nanos) : Duration.ZERO;
    }

    /** Since it began. */
    double seconds() {
        return Math.round((System.nanoTime() - start) / 1e6) / 1000.0;
    }

    /**
     * Refuses what cannot end in time.
     *
     * @param seconds that it took the last time
     */
    void need(double seconds) throws Uncounted {
        if (interrupted()) {
            throw new Uncounted(Fate.NOT_RUN, "the run was interrupted");
        }
        double left = left().toMillis() / 1000.0;
        if (left <= 0) {
            throw new Uncounted(Fate.NOT_RUN, "the time limit was reached");
        }
        if (seconds > left) {
            throw new Uncounted(
                    Fate.NOT_RUN,
                    String.format(
                            Locale.ROOT,
                            "it takes some %.0f s, and %.0f s of the time limit were left",
                            Math.ceil(seconds),
                            left));
        }
    }
}
