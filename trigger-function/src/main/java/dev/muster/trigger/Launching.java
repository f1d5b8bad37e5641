package dev.muster.trigger;

import dev.muster.contract.MusterException;
import dev.muster.contract.request.DrillRequest;
import dev.muster.contract.result.SelectionFacts;
import dev.muster.records.order.HeldOrder;
import dev.muster.records.order.Order;
import dev.muster.records.order.OrderState.Started;
import dev.muster.records.order.OrderState.Starting;
import dev.muster.records.order.OrderState.Waiting;
import dev.muster.records.order.Orders;
import dev.muster.records.order.TaskSize;
import dev.muster.trigger.Outcome.State;
import dev.muster.trigger.task.Launch;
import dev.muster.trigger.task.Launch.Launched;
import dev.muster.trigger.task.Launch.Refused;
import dev.muster.trigger.task.Launch.Unanswered;
import dev.muster.trigger.task.Tasks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;

/** Claims orders, asks ECS for their tasks, and notes what came of it. */
final class Launching {
    private final FunctionSettings settings;
    private final Orders orders;
    private final Tasks tasks;
    private final Endings endings;
    private final ConsoleLinks links;
    private final Clock clock;
    private final String run;

    /**
     * @param run the id of this run of the function
     */
    Launching(
            FunctionSettings settings,
            Orders orders,
            Tasks tasks,
            Endings endings,
            Clock clock,
            String run) {
        this.settings = settings;
        this.orders = orders;
        this.tasks = tasks;
        this.endings = endings;
        this.links = new ConsoleLinks(settings.region());
        this.clock = clock;
        this.run = run;
    }

    /** What the task is told beside its request. */
    Map<String, String> environment() {
        return Map.of("MUSTER_RECORDS", settings.records());
    }

    /**
     * Asks for the task of a drill that was prepared.
     *
     * @param plans where the version of the plan file lies that the request was made from
     * @param began when this run took the order up
     */
    Outcome first(
            HeldOrder held,
            Waiting waiting,
            String plans,
            DrillRequest request,
            TaskSize size,
            Instant began,
            Supplier<Duration> left) {
        Starting claim = new Starting(run, clock.instant(), waiting, plans, request, size);
        return claim(held, claim, began, left);
    }

    /** Asks for the very same once more, as nobody knows what came of it. */
    Outcome again(HeldOrder held, Starting starting, Instant began, Supplier<Duration> left) {
        return claim(held, starting.takenOver(run, clock.instant()), began, left);
    }

    private Outcome claim(HeldOrder held, Starting claim, Instant began, Supplier<Duration> left) {
        Order order = held.order();
        if (!orders.claim(held, claim)) {
            return outcome(order, State.ELSEWHERE);
        }
        Launch launch = tasks.launch(claim, environment(), left);
        return switch (launch) {
            case Launched launched -> {
                orders.started(order.drillId(), claim, launched.task(), clock.instant());
                yield started(order, claim.request(), claim.size(), launched.task());
            }
            case Unanswered unanswered -> {
                Refused refused = unanswered.refused();
                if (!mayWait(claim.before())) {
                    yield endings.refused(order, began, claim.request(), refused);
                }
                orders.unanswered(order.drillId(), claim, refused.message(), clock.instant());
                yield waits(order, State.UNANSWERED, claim, refused);
            }
            case Refused refused -> {
                if (!refused.passing() || !mayWait(claim.before())) {
                    yield endings.refused(order, began, claim.request(), refused);
                }
                orders.waitAgain(order.drillId(), claim, refused.message(), clock.instant());
                yield waits(order, State.WAITING, claim, refused);
            }
        };
    }

    /** Leaves an order for a later run, if it has not waited for too long. */
    boolean postpone(HeldOrder held, Waiting waiting, MusterException why) {
        if (!mayWait(waiting)) {
            return false;
        }
        orders.postpone(held, waiting, String.valueOf(why.getMessage()), clock.instant());
        return true;
    }

    private boolean mayWait(Waiting before) {
        Instant since = before.since();
        return since == null || clock.instant().isBefore(since.plus(settings.startWithin()));
    }

    /** What to tell of an order that has its task. */
    Outcome told(Order order, Started started) {
        return started(order, started.request(), started.size(), started.task());
    }

    private Outcome started(Order order, DrillRequest request, TaskSize size, String task) {
        return about(outcome(order, State.STARTED), request, size)
                .in(task, links.task(task), links.log(task));
    }

    private static Outcome waits(Order order, State state, Starting claim, Refused refused) {
        return about(outcome(order, state), claim.request(), claim.size())
                .saying(refused.message(), refused.hint());
    }

    static Outcome about(Outcome outcome, DrillRequest request, TaskSize size) {
        SelectionFacts selection = request.selection();
        String why =
                selection == null
                        ? "there is none to drill, which is broken; others are drilled to find the"
                                + " newest that restores"
                        : selection.reason();
        return outcome.about(request.backup(), why, size.toString());
    }

    private static Outcome outcome(Order order, State state) {
        return Outcome.of(order.plan(), order.drillId(), state);
    }
}
