package dev.muster.report.overdue;

import dev.muster.contract.MusterException;
import dev.muster.records.order.Orders;
import dev.muster.records.plan.PlanSource;
import dev.muster.report.alert.AlertsSent;
import dev.muster.report.alert.AlertsSent.Mark;
import dev.muster.report.alert.AlertsSent.Outcome;
import dev.muster.report.alert.OverdueAlert;
import dev.muster.report.alert.OverdueNews;
import dev.muster.report.alert.OverdueNews.Problem;
import dev.muster.report.drill.DrillReport;
import dev.muster.report.drill.DrillReport.Ended;
import dev.muster.report.drill.Failures;
import dev.muster.report.drill.NextDrills;
import dev.muster.report.stop.EcsTasks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Looks for silence once a day: drills that never reported are reported, alerts that were never
 * sent are sent, and one alert tells of all plans that nobody has proven lately.
 */
public final class OverdueCheck {
    private final Orders orders;
    private final AlertsSent alerts;
    private final DrillReport reports;
    private final NextDrills next;
    private final String plans;
    private final EcsTasks tasks;
    private final LatePlans latePlans;
    private final Duration startWithin;
    private final int mostTasks;
    private final Clock clock;

    /**
     * @param plans where the plan file lies
     * @param startWithin how long a drill may wait for AWS to have room for it
     * @param mostTasks how many drills run at the same time
     */
    public OverdueCheck(
            Orders orders,
            AlertsSent alerts,
            DrillReport reports,
            NextDrills next,
            String plans,
            EcsTasks tasks,
            LatePlans latePlans,
            Duration startWithin,
            int mostTasks,
            Clock clock) {
        this.orders = orders;
        this.alerts = alerts;
        this.reports = reports;
        this.next = next;
        this.plans = plans;
        this.tasks = tasks;
        this.latePlans = latePlans;
        this.startWithin = startWithin;
        this.mostTasks = mostTasks;
        this.clock = clock;
    }

    /**
     * What was found.
     *
     * @param reported ids of drills that never reported and are reported now
     * @param notes what could not be done, and is not worth a retry
     * @param alert nothing where there was nothing to tell
     */
    public record Found(
            OverdueNews news, List<String> reported, List<String> notes, Optional<Outcome> alert) {}

    /**
     * Looks.
     *
     * @param by the function's run
     * @throws MusterException ALERT_FAILED, RECORDS_FAILED or DISPATCH_FAILED, after all that could
     *     be done
     */
    public Found check(String by) {
        Instant now = clock.instant();
        List<Problem> problems = new ArrayList<>();
        PlanSource source = source(problems);
        SilentDrills silent = new SilentDrills(tasks, reports, startWithin, mostTasks);
        attempt(
                problems,
                "drills that never reported could not be looked for",
                () -> silent.takeUp(orders.book(), source, now, by));
        problems.addAll(silent.problems());
        attempt(
                problems,
                "alerts that were never sent could not be looked for",
                () -> alerts.unsent(now).forEach(mark -> sendAgain(mark, problems, by)));
        AtomicReference<LatePlans.Found> late = new AtomicReference<>(LatePlans.Found.NOTHING);
        if (source != null) {
            attempt(
                    problems,
                    "plans could not be looked after",
                    () -> late.set(latePlans.among(source, now)));
        }
        problems.addAll(late.get().problems());
        String day = LocalDate.ofInstant(now, ZoneOffset.UTC).toString();
        OverdueNews news = new OverdueNews(day, now, late.get().plans(), problems);
        Failures failures = new Failures();
        List<Outcome> alert = new ArrayList<>();
        failures.run(() -> tell(news, by).ifPresent(alert::add));
        failures.run(next::dispatch);
        Failures pages = new Failures();
        pages.run(() -> latePlans.publishStale(late.get()));
        failures.throwIfAny();
        return new Found(
                news,
                silent.reported(),
                pages.first().map(e -> "the pages: " + e.getMessage()).stream().toList(),
                alert.stream().findFirst());
    }

    private @Nullable PlanSource source(List<Problem> problems) {
        try {
            return PlanSource.read(plans);
        } catch (MusterException e) {
            problems.add(problem("the plan file cannot be used, so nothing can be drilled", e));
            return null;
        }
    }

    /** One step that fails keeps nobody from being told of the others. */
    private static void attempt(List<Problem> problems, String what, Runnable step) {
        Failures failures = new Failures();
        failures.run(step);
        failures.first().ifPresent(e -> problems.add(problem(what, e)));
    }

    private static Problem problem(String what, MusterException e) {
        String hint = e.hint() == null ? "look at the function's log" : e.hint();
        return new Problem(what + ": " + e.getMessage(), hint);
    }

    /** Reports again whose alert was begun and never marked as sent. */
    private void sendAgain(Mark mark, List<Problem> problems, String by) {
        String plan = mark.plan();
        String drillId = mark.drillId();
        if (plan != null && drillId != null) {
            attempt(
                    problems,
                    "the alert of drill %s of plan \"%s\" could not be sent"
                            .formatted(drillId, plan),
                    () -> {
                        if (reports.tellFirst(plan, drillId, by).isEmpty()) {
                            reports.report(new Ended(plan, drillId, null, null, null), by);
                        }
                    });
        }
    }

    private Optional<Outcome> tell(OverdueNews news, String by) {
        if (news.isNothing()) {
            return Optional.empty();
        }
        Mark mark = new Mark(by, news.now(), null, null, null);
        return Optional.of(alerts.send("overdue/" + news.day(), mark, () -> OverdueAlert.of(news)));
    }
}
