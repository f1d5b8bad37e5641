package dev.muster.restore.mutate;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Progress;
import dev.muster.contract.Proof;
import dev.muster.contract.Severity;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.RestoreTarget;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.Mutant;
import dev.muster.contract.result.Mutations;
import dev.muster.restore.Bench;
import dev.muster.restore.Drill;
import dev.muster.restore.DrillOrder;
import dev.muster.restore.postgres.server.WorkDirectory;
import dev.muster.stores.Backup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A drill whose backup, once proven, is damaged in copies, to tell which damage is noticed. */
public final class MutationDrill {
    private static final int MOST_NAMES = 8;

    private final DrillOrder order;
    private final Backup backup;
    private final MutationOrder mutations;
    private final Progress progress;
    private final BooleanSupplier cancelled;
    private @Nullable Mutations found;

    private MutationDrill(
            DrillOrder order,
            Backup backup,
            MutationOrder mutations,
            Progress progress,
            BooleanSupplier cancelled) {
        this.order = order;
        this.backup = backup;
        this.mutations = mutations;
        this.progress = progress;
        this.cancelled = cancelled;
    }

    /** Runs a drill, and the mutation drill after it where the plan asks for one. */
    public static DrillResult run(
            Drill drill, DrillOrder order, Progress progress, BooleanSupplier cancelled) {
        return order.plan().verify().mutate()
                ? run(
                        drill,
                        order,
                        MutationOrder.planned(order.plan(), order.drillId()),
                        progress,
                        cancelled)
                : drill.run();
    }

    /** Runs a drill; where it is proven, copies of its backup are damaged and drilled, too. */
    public static DrillResult run(
            Drill drill,
            DrillOrder order,
            MutationOrder mutations,
            Progress progress,
            BooleanSupplier cancelled) {
        Backup backup = order.backup();
        if (backup == null) {
            return drill.run();
        }
        MutationDrill all = new MutationDrill(order, backup, mutations, progress, cancelled);
        DrillResult result = drill.run(all::mutate);
        Mutations found = all.found;
        return found == null ? result : result.with(found);
    }

    private List<Finding> mutate(Bench bench) {
        Plan plan = order.plan();
        if (!(plan.restore().into() instanceof RestoreTarget.Throwaway)) {
            return List.of(
                    notTried("damage is done in a throwaway server alone, and this one is named"));
        }
        Duration limit =
                mutations.limit().compareTo(bench.left()) < 0 ? mutations.limit() : bench.left();
        Clock clock = new Clock(limit, cancelled);
        try (WorkDirectory work =
                WorkDirectory.create(order.drillId() + "-m", order.environment())) {
            Copies copies = new Copies(backup, bench, work.path());
            CopyDrills drills =
                    new CopyDrills(order, backup, bench.proven(), copies.folder(), clock);
            Controls controls = new Controls(bench.proven(), clock);
            Ways ways = new Ways(bench, copies, drills, controls, clock);
            List<Mutant> mutants = new Round(mutations, ways, clock, progress).run();
            Mutations all =
                    new Mutations(
                            mutations.seed(), limit.toMillis() / 1000.0, clock.seconds(), mutants);
            found = all;
            List<Finding> findings = new ArrayList<>();
            controls.unproven().forEach(why -> findings.add(notTried(why)));
            findings.addAll(findings(all, bench.proven().proof() == Proof.IDENTICAL));
            return findings;
        } catch (RuntimeException e) {
            // The backup is proven, whatever becomes of its copies.
            return List.of(notTried(clock.interrupted() ? "it was interrupted" : "" + e));
        }
    }

    private List<Finding> findings(Mutations all, boolean identical) {
        if (all.killRate() == null) {
            return List.of(
                    notTried(
                            "nothing counts: "
                                    + all.mutants().stream()
                                            .map(Mutant::reason)
                                            .filter(reason -> reason != null)
                                            .findFirst()
                                            .orElse("no kind of damage was chosen")));
        }
        if (all.survived() == 0) {
            return List.of();
        }
        List<Mutant> survivors = all.of(Mutant.Fate.SURVIVED);
        List<String> names = new ArrayList<>(survivors.stream().map(Mutant::kind).toList());
        String more = "";
        if (names.size() > MOST_NAMES) {
            more = " and %d more".formatted(names.size() - MOST_NAMES);
            names = names.subList(0, MOST_NAMES);
        }
        Finding finding =
                Finding.of(
                        FindingCode.MUTATIONS_SURVIVED,
                        null,
                        "%d of %d kinds of damage to copies of this backup went unnoticed: %s%s"
                                .formatted(
                                        survivors.size(),
                                        all.killed() + all.survived(),
                                        names.stream().collect(Collectors.joining(", ")),
                                        more));
        // Where everything was compared with the source, nothing should get by.
        boolean isDefect = identical && !survivors.stream().allMatch(Damaged::isLeftOut);
        return List.of(isDefect ? finding.withSeverity(Severity.WARNING) : finding);
    }

    private static Finding notTried(String why) {
        return Finding.of(
                FindingCode.MUTATIONS_NOT_TRIED, null, "damage could not be tried: " + why);
    }
}
