package dev.muster.cli;

import dev.muster.cli.terminal.Screen;
import dev.muster.contract.ContractJson;
import dev.muster.contract.MusterException;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.LastRestorable;
import dev.muster.report.render.TextSummary;
import dev.muster.report.render.TrueRecoveryPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;

/** Shows the results of a run's drills on the screen, and writes them to where they are wanted. */
final class Telling {
    /** A broken drill whose last restorable backup is still being looked for. */
    private record Pending(DrillResult result, int place) {}

    private final Screen screen;
    private final Screen standardOutput;
    private final DrillOutput output;
    private final List<Pending> pending = new ArrayList<>();
    private final List<DrillResult> unprinted = new ArrayList<>();
    private int drills;

    /** The screen that people read gives way where standard output is the result's. */
    Telling(Screen screen, DrillOutput output) {
        this.screen = output.takesStandardOutput() ? screen.onErr() : screen;
        this.standardOutput = screen;
        this.output = output;
    }

    /** For people. */
    Screen screen() {
        return screen;
    }

    /** Tells of a drill of which everything is known. */
    void tell(DrillResult result) {
        int place = ++drills;
        show(result);
        list(() -> output.write(result, place));
        if (pending.isEmpty()) {
            print(result);
        } else {
            unprinted.add(result);
        }
    }

    /** Tells of a broken drill at once; {@link #complete} tells the rest and records it. */
    void tellFirst(DrillResult result) {
        Pending one = new Pending(result, ++drills);
        pending.add(one);
        show(result);
        list(() -> output.writeFiles(result, one.place()));
    }

    /** Tells what was found in place of the broken backups, and records their drills with it. */
    void complete(LastRestorable found) {
        screen.line("");
        screen.fact(
                "true rpo",
                TrueRecoveryPoint.sentence(found, pending.getFirst().result().objectives().rpo()));
        screen.fact("", TrueRecoveryPoint.scope(found));
        for (Pending one : pending) {
            DrillResult whole = one.result().with(found);
            list(() -> output.write(whole, one.place()));
            print(whole);
        }
        pending.clear();
        unprinted.forEach(this::print);
        unprinted.clear();
    }

    /** Records the broken drills that nothing was found for: their verdicts stand all the same. */
    void completeAsTheyAre() {
        for (Pending one : pending) {
            list(() -> output.write(one.result(), one.place()));
            print(one.result());
        }
        pending.clear();
        unprinted.forEach(this::print);
        unprinted.clear();
    }

    private void show(DrillResult result) {
        screen.line("");
        screen.text(emphasised(screen.safe(TextSummary.render(result)), result.verdict()));
    }

    private void list(Supplier<SequencedMap<String, String>> writing) {
        try {
            SequencedMap<String, String> written = writing.get();
            if (!written.isEmpty()) {
                screen.line("");
                written.forEach((what, where) -> screen.line("  %-10s%s".formatted(what, where)));
            }
        } catch (MusterException e) {
            // The verdict stands; that its evidence could not be stored is said beside it.
            screen.problem(e.getMessage() + " [" + e.code() + "]", e.hint());
        }
    }

    private void print(DrillResult result) {
        if (output.takesStandardOutput()) {
            standardOutput.text(ContractJson.write(result));
        }
    }

    private String emphasised(String summary, Verdict verdict) {
        String word = verdict.name();
        Screen.Style style =
                switch (verdict) {
                    case PROVEN -> Screen.Style.GREEN;
                    case BROKEN -> Screen.Style.RED;
                    case UNPROVEN -> Screen.Style.YELLOW;
                };
        return summary.replaceFirst("\\b" + word + "\\b", screen.styled(style, word));
    }
}
