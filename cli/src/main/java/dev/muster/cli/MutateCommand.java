package dev.muster.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.muster.cli.mutate.MutationReport;
import dev.muster.cli.mutate.MutationText;
import dev.muster.cli.mutate.Mutations;
import dev.muster.cli.terminal.ProgressDisplay;
import dev.muster.cli.terminal.Screen;
import dev.muster.contract.ContractJson;
import dev.muster.contract.MusterException;
import dev.muster.contract.Stage;
import dev.muster.contract.plan.InvalidOption;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.Span;
import dev.muster.report.render.TextSummary;
import dev.muster.restore.Drill;
import dev.muster.restore.DrillOrder;
import dev.muster.stores.Secrets;
import dev.muster.trigger.Locate;
import dev.muster.trigger.Located;
import dev.muster.trigger.Located.Chosen;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Damages copies of a backup in many ways and tells which of them a drill would notice. */
@Command(
        name = "mutate",
        description = {
            "Drills a backup, then damages copies of it in many ways, drills each, and tells which",
            "damage was noticed. The backup itself is never touched."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 every damage that was tried was noticed, 1 some survived, 2 it could not",
            "be told (the backup is not proven to begin with, or nothing was tried), 64 usage."
        })
final class MutateCommand implements Callable<Integer> {
    private static final int SURVIVORS = 1;

    private final Screen screen;
    private final Map<String, String> environment = System.getenv();
    private final Cancellation cancellation = new Cancellation();

    @ArgGroup(multiplicity = "1")
    private What what = new What();

    /** Whose copies are damaged: a plan's backup, or a file. */
    static final class What {
        @Parameters(paramLabel = "PLAN", description = "The name of a plan in muster.yaml.")
        private @Nullable String plan;

        @Option(names = "--file", paramLabel = "BACKUP", description = "A backup's file; no plan.")
        private @Nullable Path file;
    }

    @Mixin private FileKeys keys;

    @Mixin private BackupChoice choice;

    @Option(
            names = "--time-limit",
            paramLabel = "SPAN",
            defaultValue = "10m",
            description = "After which no more is damaged (default: ${DEFAULT-VALUE}).")
    private String timeLimit = "10m";

    @Option(
            names = "--kinds",
            paramLabel = "KIND",
            split = ",",
            description = "Only these kinds of damage; docs/mutate.md lists them.")
    private List<String> kinds = new ArrayList<>();

    @Option(names = "--json", paramLabel = "FILE", description = "Write the outcome as JSON.")
    private @Nullable Path json;

    @Mixin private PlanOptions plans;

    MutateCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        long chosenSeed = choice.seed();
        if (json != null) {
            OutputFile.check(json);
        }
        Secrets secrets = new Secrets(environment, screen::warning);
        Plan plan = plan();
        try (Interruption interruption = new Interruption(cancellation::cancel);
                ProgressDisplay progress = ProgressDisplay.on(screen)) {
            Mutations mutations =
                    new Mutations(
                            kinds,
                            chosenSeed,
                            span().duration(),
                            cancellation::isCancelled,
                            kind -> progress.noted(Stage.VERIFY, "damage: " + kind));
            int code = run(plan, secrets, chosenSeed, progress, mutations);
            interruption.ended(code);
            return code;
        }
    }

    private int run(
            Plan plan,
            Secrets secrets,
            long chosenSeed,
            ProgressDisplay progress,
            Mutations mutations) {
        try (Located located = Locate.run(plan, secrets, Instant.now(), chosenSeed)) {
            if (located.chosen().isEmpty()) {
                screen.problem("no backup was found to damage copies of", "see `muster list`");
                return ExitCode.DEFECT;
            }
            Chosen chosen = located.chosen().getFirst();
            DrillOrder order = order(plan, located, chosen);
            Drill drill = new Drill(order, secrets, progress, cancellation::isCancelled);
            Mutations.Outcome outcome =
                    cancellation.during(() -> mutations.run(drill, order, chosen.backup()));
            progress.close();
            return tell(outcome);
        }
    }

    private DrillOrder order(Plan plan, Located located, Chosen chosen) {
        return new DrillOrder(
                "mutate-" + UUID.randomUUID().toString().substring(0, 8),
                plan,
                chosen.backup(),
                chosen.facts(),
                0,
                chosen.findings(),
                located.newestBackupAt(),
                null,
                environment);
    }

    private int tell(Mutations.Outcome outcome) {
        screen.line("");
        screen.text(screen.safe(TextSummary.render(outcome.drill())));
        MutationReport report = outcome.report();
        if (report == null) {
            screen.problem(
                    "copies of a backup that is not proven are not damaged: nothing would be told"
                            + " apart",
                    "see why it is not proven");
            return ExitCode.DEFECT;
        }
        MutationText.show(screen, report);
        if (json != null) {
            OutputFile.write(json, written(report) + "\n");
            screen.line("");
            screen.fact("outcome", json.toString());
        }
        if (report.survived() > 0) {
            return SURVIVORS;
        }
        return report.killed() > 0 ? ExitCode.OK : ExitCode.DEFECT;
    }

    private static String written(MutationReport report) {
        try {
            return ContractJson.mapper().writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report cannot be written as JSON", e);
        }
    }

    private Plan plan() {
        if (what.file != null) {
            return keys.planOf(what.file);
        }
        keys.refuse();
        choice.check();
        return choice.applied(plans.plan("" + what.plan));
    }

    private Span span() {
        try {
            return Span.parse(timeLimit);
        } catch (InvalidOption e) {
            throw new MusterException(
                    "TIME_LIMIT_INVALID", "--time-limit: " + e.getMessage(), e.hint(), e);
        }
    }
}
