package dev.muster.restore.task;

import dev.muster.contract.MusterException;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.LastRestorable;
import dev.muster.records.History;
import dev.muster.records.RecordStore;
import dev.muster.records.Results;
import dev.muster.restore.Cancellation;
import dev.muster.restore.Drill;
import dev.muster.restore.DrillOrder;
import dev.muster.stores.Secrets;
import dev.muster.stores.listing.Walk;
import dev.muster.stores.listing.WalkBack;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Looks for the newest backup that restores, after a drill ended broken and where the plan asks for
 * it. The broken verdict is kept in the records first: whatever becomes of this task, it is not
 * lost. Each drill leaves a result of its own.
 */
final class OtherBackups {
    private final Plan plan;
    private final RecordStore records;
    private final Map<String, String> environment;
    private final Log log;
    private final Cancellation cancellation;
    private final Consumer<DrillResult> ended;

    /**
     * @param ended takes the result of each drill, to tell of it and to leave it
     */
    OtherBackups(
            Plan plan,
            RecordStore records,
            Map<String, String> environment,
            Log log,
            Cancellation cancellation,
            Consumer<DrillResult> ended) {
        this.plan = plan;
        this.records = records;
        this.environment = environment;
        this.log = log;
        this.cancellation = cancellation;
        this.ended = ended;
    }

    /** The same result, with what was found where that was looked for. */
    DrillResult completed(DrillResult result) {
        if (!WalkBack.isDue(plan, result) || cancellation.isCancelled()) {
            return result;
        }
        try {
            new Results(records).keep(result);
            return result.with(lookFor(result));
        } catch (MusterException e) {
            log.problem(e);
        } catch (RuntimeException | Error e) {
            // What is known already counts for more.
            log.problem("other backups could not be drilled: " + e, null);
        }
        return result;
    }

    private LastRestorable lookFor(DrillResult broken) {
        Secrets secrets = new Secrets(environment, log::warning);
        AtomicInteger place = new AtomicInteger();
        try (Walk walk = Walk.of(plan, secrets, Instant.now())) {
            log.line("broken: looking for the newest backup that restores");
            return new WalkBack(plan, walk, List.of(broken), cancellation::isCancelled)
                    .run(step -> {
                        String id = Results.following(broken.drillId(), place.incrementAndGet());
                        log.line("drill %s of %s".formatted(id, step.candidate().key()));
                        DrillResult result = drill(order(id, walk, step), secrets);
                        ended.accept(result);
                        return result;
                    });
        }
    }

    private DrillOrder order(String id, Walk walk, Walk.Step step) {
        return new DrillOrder(
                id,
                plan.ofBackupAlone(),
                step.backup(),
                step.facts(),
                0,
                step.findings(),
                walk.newestBackupAt(Instant.now()),
                backupTime ->
                        History.read(records, plan.name())
                                .lastProvenBefore(plan.name(), backupTime),
                environment);
    }

    private DrillResult drill(DrillOrder order, Secrets secrets) {
        LogProgress progress = new LogProgress(log, System::nanoTime);
        Drill drill = new Drill(order, secrets, progress, cancellation::isCancelled);
        return cancellation.during(drill::run);
    }
}
