package dev.muster.trigger;

import dev.muster.contract.Finding;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.SelectSpec;
import dev.muster.contract.request.DrillRequest;
import dev.muster.contract.result.SelectionFacts;
import dev.muster.records.order.Order;
import dev.muster.stores.Secrets;
import dev.muster.trigger.Located.Chosen;
import dev.muster.trigger.event.TriggerEvent;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Picks the backup of one order. */
sealed interface Pick {
    /**
     * A backup to drill.
     *
     * @param size of it as stored, in bytes
     */
    record Picked(DrillRequest request, long size) implements Pick {}

    /** There is none, and the findings say why. */
    record None(List<Finding> findings) implements Pick {}

    /** Backups are too young for there to be one of this age. */
    record TooYoung(String band) implements Pick {}

    /** There was too little time to see what the stores hold. */
    record OutOfTime() implements Pick {}

    /**
     * Picks it.
     *
     * @throws dev.muster.contract.MusterException where the plan's secrets cannot be read
     */
    static Pick of(Order order, Plan plan, Secrets secrets, Instant now, ListingTime time) {
        SelectSpec instead = TriggerEvent.selection(order.backup(), order.select());
        Plan asked = instead == null ? plan : plan.withSelect(instead);
        Pick pick = of(order, asked, secrets, now, order.part(), time);
        // Between two attempts, a backup may have reached the end of its retention.
        boolean gone = order.first() != null && order.backup() != null && pick instanceof None;
        return gone ? of(order, plan, secrets, now, 0, time) : pick;
    }

    private static Pick of(
            Order order, Plan plan, Secrets secrets, Instant now, int part, ListingTime time) {
        long seed = order.seed() == null ? Locate.freshSeed() : order.seed();
        try (Located located = Locate.run(plan, secrets, now, seed, time::bound)) {
            if (time.wasShort()) {
                return new OutOfTime();
            }
            Optional<Chosen> chosen = Selection.part(plan.select(), located.chosen(), part);
            if (chosen.isPresent()) {
                Chosen one = chosen.get();
                return new Picked(
                        again(located.request(order.drillId(), plan, one), order.first()),
                        one.backup().size());
            }
            boolean others = part > 0 && !located.chosen().isEmpty();
            return others
                    ? new TooYoung(Selection.band(plan.select(), part))
                    : new None(located.findings());
        }
    }

    private static DrillRequest again(DrillRequest request, @Nullable String first) {
        if (first == null) {
            return request;
        }
        SelectionFacts facts = Objects.requireNonNull(request.selection(), "selection");
        return new DrillRequest(
                request.schemaVersion(),
                request.drillId(),
                request.plan(),
                request.backup(),
                request.createdAt(),
                request.copies(),
                new SelectionFacts(
                        facts.mode(),
                        facts.within(),
                        facts.seed(),
                        facts.candidates(),
                        facts.reason() + ", once more after drill " + first),
                request.newestBackupAt(),
                request.findings());
    }
}
