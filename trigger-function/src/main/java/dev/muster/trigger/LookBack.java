package dev.muster.trigger;

import dev.muster.contract.Finding;
import dev.muster.contract.Severity;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.request.DrillRequest;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.LastRestorable;
import dev.muster.records.order.Order;
import dev.muster.stores.Candidate;
import dev.muster.stores.Secrets;
import dev.muster.stores.listing.Walk;
import dev.muster.stores.listing.WalkBack;
import dev.muster.trigger.Preparation.Prepared;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Looks for backups that are drilled where an order found none, as far as the plan asks for it. */
final class LookBack {
    private final Preparation preparation;
    private final Secrets secrets;

    LookBack(Preparation preparation, Secrets secrets) {
        this.preparation = preparation;
        this.secrets = secrets;
    }

    /** What there is. */
    sealed interface Found {
        /** Others, for which a task can be asked for, or could be if the stack had a larger one. */
        record Others(Prepared prepared) implements Found {}

        /** None that the plan allows to drill. */
        record Nothing(LastRestorable why) implements Found {}

        /** A run that has only begun has time to look through the stores. */
        record OutOfTime() implements Found {}
    }

    /**
     * Whether others are drilled. Of several drills that one event asks for of a plan, the first
     * has them drilled for all.
     *
     * @param broken how the order would end without
     */
    static boolean isDue(Order order, Plan plan, DrillResult broken) {
        return order.part() == 0 && WalkBack.isDue(plan, broken);
    }

    /**
     * Looks.
     *
     * @throws dev.muster.contract.MusterException where the plan's secrets cannot be read
     */
    Found of(Order order, Plan plan, DrillResult broken, Instant now, ListingTime time) {
        try (Walk walk = Walk.of(plan, secrets, now, time::bound)) {
            if (time.wasShort()) {
                return new Found.OutOfTime();
            }
            WalkBack back = new WalkBack(plan, walk, List.of(broken), () -> false);
            List<Candidate> ahead = back.ahead();
            if (ahead.isEmpty()) {
                return new Found.Nothing(
                        back.run(step -> {
                            throw new IllegalStateException("not to be drilled here: " + step);
                        }));
            }
            DrillRequest request =
                    DrillRequest.withoutBackup(
                            order.drillId(),
                            plan.name(),
                            walk.newestBackupAt(now),
                            broken.findings());
            long largest = ahead.stream().mapToLong(Candidate::size).max().orElseThrow();
            return new Found.Others(preparation.sized(request, largest, plan));
        }
    }

    /** The findings of a verdict that stands, and beside them why nothing else was drilled. */
    static List<Finding> beside(List<Finding> standing, List<Finding> others) {
        List<Finding> findings = new ArrayList<>(standing);
        others.stream()
                .filter(other -> !standing.contains(other))
                .map(other ->
                        other.withSeverity(Severity.WARNING)
                                .withMessage("other backups were not drilled: " + other.message()))
                .forEach(findings::add);
        return findings;
    }
}
