package dev.muster.report.render;

import dev.muster.contract.result.Mutant;
import dev.muster.contract.result.Mutations;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Says what a mutation drill found. */
public final class KillRate {
    private KillRate() {}

    /** The rate, with what stands behind it. */
    public static String sentence(Mutations mutations) {
        Double rate = mutations.killRate();
        if (rate == null) {
            return "not known: no damage was tried that counts";
        }
        // Never 100 % as long as one survived.
        return "%d of %d kinds of damage to copies were noticed, %d %%"
                .formatted(
                        mutations.killed(),
                        mutations.killed() + mutations.survived(),
                        (long) Math.floor(rate * 100));
    }

    /** The survivors' names; empty where there is none. */
    public static String survivors(Mutations mutations) {
        return mutations.of(Mutant.Fate.SURVIVED).stream()
                .map(Mutant::kind)
                .collect(Collectors.joining(", "));
    }

    /** How it was made, and what does not count. */
    public static String scope(Mutations mutations) {
        List<String> parts = new ArrayList<>();
        parts.add("seed %d".formatted(mutations.seed()));
        parts.add(
                "%s of %s"
                        .formatted(
                                Amount.duration(mutations.seconds()),
                                Amount.duration(mutations.limitSeconds())));
        add(parts, mutations.changedNothing(), "changed nothing");
        add(parts, mutations.notApplicable(), "not applicable to this backup");
        add(parts, mutations.notRun(), "not run");
        return String.join("; ", parts);
    }

    private static void add(List<String> parts, long n, String what) {
        if (n > 0) {
            parts.add(Amount.count(n) + " " + what);
        }
    }

    /** A fate in a word or two. */
    public static String word(Mutant.Fate fate) {
        return switch (fate) {
            case KILLED -> "✓ noticed";
            case SURVIVED -> "✕ survived";
            case CHANGED_NOTHING -> "– changed nothing";
            case NOT_APPLICABLE -> "– not applicable";
            case NOT_RUN -> "– not run";
        };
    }
}
