package dev.muster.contract.result;

import org.jspecify.annotations.Nullable;

/**
 * The plan's objectives beside the verdict.
 *
 * @param rto recovery time: fetch and restore together against what the plan allows
 * @param rpo recovery point: the age of the newest backup against what the plan allows
 */
public record Objectives(@Nullable ObjectiveOutcome rto, @Nullable ObjectiveOutcome rpo) {}
