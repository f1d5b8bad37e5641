package dev.muster.report.drill;

import dev.muster.contract.MusterException;
import org.jspecify.annotations.Nullable;

/** Lets steps that do not need one another all be tried, and fails with the first that failed. */
public final class Failures {
    private @Nullable MusterException first;

    /** Notes that a step has failed. */
    public void add(MusterException failure) {
        if (first == null) {
            first = failure;
        } else {
            first.addSuppressed(failure);
        }
    }

    /** Tries a step. */
    public void run(Runnable step) {
        try {
            step.run();
        } catch (MusterException e) {
            add(e);
        }
    }

    /** Throws the first failure, with the others in it. */
    public void throwIfAny() {
        if (first != null) {
            throw first;
        }
    }
}
