package dev.muster.report.drill;

/** Asks the trigger function to start what waits, now that a task has ended. */
@FunctionalInterface
public interface NextDrills {
    /**
     * Asks, and does not wait for it.
     *
     * @throws dev.muster.contract.MusterException DISPATCH_FAILED; it is worth a retry
     */
    void dispatch();
}
