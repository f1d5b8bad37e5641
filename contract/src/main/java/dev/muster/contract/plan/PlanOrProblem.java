package dev.muster.contract.plan;

import dev.muster.contract.MusterException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One of a file's plans, or what is wrong with it: the other is null.
 *
 * @param problem all problems of this plan, each with its line
 */
public record PlanOrProblem(@Nullable Plan plan, @Nullable MusterException problem) {
    public PlanOrProblem {
        if ((plan == null) == (problem == null)) {
            throw new IllegalArgumentException("a plan or a problem, and not both");
        }
    }

    /**
     * The plan.
     *
     * @throws MusterException what is wrong with it
     */
    public Plan get() {
        if (problem != null) {
            throw problem;
        }
        return Objects.requireNonNull(plan);
    }
}
