package dev.muster.trigger;

import dev.muster.contract.MusterException;
import dev.muster.records.order.HeldOrder;
import dev.muster.records.order.OrderBook;
import dev.muster.records.order.OrderState.Started;
import dev.muster.records.order.OrderState.Starting;
import dev.muster.records.order.OrderState.Waiting;
import dev.muster.records.order.Orders;
import dev.muster.trigger.Outcome.State;
import dev.muster.trigger.task.Tasks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Starts what waits, the oldest first, while there is room and time. What it does not reach stays
 * ordered, and is started by a later run.
 */
final class Dispatch {
    /** An order in the hands of a function that does not come back is taken over after this. */
    static final Duration TAKEN_OVER_AFTER = Duration.ofMinutes(15);

    /** ECS may not list a task at once that it has just started. */
    private static final Duration LISTED_WITHIN = Duration.ofMinutes(5);

    /** What starting one drill may take, with looking through a large store. */
    private static final Duration FOR_ONE = Duration.ofSeconds(45);

    private static final int AT_ONCE = 8;

    private final Orders orders;
    private final Tasks tasks;
    private final DrillStart starts;
    private final int mostTasks;
    private final Clock clock;
    private final Supplier<Duration> left;
    private final List<Outcome> outcomes = Collections.synchronizedList(new ArrayList<>());
    private final List<MusterException> failures = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> seen = Collections.synchronizedSet(new HashSet<>());
    private volatile boolean refused;
    private OrderBook book = new OrderBook(List.of(), List.of());
    private int running;

    Dispatch(
            Orders orders,
            Tasks tasks,
            DrillStart starts,
            int mostTasks,
            Clock clock,
            Supplier<Duration> left) {
        this.orders = orders;
        this.tasks = tasks;
        this.starts = starts;
        this.mostTasks = mostTasks;
        this.clock = clock;
        this.left = left;
    }

    /** Starts what there is room for; may be called again when more was ordered meanwhile. */
    void run() {
        book = orders.book();
        Queue<HeldOrder> due = new ConcurrentLinkedQueue<>();
        book.orders().stream().filter(this::isDue).forEach(due::add);
        Set<String> busy = new HashSet<>(tasks.running());
        book.orders().stream()
                .map(held -> held.order())
                .filter(order -> order.state() instanceof Started started && isFresh(started))
                .forEach(order -> busy.add(((Started) order.state()).task()));
        long starting =
                book.orders().stream()
                        .filter(held ->
                                held.order().state() instanceof Starting s && !isAbandoned(s))
                        .count();
        running = busy.size();
        int taken = Math.toIntExact(busy.size() + starting);
        Semaphore room = new Semaphore(Math.max(0, mostTasks - taken));
        InParallel.each(IntStream.range(0, AT_ONCE).boxed().toList(), _ -> work(due, room));
        running += (int) outcomes.stream().filter(Outcome::occupies).count();
    }

    private void work(Queue<HeldOrder> due, Semaphore room) {
        while (!refused && left.get().compareTo(FOR_ONE) > 0 && room.tryAcquire()) {
            HeldOrder next = due.poll();
            if (next == null || !seen.add(next.order().drillId())) {
                room.release();
                if (next == null) {
                    return;
                }
                continue;
            }
            Outcome outcome = startSafely(next);
            outcomes.add(outcome);
            if (!outcome.occupies()) {
                room.release();
            }
            // Who has no room for one has none for the next; it stays for a later run.
            refused |= outcome.endsTheRun();
        }
    }

    private Outcome startSafely(HeldOrder held) {
        try {
            return started(held);
        } catch (MusterException e) {
            failures.add(e);
            return Outcome.of(held.order().plan(), held.order().drillId(), State.FAILED)
                    .saying(e.getMessage(), e.hint());
        }
    }

    private Outcome started(HeldOrder held) {
        try {
            return starts.start(held, left);
        } catch (MusterException e) {
            throw e;
        } catch (RuntimeException e) {
            // A defect would come back with each run; it ends the drill, and is told.
            return starts.defect(held.order(), e);
        }
    }

    private boolean isDue(HeldOrder held) {
        return switch (held.order().state()) {
            case Waiting _ ->
                    !seen.contains(held.order().drillId())
                            && !clock.instant().isBefore(held.order().dueAt());
            case Starting starting -> isAbandoned(starting);
            case Started _ -> false;
        };
    }

    private boolean isAbandoned(Starting starting) {
        return !clock.instant().isBefore(starting.at().plus(TAKEN_OVER_AFTER));
    }

    private boolean isFresh(Started started) {
        Instant now = clock.instant();
        return now.isBefore(started.at().plus(LISTED_WITHIN));
    }

    /** Whether a further run could start more now. */
    boolean couldStartMore() {
        return !refused
                && running < mostTasks
                && left.get().compareTo(FOR_ONE) > 0
                && orders.book().orders().stream().anyMatch(this::isDue);
    }

    /** The orders as this run last read them. */
    OrderBook book() {
        return book;
    }

    List<Outcome> outcomes() {
        return List.copyOf(outcomes);
    }

    /** What kept orders as they are, and will be tried again. */
    List<MusterException> failures() {
        return List.copyOf(failures);
    }

    int running() {
        return running;
    }
}
