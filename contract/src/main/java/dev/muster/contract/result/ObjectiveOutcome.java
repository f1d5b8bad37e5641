package dev.muster.contract.result;

import org.jspecify.annotations.Nullable;

/**
 * Whether an objective of the plan is met, in seconds.
 *
 * @param met null where it could not be told
 */
public record ObjectiveOutcome(
        double objectiveSeconds, @Nullable Double actualSeconds, @Nullable Boolean met) {}
