package dev.muster.restore.verify;

import dev.muster.contract.FindingCode;
import org.jspecify.annotations.Nullable;

/** What came of one rule. No text in it holds a row's value, but a number that may be shown. */
sealed interface RuleAnswer {
    /**
     * It holds.
     *
     * @param rows how many rows it has seen for sure; null where that cannot be told
     */
    record Held(@Nullable Long rows) implements RuleAnswer {}

    /** It was asked and does not hold. */
    record Failed(FindingCode code, String why, @Nullable Long expected, @Nullable Long actual)
            implements RuleAnswer {
        static Failed of(FindingCode code, String why) {
            return new Failed(code, why, null, null);
        }
    }

    /**
     * It could not be asked, through a fault of its own.
     *
     * @param hint what to do about it, or null for what is usually done
     */
    record Wrong(String why, @Nullable String hint) implements RuleAnswer {}

    /** What it is about did not come back, which the restore has a finding or an excuse for. */
    record Explained(Explanation explanation) implements RuleAnswer {}

    /** The drill had no time left for it. */
    record NotRun(String why) implements RuleAnswer {}
}
