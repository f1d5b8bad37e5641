package dev.muster.trigger;

import dev.muster.contract.MusterException;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.request.DrillRequest;
import dev.muster.contract.result.DrillResult;
import dev.muster.records.order.HeldOrder;
import dev.muster.records.order.Order;
import dev.muster.records.order.OrderState.Started;
import dev.muster.records.order.OrderState.Starting;
import dev.muster.records.order.OrderState.Waiting;
import dev.muster.records.order.Orders;
import dev.muster.records.plan.PlanSource;
import dev.muster.trigger.LookBack.Found;
import dev.muster.trigger.Outcome.State;
import dev.muster.trigger.Preparation.Prepared;
import dev.muster.trigger.task.Tasks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Brings one order forward: to a task, or to a result that says why there is none. */
final class DrillStart {
    static final String OUT_OF_TIME =
            "this run has too little time left to look through its stores; a later one does";

    /** What keeps an order as it is, for a later run; anything else is the plan's. */
    private static final Set<String> OF_THE_STACK =
            Set.of(
                    "RECORDS_FAILED",
                    "REPORT_FAILED",
                    "PLAN_FILE_UNREADABLE",
                    "PLAN_FILE_UNREACHABLE");

    private final Supplier<PlanSource> plans;
    private final Preparation preparation;
    private final LookBack lookBack;
    private final Shortening shortening;
    private final Orders orders;
    private final Tasks tasks;
    private final Launching launching;
    private final Endings endings;
    private final Clock clock;

    /**
     * @param plans the plan file, read when it is first needed
     */
    DrillStart(
            Supplier<PlanSource> plans,
            Preparation preparation,
            LookBack lookBack,
            Shortening shortening,
            Orders orders,
            Tasks tasks,
            Launching launching,
            Endings endings,
            Clock clock) {
        this.plans = plans;
        this.preparation = preparation;
        this.lookBack = lookBack;
        this.shortening = shortening;
        this.orders = orders;
        this.tasks = tasks;
        this.launching = launching;
        this.endings = endings;
        this.clock = clock;
    }

    /**
     * Brings it forward.
     *
     * @param left how much time this run has
     * @throws MusterException of the stack, where the order stays as it is
     */
    Outcome start(HeldOrder held, Supplier<Duration> left) {
        Order order = held.order();
        if (endings.isOver(order)) {
            return outcome(order, State.OVER);
        }
        Instant began = clock.instant();
        try {
            return switch (order.state()) {
                case Waiting waiting -> locate(held, waiting, began, left);
                case Starting starting -> launching.again(held, starting, began, left);
                case Started started -> launching.told(order, started);
            };
        } catch (MusterException e) {
            if (OF_THE_STACK.contains(e.code())) {
                throw e;
            }
            boolean later =
                    e.isPassing()
                            && order.state() instanceof Waiting waiting
                            && launching.postpone(held, waiting, e);
            return later
                    ? outcome(order, State.POSTPONED).saying(e.getMessage(), e.hint())
                    : endings.ended(order, began, List.of(Unstarted.unusable(e)));
        }
    }

    private Outcome locate(
            HeldOrder held, Waiting waiting, Instant began, Supplier<Duration> left) {
        Order order = held.order();
        PlanSource source = plans.get();
        Plan plan = source.plan(order.plan());
        Optional<DrillResult> kept = endings.kept(order);
        if (kept.isPresent()) {
            // What an earlier run found stands, also if a backup has come meanwhile.
            return withoutBackup(held, waiting, source, kept.get(), began, left);
        }
        ListingTime time = ListingTime.of(left.get(), plan.stores().size());
        Prepared prepared = preparation.of(order, plan, began, time);
        return prepared instanceof Prepared.NoBackup none
                ? withoutBackup(
                        held,
                        waiting,
                        source,
                        endings.verdict(order, began, none.findings()),
                        began,
                        left)
                : follow(prepared, held, waiting, source, began, left);
    }

    /** Has others drilled in its place where that is asked for; the verdict stands all the same. */
    private Outcome withoutBackup(
            HeldOrder held,
            Waiting waiting,
            PlanSource source,
            DrillResult verdict,
            Instant began,
            Supplier<Duration> left) {
        Order order = held.order();
        Plan plan = source.plan(order.plan());
        if (!LookBack.isDue(order, plan, verdict)) {
            return endings.ended(order, began, verdict.findings());
        }
        return switch (lookBack(order, plan, verdict, began, left)) {
            case Found.Others others ->
                    follow(others.prepared(), held, waiting, source, began, left);
            case Found.Nothing nothing ->
                    endings.endedForGood(order, began, verdict.findings(), nothing.why());
            case Found.OutOfTime _ -> outcome(order, State.POSTPONED).saying(OUT_OF_TIME, null);
        };
    }

    /** The verdict is kept before anything else can be done about it, also where this fails. */
    private Found lookBack(
            Order order, Plan plan, DrillResult verdict, Instant began, Supplier<Duration> left) {
        Found found;
        try {
            ListingTime time = ListingTime.of(left.get(), plan.stores().size());
            found = lookBack.of(order, plan, verdict, began, time);
        } catch (RuntimeException e) {
            endings.keep(verdict);
            throw e;
        }
        if (!(found instanceof Found.Nothing)) {
            endings.keep(verdict);
        }
        return found;
    }

    private Outcome follow(
            Prepared prepared,
            HeldOrder held,
            Waiting waiting,
            PlanSource source,
            Instant began,
            Supplier<Duration> left) {
        Order order = held.order();
        return switch (prepared) {
            case Prepared.Ready ready -> {
                DrillRequest request =
                        shortening.fitting(
                                ready.request(),
                                one ->
                                        tasks.fits(
                                                one,
                                                source.place(),
                                                ready.size(),
                                                launching.environment()));
                yield launching.first(
                        held, waiting, source.place(), request, ready.size(), began, left);
            }
            case Prepared.TooLarge large ->
                    endings.refused(order, began, large.request(), large.why());
            case Prepared.NoBackup none -> endings.ended(order, began, none.findings());
            case Prepared.TooYoung young -> {
                orders.close(order.drillId());
                yield outcome(order, State.NOT_NEEDED).saying(tooYoung(young), null);
            }
            case Prepared.OutOfTime _ -> outcome(order, State.POSTPONED).saying(OUT_OF_TIME, null);
        };
    }

    /** Ends an order that a defect of ours keeps from being started. */
    Outcome defect(Order order, RuntimeException defect) {
        return endings.ended(order, clock.instant(), List.of(Unstarted.defect(defect)));
    }

    static String tooYoung(Prepared.TooYoung young) {
        return "there is no backup of age " + young.band() + " yet";
    }

    private static Outcome outcome(Order order, State state) {
        return Outcome.of(order.plan(), order.drillId(), state);
    }
}
