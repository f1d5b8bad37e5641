package dev.muster.cli;

import dev.muster.cli.terminal.Quantities;
import dev.muster.cli.terminal.Screen;
import dev.muster.contract.plan.Plan;
import dev.muster.stores.Candidate;
import dev.muster.stores.Candidate.ListedCopy;
import dev.muster.stores.Secrets;
import dev.muster.stores.StoreListing;
import dev.muster.trigger.Inventory;
import dev.muster.trigger.Locate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a plan's stores hold, and which backups a drill could pick. */
@Command(
        name = "list",
        description = "What each store of a plan holds, and what would be picked.",
        mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
    private static final int USUALLY_SHOWN = 20;

    private final Screen screen;

    @Parameters(paramLabel = "PLAN", description = "The plan's name.")
    private String plan;

    @Option(names = "--all", description = "Every backup, and not the newest 20 alone.")
    private boolean all;

    @Mixin private PlanOptions plans;

    ListCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        Plan chosen = plans.plan(plan);
        Secrets secrets = new Secrets(System.getenv(), this::warn);
        Instant now = Instant.now();
        Inventory inventory = Locate.list(chosen, secrets, now);
        boolean failed = false;
        for (StoreListing store : inventory.stores()) {
            tell(store);
            failed |= !store.complete();
        }
        screen.line("");
        tell(inventory, now);
        return failed ? ExitCode.DEFECT : ExitCode.OK;
    }

    private void tell(StoreListing store) {
        screen.line(
                "store %d  %s: %s"
                        .formatted(
                                store.store() + 1,
                                store.name(),
                                backups(store.backups(), store.bytes())));
        if (store.failure() != null) {
            screen.problem("%s".formatted(store.failure().getMessage()), null);
        } else if (store.backups() == 0 && store.stranger() != null) {
            screen.problem(
                    "none of its %s objects matches the plan's pattern, for example \"%s\""
                            .formatted(Quantities.count(store.objects()), store.stranger()),
                    "compare backups.pattern with this name");
        }
    }

    private void tell(Inventory inventory, Instant now) {
        Set<String> eligible =
                inventory.eligible().stream()
                        .map(Candidate::key)
                        .collect(Collectors.toCollection(HashSet::new));
        List<Candidate> backups = inventory.backups();
        List<Candidate> shown =
                all ? backups : backups.subList(0, Math.min(USUALLY_SHOWN, backups.size()));
        if (!shown.isEmpty()) {
            screen.line("  made at                 age        size  stores  backup");
        }
        for (Candidate each : shown) {
            screen.line(line(each, now) + (eligible.contains(each.key()) ? "  *" : ""));
        }
        if (shown.size() < backups.size()) {
            screen.line("  and %d more: --all".formatted(backups.size() - shown.size()));
        }
        screen.line(
                eligible.isEmpty()
                        ? "none of them could be picked: a drill would say broken"
                        : "* %d could be picked".formatted(eligible.size()));
    }

    private static String line(Candidate backup, Instant now) {
        String stores =
                backup.copies().stream()
                        .map(ListedCopy::store)
                        .map(place -> String.valueOf(place + 1))
                        .collect(Collectors.joining(","));
        return "  %-20s  %7s  %10s  %6s  %s"
                .formatted(
                        backup.createdAt().truncatedTo(ChronoUnit.SECONDS),
                        age(Duration.between(backup.createdAt(), now)),
                        Quantities.bytes(backup.size()),
                        stores,
                        backup.key());
    }

    private static String age(Duration age) {
        return age.compareTo(Duration.ofDays(2)) < 0
                ? Math.max(0, age.toHours()) + " h"
                : age.toDays() + " days";
    }

    private static String backups(long number, long bytes) {
        return number == 1
                ? "1 backup, " + Quantities.bytes(bytes)
                : Quantities.count(number) + " backups, " + Quantities.bytes(bytes);
    }

    private void warn(String text) {
        screen.problem(text, null);
    }
}
