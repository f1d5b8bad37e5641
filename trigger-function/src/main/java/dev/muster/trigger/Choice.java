package dev.muster.trigger;

import dev.muster.contract.result.SelectionFacts;
import dev.muster.stores.Candidate;

/** A candidate, and why it was taken. */
public record Choice(Candidate candidate, SelectionFacts facts) {}
