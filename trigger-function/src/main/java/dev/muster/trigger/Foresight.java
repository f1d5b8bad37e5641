package dev.muster.trigger;

import dev.muster.contract.MusterException;
import dev.muster.contract.plan.Plan;
import dev.muster.records.order.Order;
import dev.muster.records.plan.PlanSource;
import dev.muster.trigger.Outcome.State;
import dev.muster.trigger.Preparation.Prepared;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Says what would be started, without anything being done. */
final class Foresight {
    private final PlanSource plans;
    private final Preparation preparation;
    private final Clock clock;
    private final Supplier<Duration> left;

    /**
     * @param left how much time this run has
     */
    Foresight(PlanSource plans, Preparation preparation, Clock clock, Supplier<Duration> left) {
        this.plans = plans;
        this.preparation = preparation;
        this.clock = clock;
        this.left = left;
    }

    Outcome of(Order order) {
        Instant now = clock.instant();
        try {
            Plan plan = plans.plan(order.plan());
            ListingTime time = ListingTime.of(left.get(), plan.stores().size());
            return switch (preparation.of(order, plan, now, time)) {
                case Prepared.Ready ready ->
                        Launching.about(
                                Outcome.of(order.plan(), null, State.WOULD_START),
                                ready.request(),
                                ready.size());
                case Prepared.TooLarge large ->
                        Endings.foreseen(
                                order, now, large.request(), List.of(Endings.finding(large.why())));
                case Prepared.NoBackup none -> Endings.foreseen(order, now, null, none.findings());
                case Prepared.TooYoung young ->
                        Outcome.of(order.plan(), null, State.NOT_NEEDED)
                                .saying(DrillStart.tooYoung(young), null);
                case Prepared.OutOfTime _ ->
                        Outcome.of(order.plan(), null, State.POSTPONED)
                                .saying(DrillStart.OUT_OF_TIME, "ask for this plan alone");
            };
        } catch (MusterException e) {
            return Endings.foreseen(order, now, null, List.of(Unstarted.unusable(e)));
        }
    }
}
