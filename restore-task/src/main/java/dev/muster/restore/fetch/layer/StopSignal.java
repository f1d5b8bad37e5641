package dev.muster.restore.fetch.layer;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Says when a fetch must end early: it was cancelled, or its time is over. */
public final class StopSignal {
    private final BooleanSupplier cancelled;
    private final Duration limit;
    private final long deadlineNanos;

    public StopSignal(BooleanSupplier cancelled, Duration limit) {
        this.cancelled = cancelled;
        this.limit = limit;
        this.deadlineNanos = System.nanoTime() + limit.toNanos();
    }

    /**
     * Ends the fetch where it must end.
     *
     * @throws FindingException that says why
     */
    public void check() {
        if (cancelled.getAsBoolean() || Thread.currentThread().isInterrupted()) {
            throw interrupted();
        }
        if (System.nanoTime() - deadlineNanos > 0) {
            throw new FindingException(
                    Finding.of(
                            FindingCode.RESTORE_TIMEOUT,
                            null,
                            "the fetch did not end within %d s".formatted(limit.toSeconds())));
        }
    }

    static FindingException interrupted() {
        return new FindingException(
                Finding.of(FindingCode.INTERRUPTED, null, "the fetch was interrupted"));
    }
}
