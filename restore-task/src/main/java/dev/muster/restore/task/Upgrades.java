package dev.muster.restore.task;

import dev.muster.contract.MusterException;
import dev.muster.contract.result.DrillResult;
import dev.muster.records.RecordStore;
import dev.muster.records.Results;
import dev.muster.restore.Cancellation;
import dev.muster.restore.Drill;
import dev.muster.restore.DrillOrder;
import dev.muster.restore.UpgradeRehearsal;
import dev.muster.restore.postgres.server.Installation;
import dev.muster.stores.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Drills a proven backup once more on each newer PostgreSQL of the image, where the plan asks for
 * it. The proven verdict is kept in the records first: whatever becomes of this task, it is not
 * lost. Each drill leaves a result of its own.
 */
final class Upgrades {
    private final RecordStore records;
    private final Log log;
    private final Cancellation cancellation;
    private final Consumer<DrillResult> ended;

    /**
     * @param ended takes the result of each drill, to tell of it and to leave it
     */
    Upgrades(RecordStore records, Log log, Cancellation cancellation, Consumer<DrillResult> ended) {
        this.records = records;
        this.log = log;
        this.cancellation = cancellation;
        this.ended = ended;
    }

    /**
     * The same result, with what kept an upgrade from being rehearsed, where anything did.
     *
     * @param until when no more drill is begun
     */
    DrillResult completed(DrillResult result, DrillOrder order, Secrets secrets, Instant until) {
        if (!UpgradeRehearsal.isDue(order.plan(), result)) {
            return result;
        }
        try {
            UpgradeRehearsal rehearsal = new UpgradeRehearsal(result);
            List<Installation> newer = rehearsal.newer(order.environment());
            DrillResult told = rehearsal.orNotRehearsed(newer);
            if (!newer.isEmpty()) {
                new Results(records).keep(told);
            }
            int place = 0;
            for (Installation there : newer) {
                String why = whyNot(until, order);
                if (why != null) {
                    return UpgradeRehearsal.notRehearsed(
                            told, "on PostgreSQL %s: %s".formatted(there.version(), why));
                }
                String id = Results.upgraded(result.drillId(), ++place);
                log.line("drill %s on PostgreSQL %s".formatted(id, there.version()));
                LogProgress progress = new LogProgress(log, System::nanoTime);
                Drill drill =
                        new Drill(
                                rehearsal.order(order, id, there),
                                secrets,
                                progress,
                                cancellation::isCancelled);
                ended.accept(rehearsal.judged(cancellation.during(drill::run)));
            }
            return told;
        } catch (MusterException e) {
            log.problem(e);
            return UpgradeRehearsal.notRehearsed(result, e.getMessage() + " [" + e.code() + "]");
        } catch (RuntimeException | Error e) {
            // What is known already counts for more.
            log.problem("upgrades could not be rehearsed: " + e, null);
            return UpgradeRehearsal.notRehearsed(result, "by a defect: " + e.getClass().getName());
        }
    }

    private @Nullable String whyNot(Instant until, DrillOrder order) {
        if (cancellation.isCancelled()) {
            return "the task was told to stop";
        }
        Duration left = Duration.between(Instant.now(), until);
        return left.isNegative()
                ? "restore.timeout is over, which is " + order.plan().restore().timeout()
                : null;
    }
}
