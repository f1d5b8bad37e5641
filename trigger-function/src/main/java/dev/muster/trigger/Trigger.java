package dev.muster.trigger;

import dev.muster.contract.MusterException;
import dev.muster.records.RecordStore;
import dev.muster.records.Results;
import dev.muster.records.order.HeldOrder;
import dev.muster.records.order.Order;
import dev.muster.records.order.OrderBook;
import dev.muster.records.order.Orders;
import dev.muster.records.plan.PlanSource;
import dev.muster.stores.Secrets;
import dev.muster.trigger.Outcome.State;
import dev.muster.trigger.event.TriggerEvent;
import dev.muster.trigger.task.Tasks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers an event: orders the drills that it asks for, and starts what there is room for, of these
 * and of those that wait already.
 */
final class Trigger {
    private static final int MOST_ROUNDS = 5;
    private static final int MOST_LISTED = 20;

    private final FunctionSettings settings;
    private final RecordStore records;
    private final RecordStore state;
    private final Tasks tasks;
    private final Reporting reporting;
    private final Secrets secrets;
    private final Clock clock;

    Trigger(
            FunctionSettings settings,
            RecordStore records,
            RecordStore state,
            Tasks tasks,
            Reporting reporting,
            Secrets secrets,
            Clock clock) {
        this.settings = settings;
        this.records = records;
        this.state = state;
        this.tasks = tasks;
        this.reporting = reporting;
        this.secrets = secrets;
        this.clock = clock;
    }

    /**
     * Answers.
     *
     * @param run the id of this run of the function
     * @param left how much time this run has
     * @throws MusterException where nothing could be ordered, or orders could not be kept
     */
    Answer answer(TriggerEvent event, String run, Supplier<Duration> left) {
        Supplier<PlanSource> plans = new PlansOnce(settings.plans());
        Preparation preparation = new Preparation(records, secrets, tasks);
        if (event.dryRun()) {
            Foresight foresight = new Foresight(plans.get(), preparation, clock, left);
            return foreseen(event, plans.get(), foresight);
        }
        Orders orders = new Orders(state);
        Endings endings = new Endings(new Results(records), reporting, clock);
        DrillStart starts =
                new DrillStart(
                        plans,
                        preparation,
                        new LookBack(preparation, secrets),
                        new Shortening(state),
                        orders,
                        tasks,
                        new Launching(settings, orders, tasks, endings, clock, run),
                        endings,
                        clock);
        List<String> asked =
                event.dispatch()
                        ? List.of()
                        : new Ordering(orders).order(event, plans.get(), clock.instant());
        return dispatched(event, asked, orders, starts, run, left);
    }

    private Answer foreseen(TriggerEvent event, PlanSource plans, Foresight foresight) {
        List<Order> asked = Ordering.asked(event, plans, clock.instant());
        Map<String, Outcome> foreseen = new HashMap<>();
        InParallel.each(
                asked,
                order -> {
                    Outcome outcome = foresight.of(order);
                    synchronized (foreseen) {
                        foreseen.put(order.drillId(), outcome);
                    }
                });
        List<Outcome> inOrder =
                asked.stream()
                        .map(order -> Objects.requireNonNull(foreseen.get(order.drillId())))
                        .toList();
        return Answer.of(
                event.id(),
                inOrder,
                null,
                null,
                List.of("this was a dry run: nothing was ordered, started or recorded"));
    }

    private Answer dispatched(
            TriggerEvent event,
            List<String> asked,
            Orders orders,
            DrillStart starts,
            String run,
            Supplier<Duration> left) {
        Dispatch dispatch = new Dispatch(orders, tasks, starts, settings.mostTasks(), clock, left);
        Lease lease = new Lease(state, run);
        List<String> notes = new ArrayList<>();
        OrderBook book;
        int rounds = 0;
        do {
            Instant now = clock.instant();
            if (!lease.take(now, now.plus(left.get()))) {
                book = orders.book();
                notes.add("another run is starting drills; it, or a later one, takes these, too");
                break;
            }
            try {
                dispatch.run();
                book = dispatch.book();
            } finally {
                lease.release();
            }
            // Who found the lease taken has left, and relies on this look at what it ordered.
        } while (++rounds < MOST_ROUNDS && dispatch.couldStartMore());
        Answer answer = told(event, asked, book, dispatch, notes);
        failIfAnyFailed(dispatch, answer);
        return answer;
    }

    private static Answer told(
            TriggerEvent event,
            List<String> asked,
            OrderBook book,
            Dispatch dispatch,
            List<String> notes) {
        List<Outcome> outcomes = new ArrayList<>(dispatch.outcomes());
        Set<String> told = new HashSet<>();
        outcomes.forEach(outcome -> told.add(String.valueOf(outcome.drillId())));
        // Of a fleet's drills, their number says enough.
        Set<String> ofThisEvent = asked.size() > MOST_LISTED ? Set.of() : Set.copyOf(asked);
        int waiting =
                (int) outcomes.stream().filter(outcome -> outcome.state() == State.WAITING).count();
        for (HeldOrder held : book.waiting()) {
            Order order = held.order();
            if (told.add(order.drillId())) {
                waiting++;
                if (ofThisEvent.contains(order.drillId())) {
                    outcomes.add(Outcome.of(order.plan(), order.drillId(), State.WAITING));
                }
            }
        }
        book.damaged()
                .forEach(name ->
                        notes.add(
                                "\"%s\" is no order: look at it, then remove it".formatted(name)));
        return Answer.of(event.id(), outcomes, waiting, dispatch.running(), notes);
    }

    /** So that the function's error count rises, and Lambda tries again. */
    private static void failIfAnyFailed(Dispatch dispatch, Answer answer) {
        List<MusterException> failures = dispatch.failures();
        if (!failures.isEmpty()) {
            MusterException first = failures.getFirst();
            throw new MusterException(
                    first.code(),
                    "%s; of this run: %s".formatted(first.getMessage(), answer.summary()),
                    first.hint(),
                    first);
        }
    }

    /** Reads the plan file when it is first needed, once for a run. */
    private static final class PlansOnce implements Supplier<PlanSource> {
        private final String place;
        private @Nullable PlanSource read;

        PlansOnce(String place) {
            this.place = place;
        }

        @Override
        public synchronized PlanSource get() {
            if (read == null) {
                read = PlanSource.read(place);
            }
            return read;
        }
    }
}
