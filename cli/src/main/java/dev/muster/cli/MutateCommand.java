package dev.muster.cli;

import dev.muster.cli.terminal.ProgressDisplay;
import dev.muster.cli.terminal.Screen;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Verdict;
import dev.muster.contract.plan.OnlySpec;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.Span;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.Mutations;
import dev.muster.records.History;
import dev.muster.restore.Cancellation;
import dev.muster.restore.Drill;
import dev.muster.restore.DrillOrder;
import dev.muster.restore.Interruption;
import dev.muster.restore.mutate.MutationDrill;
import dev.muster.restore.mutate.MutationOrder;
import dev.muster.stores.Secrets;
import dev.muster.trigger.Locate;
import dev.muster.trigger.Located;
import dev.muster.trigger.Located.Chosen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
            "be told (the backup is not proven to begin with, nothing was tried, or it was",
            "interrupted), 64 usage or configuration."
        })
final class MutateCommand implements Callable<Integer> {
    private static final int SURVIVORS = 1;
    private static final int NOT_TOLD = 2;

    private final Screen screen;
    private final Map<String, String> environment = System.getenv();
    private final Cancellation cancellation = new Cancellation();

    @Mixin private PlanOrFile backup;

    @Option(
            names = "--time-limit",
            paramLabel = "SPAN",
            defaultValue = "10m",
            description = "How long damaging and drilling copies may take (${DEFAULT-VALUE}).")
    private String timeLimit = "10m";

    @Option(
            names = "--kinds",
            paramLabel = "KIND",
            split = ",",
            description = "Only these kinds of damage; docs/mutate.md lists them.")
    private List<String> kinds = new ArrayList<>();

    @Mixin private PlanOptions plans;

    @Mixin private RecordsOption records;

    @Mixin private OutputOptions outputs;

    MutateCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        long seed = backup.seed();
        MutationOrder mutations = new MutationOrder(kinds, seed, span());
        Plan plan = whole(backup.planBesideSeed(plans));
        DrillOutput output = outputs.with(null);
        output.check();
        Telling telling = new Telling(screen, output);
        try (Interruption interruption = new Interruption(cancellation::cancel)) {
            int code = run(plan, seed, mutations, telling);
            interruption.ended(code);
            return code;
        }
    }

    private int run(Plan plan, long seed, MutationOrder mutations, Telling telling) {
        Screen people = telling.screen();
        Secrets secrets = new Secrets(environment, people::warning);
        try (Located located = Locate.run(plan, secrets, Instant.now(), seed)) {
            if (located.chosen().isEmpty()) {
                people.problem("no backup was found to damage copies of", "see `muster list`");
                return NOT_TOLD;
            }
            DrillOrder order = order(plan, located, located.chosen().getFirst());
            DrillResult result;
            try (ProgressDisplay progress = ProgressDisplay.on(people)) {
                Drill drill = new Drill(order, secrets, progress, cancellation::isCancelled);
                result =
                        cancellation.during(() ->
                                MutationDrill.run(
                                        drill,
                                        order,
                                        mutations,
                                        progress,
                                        cancellation::isCancelled));
            }
            telling.tell(result);
            return tell(result, people);
        }
    }

    private DrillOrder order(Plan plan, Located located, Chosen chosen) {
        return new DrillOrder(
                "mutate-" + UUID.randomUUID().toString().substring(0, 8),
                plan.ofBackupAlone(),
                chosen.backup(),
                chosen.facts(),
                0,
                chosen.findings(),
                located.newestBackupAt(),
                backup.isFile() ? null : before -> earlier(plan.name(), before),
                environment);
    }

    private Optional<DrillResult> earlier(String plan, Instant backupTime) {
        return History.read(records.store(plans), plan).lastProvenBefore(plan, backupTime);
    }

    private int tell(DrillResult result, Screen people) {
        Mutations mutations = result.mutations();
        if (result.verdict() != Verdict.PROVEN || mutations == null) {
            people.problem(
                    "copies of a backup that is not proven are not damaged: nothing would be told"
                            + " apart",
                    "see above why it is not proven");
            return NOT_TOLD;
        }
        MutationText.show(people, mutations);
        if (mutations.survived() > 0) {
            return SURVIVORS;
        }
        boolean told =
                result.findings().stream()
                        .noneMatch(f -> f.code() == FindingCode.MUTATIONS_NOT_TRIED);
        return told && !cancellation.isCancelled() ? ExitCode.OK : NOT_TOLD;
    }

    /** Damage to what a plan leaves out would not be noticed. */
    private static Plan whole(Plan plan) {
        OnlySpec everything = new OnlySpec(List.of(), List.of());
        return plan.withRestore(plan.restore().with(everything, false));
    }

    private Duration span() {
        return OptionValue.of("--time-limit", "TIME_LIMIT_INVALID", () -> Span.parse(timeLimit))
                .duration();
    }
}
