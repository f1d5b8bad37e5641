package dev.muster.report.overdue;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.PlanOrProblem;
import dev.muster.contract.plan.WalkBackSpec;
import dev.muster.records.order.HeldOrder;
import dev.muster.records.order.Order;
import dev.muster.records.order.OrderBook;
import dev.muster.records.order.OrderState;
import dev.muster.records.plan.PlanSource;
import dev.muster.report.alert.OverdueNews.Problem;
import dev.muster.report.drill.DrillReport;
import dev.muster.report.drill.DrillReport.Ended;
import dev.muster.report.drill.Failures;
import dev.muster.report.render.Amount;
import dev.muster.report.stop.EcsTasks;
import dev.muster.report.stop.EcsTasks.Known;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes up the orders that are older than they should ever become: a drill whose task ended unheard
 * is reported now, one that runs past its time is stopped, and one that nobody started is told.
 */
final class SilentDrills {
    /** For a plan that is no longer in the file, as long as plans have by default. */
    private static final Duration USUAL_TIMEOUT = Duration.ofHours(4);

    /** What AWS may take beside the drill: to place the task, pull its image and end it. */
    private static final Duration MARGIN = Duration.ofMinutes(45);

    private static final String LOOK_AT_TRIGGER =
            "look at the trigger function's errors and its dead-letter queue";

    private final EcsTasks tasks;
    private final DrillReport reports;
    private final Duration startWithin;
    private final int mostTasks;
    private final List<String> reported = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    /**
     * @param startWithin how long a drill may wait for AWS to have room for it
     * @param mostTasks how many drills run at the same time; the others wait for one to end
     */
    SilentDrills(EcsTasks tasks, DrillReport reports, Duration startWithin, int mostTasks) {
        this.tasks = tasks;
        this.reports = reports;
        this.startWithin = startWithin;
        this.mostTasks = mostTasks;
    }

    /** Ids of the drills that were reported now. */
    List<String> reported() {
        return reported;
    }

    /** What a person must look at. */
    List<Problem> problems() {
        return problems;
    }

    /**
     * Goes through the book.
     *
     * @param plans null where the plan file cannot be read
     */
    void takeUp(OrderBook book, @Nullable PlanSource plans, Instant now, String by) {
        boolean atWork = isTriggerAtWork(book, now);
        for (HeldOrder held : book.orders()) {
            Order order = held.order();
            Failures failures = new Failures();
            failures.run(() -> takeUp(order, plans, atWork, now, by));
            failures.first()
                    .ifPresent(e ->
                            problems.add(
                                    new Problem(
                                            "drill %s of plan \"%s\" could not be looked after: %s"
                                                    .formatted(
                                                            order.drillId(),
                                                            order.plan(),
                                                            e.getMessage()),
                                            e.hint() == null ? LOOK_AT_TRIGGER : e.hint())));
        }
        for (String damaged : book.damaged()) {
            problems.add(
                    new Problem(
                            "\"" + damaged + "\" is no order of a drill",
                            "delete it, and drill the plan again if its drill is missing"));
        }
    }

    private void takeUp(
            Order order, @Nullable PlanSource plans, boolean atWork, Instant now, String by) {
        switch (order.state()) {
            case OrderState.Started started -> started(order, started, plans, now, by);
            case OrderState.Starting starting ->
                    notStarted(order, starting.at(), "was being started", now);
            case OrderState.Waiting waiting -> waits(order, waiting, atWork, now);
        }
    }

    /**
     * Whether drills that wait have their turn still to come: as many run as may, or one was
     * started lately. Of a fleet, the last may wait for days.
     */
    private boolean isTriggerAtWork(OrderBook book, Instant now) {
        List<OrderState> begun =
                book.orders().stream()
                        .map(held -> held.order().state())
                        .filter(state -> !(state instanceof OrderState.Waiting))
                        .toList();
        return begun.size() >= mostTasks
                || begun.stream().anyMatch(state -> now.isBefore(beganAt(state).plus(MARGIN)));
    }

    private static Instant beganAt(OrderState state) {
        return switch (state) {
            case OrderState.Started started -> started.at();
            case OrderState.Starting starting -> starting.at();
            case OrderState.Waiting _ -> Instant.MIN;
        };
    }

    private void waits(Order order, OrderState.Waiting waiting, boolean atWork, Instant now) {
        Instant refusedAt = waiting.since();
        if (refusedAt != null) {
            notStarted(order, refusedAt, "waits: " + waiting.last(), now);
        } else if (!atWork) {
            notStarted(order, order.dueAt(), "waits", now);
        }
    }

    private void notStarted(Order order, Instant since, String how, Instant now) {
        Duration age = Duration.between(since, now);
        if (age.compareTo(startWithin.plus(MARGIN)) > 0) {
            problems.add(
                    new Problem(
                            "drill %s of plan \"%s\" %s since %s"
                                    .formatted(
                                            order.drillId(),
                                            order.plan(),
                                            how,
                                            Amount.minute(since)),
                            LOOK_AT_TRIGGER));
        }
    }

    private void started(
            Order order,
            OrderState.Started started,
            @Nullable PlanSource plans,
            Instant now,
            String by) {
        Duration age = Duration.between(started.at(), now);
        Duration allowed = timeout(plans, order.plan()).plus(MARGIN);
        if (age.compareTo(allowed) <= 0) {
            return;
        }
        switch (tasks.ask(started.task())) {
            case Known.Stopped stopped ->
                    report(
                            Ended.task(
                                    order.plan(),
                                    order.drillId(),
                                    started.request(),
                                    stopped.task()),
                            by);
            case Known.Forgotten _ ->
                    report(
                            new Ended(
                                    order.plan(),
                                    order.drillId(),
                                    started.request(),
                                    null,
                                    silent(started)),
                            by);
            case Known.Running running -> {
                tasks.stop(started.task());
                problems.add(
                        new Problem(
                                "drill %s of plan \"%s\" is %s for %s, allowed %s: its task was stopped"
                                        .formatted(
                                                order.drillId(),
                                                order.plan(),
                                                running.status(),
                                                Amount.duration((double) age.toSeconds()),
                                                Amount.duration((double) allowed.toSeconds())),
                                "wait for the drill's own alert, then look at its task's log"));
            }
        }
    }

    private void report(Ended ended, String by) {
        reports.report(ended, by);
        reported.add(ended.drillId());
    }

    private static Finding silent(OrderState.Started started) {
        return Finding.of(
                FindingCode.TASK_SILENT,
                started.task().substring(started.task().lastIndexOf('/') + 1),
                "the task was started at %s, left no result, and nobody heard of its end"
                        .formatted(Amount.minute(started.at())));
    }

    private static Duration timeout(@Nullable PlanSource plans, String name) {
        PlanOrProblem found = plans == null ? null : plans.plans().get(name);
        Plan plan = found == null ? null : found.plan();
        if (plan == null) {
            return USUAL_TIMEOUT;
        }
        Duration drill = plan.restore().timeout().duration();
        WalkBackSpec others = plan.select().walkBack();
        // The last of those that follow may begin when their time is all but up: a broken drill is
        // followed by other backups, a proven one by newer versions.
        if (others.allowed()) {
            return drill.multipliedBy(2).plus(others.timeout().duration());
        }
        return plan.verify().upgrades() ? drill.multipliedBy(2) : drill;
    }
}
