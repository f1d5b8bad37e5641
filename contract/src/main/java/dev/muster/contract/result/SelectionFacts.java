package dev.muster.contract.result;

import org.jspecify.annotations.Nullable;

/**
 * Why this backup was drilled and not another.
 *
 * @param mode random, latest, oldest, bands, key or walk-back
 * @param within the window as the plan writes it, for example 7d
 * @param seed the seed of a random choice; the same seed over the same candidates repeats it
 * @param candidates how many backups lay in the window
 */
public record SelectionFacts(
        String mode, @Nullable String within, @Nullable Long seed, int candidates, String reason) {}
