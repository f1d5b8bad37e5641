package dev.muster.cli.mutate;

import dev.muster.contract.MusterException;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.RestoreTarget;
import dev.muster.contract.result.DrillResult;
import dev.muster.restore.Bench;
import dev.muster.restore.Drill;
import dev.muster.restore.DrillOrder;
import dev.muster.restore.postgres.server.WorkDirectory;
import dev.muster.stores.Backup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A mutation drill from the outside: which kinds there are, and one run over a backup. */
public final class Mutations {
    private final List<Kind> kinds;
    private final long seed;
    private final Duration limit;
    private final BooleanSupplier cancelled;
    private final Consumer<String> telling;

    /**
     * @param names of the kinds that are wanted, all of them where there is none
     * @throws MusterException MUTATION_UNKNOWN
     */
    public Mutations(
            List<String> names,
            long seed,
            Duration limit,
            BooleanSupplier cancelled,
            Consumer<String> telling) {
        kinds = chosen(names);
        this.seed = seed;
        this.limit = limit;
        this.cancelled = cancelled;
        this.telling = telling;
    }

    /** The names of all kinds of damage. */
    public static List<String> names() {
        return Kind.all().stream().map(Kind::name).toList();
    }

    private static List<Kind> chosen(List<String> names) {
        List<String> unknown = names.stream().filter(name -> !names().contains(name)).toList();
        if (!unknown.isEmpty()) {
            throw new MusterException(
                    "MUTATION_UNKNOWN",
                    "there is no kind of damage \"" + unknown.getFirst() + "\"",
                    "choose among " + String.join(", ", names()));
        }
        return Kind.all().stream()
                .filter(kind -> names.isEmpty() || names.contains(kind.name()))
                .toList();
    }

    /** A drill, and what its experiment came to. */
    public record Outcome(DrillResult drill, @Nullable MutationReport report) {}

    /**
     * Drills the backup; where it is proven, damages copies of it.
     *
     * @throws MusterException MUTATION_TARGET where the plan restores into a named server
     */
    public Outcome run(Drill drill, DrillOrder order, Backup backup) {
        Plan plan = order.plan();
        if (!(plan.restore().into() instanceof RestoreTarget.Throwaway)) {
            throw new MusterException(
                    "MUTATION_TARGET",
                    "plan \"" + plan.name() + "\" restores into a named server",
                    "damage is done in a throwaway server alone: set restore.into: throwaway");
        }
        List<MutationReport> reports = new ArrayList<>();
        DrillResult result =
                drill.run(bench -> reports.add(mutate(bench, plan, backup, order.environment())));
        return new Outcome(result, reports.isEmpty() ? null : reports.getFirst());
    }

    private MutationReport mutate(
            Bench bench, Plan plan, Backup backup, Map<String, String> environment) {
        long start = System.nanoTime();
        String drillId = bench.proven().drillId();
        try (WorkDirectory work = WorkDirectory.create(drillId + "-m", environment)) {
            Path folder = work.path().resolve("copies");
            CopyDrills copies =
                    new CopyDrills(plan, backup, bench, folder, environment, cancelled);
            List<Mutant> mutants =
                    new MutationDrill(bench, copies, kinds, seed, limit, cancelled, telling).run();
            double seconds = Math.round((System.nanoTime() - start) / 1e6) / 1000.0;
            return MutationReport.of(drillId, plan.name(), backup.key(), seed, seconds, mutants);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.util.concurrent.CancellationException("interrupted");
        }
    }
}
