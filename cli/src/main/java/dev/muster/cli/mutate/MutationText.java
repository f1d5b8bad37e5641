package dev.muster.cli.mutate;

import dev.muster.cli.mutate.Mutant.Fate;
import dev.muster.cli.terminal.Quantities;
import dev.muster.cli.terminal.Screen;
import java.util.List;
import java.util.Locale;

/** Shows on a screen what a mutation drill found: the rate, every survivor, and what did not count. */
public final class MutationText {
    private MutationText() {}

    public static void show(Screen screen, MutationReport report) {
        screen.line("");
        Double rate = report.killRate();
        screen.fact(
                "kill rate",
                rate == null
                        ? "not known: no kind of damage was tried"
                        : "%d of %d kinds of damage were noticed (%d %%), in %s, with seed %d"
                                .formatted(
                                        report.killed(),
                                        report.killed() + report.survived(),
                                        (long) Math.floor(rate * 100),
                                        Quantities.seconds(report.seconds()),
                                        report.seed()));
        list(screen, report, Fate.KILLED);
        list(screen, report, Fate.SURVIVED);
        list(screen, report, Fate.NOT_APPLICABLE);
        list(screen, report, Fate.NOT_RUN);
    }

    private static void list(Screen screen, MutationReport report, Fate fate) {
        List<Mutant> some = report.mutants().stream().filter(m -> m.fate() == fate).toList();
        if (some.isEmpty()) {
            return;
        }
        screen.line("");
        screen.line("  " + heading(fate, some.size()));
        for (Mutant each : some) {
            screen.line("    %-24s%s".formatted(each.kind(), said(each)));
            if (fate == Fate.SURVIVED) {
                screen.line("    %-24s%s: %s".formatted("", each.object(), each.what()));
            }
        }
    }

    private static String heading(Fate fate, int number) {
        return switch (fate) {
            case KILLED -> number + " killed: the drill was not proven, or named the damage";
            case SURVIVED -> number + " SURVIVED: the drill was proven as if nothing were wrong";
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
