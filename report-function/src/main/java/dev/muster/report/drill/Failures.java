package dev.muster.report.drill;

import dev.muster.contract.MusterException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets steps that do not need one another all be tried, and fails with the first that failed. */
public final class Failures {
    private @Nullable MusterException first;

    /** Tries a step; one that meets a defect of ours keeps the others from nothing, either. */
    public void run(Runnable step) {
        try {
            step.run();
        } catch (MusterException e) {
            add(e);
        } catch (RuntimeException e) {
            add(
                    new MusterException(
                            "DEFECT",
                            "a step failed: " + defect(e),
                            "report it: this is a defect of Muster's own",
                            e));
        }
    }

    private void add(MusterException failure) {
        if (first == null) {
            first = failure;
        } else {
            first.addSuppressed(failure);
        }
    }

    /** The first failure; nothing where all went well. */
    public Optional<MusterException> first() {
        return Optional.ofNullable(first);
    }

    /** Where a defect of ours lies; its message might hold what is nobody's business. */
    public static String defect(RuntimeException e) {
        StackTraceElement[] trace = e.getStackTrace();
        return e.getClass().getSimpleName() + (trace.length == 0 ? "" : " at " + trace[0]);
    }

    /** Throws the first failure, with the others in it. */
    public void throwIfAny() {
        if (first != null) {
            throw first;
        }
    }
}
