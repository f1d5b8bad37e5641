package dev.muster.cli;

import dev.muster.cli.terminal.Quantities;
import dev.muster.cli.terminal.Screen;
import dev.muster.contract.result.Mutant;
import dev.muster.contract.result.Mutant.Fate;
import dev.muster.contract.result.Mutations;
import java.util.List;
import java.util.Locale;

/** Shows on a screen what became of every kind of damage that a mutation drill tried. */
final class MutationText {
    private static final String LINE = "    %-28s%s";

    private MutationText() {}

    static void show(Screen screen, Mutations mutations) {
        for (Fate fate : Fate.values()) {
            list(screen, mutations, fate);
        }
        screen.line("");
        Double rate = mutations.killRate();
        screen.fact(
                "kill rate",
                rate == null
                        ? "not known: no kind of damage counts"
                        : "%d %%: %d of %d kinds of damage were noticed, in %s, with seed %d"
                                .formatted(
                                        (long) Math.floor(rate * 100),
                                        mutations.killed(),
                                        mutations.killed() + mutations.survived(),
                                        Quantities.seconds(mutations.seconds()),
                                        mutations.seed()));
    }

    private static void list(Screen screen, Mutations mutations, Fate fate) {
        List<Mutant> some = mutations.of(fate);
        if (some.isEmpty()) {
            return;
        }
        screen.line("");
        screen.line("  " + heading(fate, some.size()));
        for (Mutant each : some) {
            if (fate == Fate.SURVIVED || fate == Fate.CHANGED_NOTHING) {
                String done = "%s: %s".formatted(each.object(), each.what());
                screen.line(screen.safe(LINE.formatted(each.kind(), done)));
                screen.line(screen.safe(LINE.formatted("", each.reason())));
            } else {
                screen.line(screen.safe(LINE.formatted(each.kind(), said(each))));
            }
        }
    }

    private static String heading(Fate fate, int number) {
        return switch (fate) {
            case KILLED -> number + " killed: the drill was not proven, or named the damage";
            case SURVIVED -> number + " SURVIVED: the drill was proven as if nothing were wrong";
            case CHANGED_NOTHING -> number + " changed nothing; they do not count";
            case NOT_APPLICABLE -> number + " not applicable; they do not count";
            case NOT_RUN -> number + " not run; they do not count";
        };
    }

    private static String said(Mutant mutant) {
        if (mutant.reason() != null) {
            return mutant.reason();
        }
        String verdict = mutant.verdict() == null ? "" : mutant.verdict().name();
        return "%s, %s (%s)"
                .formatted(
                        verdict.toLowerCase(Locale.ROOT),
                        mutant.finding() == null ? "no finding of its own" : mutant.finding(),
                        mutant.object());
    }
}
