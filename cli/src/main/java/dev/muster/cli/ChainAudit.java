package dev.muster.cli;

import dev.muster.cli.terminal.Screen;
import dev.muster.records.Audit;
import dev.muster.records.RecordStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks chains of records, and tells of each whether it is as it was written. */
final class ChainAudit {
    /** A chain is not as it was written. */
    private static final int BROKEN_CHAIN = 1;

    private static final int NAMED = 3;

    private final Screen screen;
    private final RecordStore store;

    ChainAudit(Screen screen, RecordStore store) {
        this.screen = screen;
        this.store = store;
    }

    /**
     * Checks the plans' chains.
     *
     * @param known a digest that was noted elsewhere, or null
     * @return the exit code
     */
    int run(List<String> plans, @Nullable String known) {
        int code = ExitCode.OK;
        for (String plan : plans) {
            Audit found = Audit.of(store, plan, known);
            if (found.firstBreak().isPresent()) {
                screen.problem(
                        plan + ": " + found.firstBreak().get(),
                        "the records were changed after they were written; compare with another"
                                + " copy, or with the bucket's earlier versions");
                code = BROKEN_CHAIN;
            } else {
                screen.line(
                        "%s: %d records as written, the newest has SHA-256 %s"
                                .formatted(plan, found.records(), found.head()));
            }
            tellUnrecorded(plan, found.unrecorded());
        }
        if (plans.isEmpty()) {
            screen.line("no drill is recorded");
        }
        return code;
    }

    private void tellUnrecorded(String plan, List<String> names) {
        if (!names.isEmpty()) {
            screen.warning(
                    "%s: %d results have no record: their drills are just ending, or records were"
                                    .formatted(plan, names.size())
                            + " taken away: "
                            + String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                            + (names.size() > NAMED ? ", …" : ""));
        }
    }
}
