package dev.muster.cli;

import dev.muster.cli.terminal.ProgressDisplay;
import dev.muster.cli.terminal.Screen;
import dev.muster.contract.Finding;
import dev.muster.contract.MusterException;
import dev.muster.contract.Stage;
import dev.muster.contract.Verdict;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.result.DrillResult;
import dev.muster.restore.Cancellation;
import dev.muster.restore.Drill;
import dev.muster.restore.DrillOrder;
import dev.muster.restore.Interruption;
import dev.muster.restore.UpgradeRehearsal;
import dev.muster.restore.mutate.MutationDrill;
import dev.muster.restore.postgres.sandbox.Sandbox;
import dev.muster.restore.postgres.server.Installation;
import dev.muster.stores.Secrets;
import dev.muster.stores.listing.Walk;
import dev.muster.stores.listing.WalkBack;
import dev.muster.trigger.Locate;
import dev.muster.trigger.Located;
import dev.muster.trigger.Located.Chosen;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Locates a plan's backups, drills them one after the other, and tells what was found. */
final class DrillRun {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Screen screen;
    private final Telling telling;
    private final DrillOutput output;
    private final Map<String, String> environment;
    private final Cancellation cancellation = new Cancellation();

    DrillRun(Screen screen, DrillOutput output, Map<String, String> environment) {
        telling = new Telling(screen, output);
        this.screen = telling.screen();
        this.output = output;
        this.environment = environment;
    }

    /**
     * Runs the drills.
     *
     * @param seed of a random choice
     * @return the exit code of the gravest verdict
     */
    int run(Plan plan, long seed) {
        output.check();
        Sandbox.hideThisProcess();
        try (Interruption interruption = new Interruption(cancellation::cancel)) {
            int code = drill(plan, seed);
            interruption.ended(code);
            return code;
        }
    }

    private int drill(Plan plan, long seed) {
        Secrets secrets = new Secrets(environment, screen::warning);
        long start = System.nanoTime();
        List<DrillResult> results = new ArrayList<>();
        try (Located located = locate(plan, secrets, seed)) {
            long locating = System.nanoTime() - start;
            for (@Nullable Chosen chosen : chosenOrNone(located)) {
                DrillOrder order = order(plan, located, chosen, locating);
                DrillResult result = upgradable(plan, run(order, secrets));
                results.add(result);
                if (WalkBack.isDue(plan, result)) {
                    telling.tellFirst(result);
                } else {
                    telling.tell(result);
                }
                if (plan.verify().upgrades()) {
                    results.addAll(onNewerVersions(order, result, secrets));
                }
            }
        }
        if (results.stream().anyMatch(result -> WalkBack.isDue(plan, result))) {
            walkBack(plan, secrets, results);
        }
        return gravest(results.stream().map(DrillResult::verdict).toList());
    }

    /** The same result, which says so where an upgrade is asked for and nothing newer is here. */
    private DrillResult upgradable(Plan plan, DrillResult result) {
        if (!UpgradeRehearsal.isDue(plan, result)) {
            return result;
        }
        UpgradeRehearsal rehearsal = new UpgradeRehearsal(result);
        return rehearsal.orNotRehearsed(rehearsal.newer(environment));
    }

    /** The same backup on each newer PostgreSQL that is here: what an upgrade would meet. */
    private List<DrillResult> onNewerVersions(DrillOrder order, DrillResult own, Secrets secrets) {
        if (own.verdict() != Verdict.PROVEN) {
            screen.warning("no upgrade was rehearsed: the backup is not proven as it is");
            return List.of();
        }
        UpgradeRehearsal rehearsal = new UpgradeRehearsal(own);
        List<Installation> newer = rehearsal.newer(environment);
        List<DrillResult> results = new ArrayList<>();
        for (Installation there : newer) {
            if (cancellation.isCancelled()) {
                break;
            }
            screen.line("");
            screen.fact("upgrade", "the same backup on PostgreSQL " + there.version());
            DrillOrder again = rehearsal.order(order, freshId(), there);
            DrillResult result = rehearsal.judged(run(again, secrets));
            telling.tell(result);
            results.add(result);
        }
        return results;
    }

    private void walkBack(Plan plan, Secrets secrets, List<DrillResult> results) {
        try (Walk walk = Walk.of(plan, secrets, Instant.now())) {
            WalkBack back = new WalkBack(plan, walk, results, cancellation::isCancelled);
            telling.complete(
                    back.run(step -> {
                        screen.line("");
                        screen.fact("walk back", step.candidate().key());
                        DrillResult result = run(order(plan, walk, step), secrets);
                        telling.tell(result);
                        return result;
                    }));
        } catch (MusterException e) {
            screen.problem("no older backup: " + e.getMessage() + " [" + e.code() + "]", e.hint());
        } finally {
            telling.completeAsTheyAre();
        }
    }

    private DrillOrder order(Plan plan, Walk walk, Walk.Step step) {
        // Older backups are drilled to find one that restores: with nothing beside it.
        return new DrillOrder(
                freshId(),
                plan.ofBackupAlone(),
                step.backup(),
                step.facts(),
                0,
                step.findings(),
                walk.newestBackupAt(Instant.now()),
                output.earlierDrills(plan.name()),
                environment);
    }

    private Located locate(Plan plan, Secrets secrets, long seed) {
        try (ProgressDisplay progress = ProgressDisplay.on(screen)) {
            String stores =
                    plan.stores().size() == 1 ? "1 store" : plan.stores().size() + " stores";
            progress.started(Stage.LOCATE, "looking into " + stores);
            Located located = Locate.run(plan, secrets, Instant.now(), seed);
            progress.started(Stage.LOCATE, what(located.chosen()));
            progress.ended(Stage.LOCATE);
            return located;
        }
    }

    private static String what(List<Chosen> chosen) {
        return switch (chosen.size()) {
            case 0 -> "no backup to drill";
            case 1 -> {
                Chosen only = chosen.getFirst();
                yield only.backup().key() + ", " + only.facts().reason();
            }
            default -> chosen.size() + " backups, one of each age";
        };
    }

    private static List<@Nullable Chosen> chosenOrNone(Located located) {
        List<@Nullable Chosen> chosen = new ArrayList<>(located.chosen());
        if (chosen.isEmpty()) {
            chosen.add(null);
        }
        return chosen;
    }

    private DrillOrder order(
            Plan plan, Located located, @Nullable Chosen chosen, long locatingNanos) {
        List<Finding> findings = new ArrayList<>(located.findings());
        if (chosen != null) {
            findings.addAll(chosen.findings());
        }
        return new DrillOrder(
                freshId(),
                plan,
                chosen == null ? null : chosen.backup(),
                chosen == null ? null : chosen.facts(),
                locatingNanos,
                findings,
                located.newestBackupAt(),
                output.earlierDrills(plan.name()),
                environment);
    }

    private static String freshId() {
        return TIME.format(Instant.now()) + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    private DrillResult run(DrillOrder order, Secrets secrets) {
        try (ProgressDisplay progress = ProgressDisplay.on(screen)) {
            Drill drill = new Drill(order, secrets, progress, cancellation::isCancelled);
            return cancellation.during(
                    () -> MutationDrill.run(drill, order, progress, cancellation::isCancelled));
        }
    }

    private static int gravest(List<Verdict> verdicts) {
        if (verdicts.contains(Verdict.BROKEN)) {
            return Verdict.BROKEN.exitCode();
        }
        return verdicts.contains(Verdict.UNPROVEN)
                ? Verdict.UNPROVEN.exitCode()
                : Verdict.PROVEN.exitCode();
    }
}
