package dev.muster.trigger;

import dev.muster.contract.Finding;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.request.DrillRequest;
import dev.muster.records.History;
import dev.muster.records.RecordStore;
import dev.muster.records.order.Order;
import dev.muster.records.order.TaskSize;
import dev.muster.stores.Secrets;
import dev.muster.trigger.task.Launch.Refused;
import dev.muster.trigger.task.TaskSizing;
import dev.muster.trigger.task.Tasks;
import java.time.Instant;
import java.util.List;

/** Picks the backup of an order, and says what its task is given. */
final class Preparation {
    private final RecordStore records;
    private final Secrets secrets;
    private final Tasks tasks;

    Preparation(RecordStore records, Secrets secrets, Tasks tasks) {
        this.records = records;
        this.secrets = secrets;
        this.tasks = tasks;
    }

    /** What came of it. */
    sealed interface Prepared {
        /** A task can be asked for. */
        record Ready(DrillRequest request, TaskSize size) implements Prepared {}

        /** No task of this stack is large enough. */
        record TooLarge(DrillRequest request, Refused why) implements Prepared {}

        /** There is no backup, and the findings say why. */
        record NoBackup(List<Finding> findings) implements Prepared {
            public NoBackup {
                findings = List.copyOf(findings);
            }
        }

        /** Backups are too young for there to be one of this age. */
        record TooYoung(String band) implements Prepared {}

        /** A run that has only begun has time to look through the stores. */
        record OutOfTime() implements Prepared {}
    }

    /**
     * Prepares it.
     *
     * @throws dev.muster.contract.MusterException where the plan's secrets cannot be read
     */
    Prepared of(Order order, Plan plan, Instant now, ListingTime time) {
        return switch (Pick.of(order, plan, secrets, now, time)) {
            case Pick.None none -> new Prepared.NoBackup(none.findings());
            case Pick.TooYoung young -> new Prepared.TooYoung(young.band());
            case Pick.OutOfTime _ -> new Prepared.OutOfTime();
            case Pick.Picked picked -> sized(picked.request(), picked.size(), plan);
        };
    }

    /**
     * Says what the task of a request is given.
     *
     * @param bytes of the backup as stored
     */
    Prepared sized(DrillRequest request, long bytes, Plan plan) {
        History history = History.newest(records, plan.name(), TaskSizing.HISTORY);
        TaskSize size = TaskSizing.of(bytes, plan.restore(), history);
        Refused impossible = tasks.impossible(size);
        return impossible == null
                ? new Prepared.Ready(request, size)
                : new Prepared.TooLarge(request, impossible);
    }
}
