package dev.muster.cli;

import dev.muster.cli.terminal.Screen;
import dev.muster.records.Audit;
import dev.muster.records.History;
import dev.muster.records.RecordStore;
import dev.muster.report.history.HistoryPage;
import dev.muster.report.history.HistoryText;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the drills of the past, and whether their records are as they were written. */
@Command(
        name = "history",
        description = "Verdicts and restore speed of past drills.",
        mixinStandardHelpOptions = true)
final class HistoryCommand implements Callable<Integer> {
    private final Screen screen;

    @Parameters(
            paramLabel = "PLAN",
            arity = "0..1",
            description = "One plan's drills; left out, all plans'.")
    private @Nullable String plan;

    @Option(names = "--audit", description = "The same as `muster audit verify` afterwards.")
    private boolean audit;

    @Option(names = "--html", description = "Write the overview as index.html beside the records.")
    private boolean html;

    @Mixin private PlanOptions plans;

    @Mixin private RecordsOption records;

    HistoryCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        RecordStore store = records.store(plans);
        History history = History.read(store, plan);
        screen.text(
                HistoryText.render(history, screen.width(), screen.terminal() && screen.unicode()));
        if (html) {
            screen.line("overview  " + HistoryPage.publish(store));
        }
        return audit
                ? new ChainAudit(screen, store)
                        .run(plan == null ? Audit.folders(store) : List.of(plan), null)
                : ExitCode.OK;
    }
}
