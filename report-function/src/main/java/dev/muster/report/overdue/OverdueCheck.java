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
     * @param alert nothing where there was nothing to tell
     */
    public record Found(OverdueNews news, List<String> reported, Optional<Outcome> alert) {}

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
        attempt(problems, () -> silent.takeUp(orders.book(), source, now, by));
        problems.addAll(silent.problems());
        attempt(problems, () -> sendUnsent(now, by));
        LatePlans.Found late =
                source == null ? LatePlans.Found.NOTHING : latePlans.among(source, now);
        problems.addAll(late.problems());
        String day = LocalDate.ofInstant(now, ZoneOffset.UTC).toString();
        OverdueNews news = new OverdueNews(day, now, late.plans(), problems);
        Failures failures = new Failures();
        List<Outcome> alert = new ArrayList<>();
        failures.run(() -> tell(news, by).ifPresent(alert::add));
        failures.run(next::dispatch);
        failures.throwIfAny();
        return new Found(news, silent.reported(), alert.stream().findFirst());
    }

    private @Nullable PlanSource source(List<Problem> problems) {
        try {
            return PlanSource.read(plans);
        } catch (MusterException e) {
            problems.add(problem("the plan file cannot be used, so nothing can be drilled", e));
            return null;
        }
    }

    private static void attempt(List<Problem> problems, Runnable step) {
        try {
            step.run();
        } catch (MusterException e) {
            problems.add(problem("drills that never reported could not be looked for", e));
        }
    }

    private static Problem problem(String what, MusterException e) {
        String hint = e.hint() == null ? "look at the function's log" : e.hint();
        return new Problem(what + ": " + e.getMessage(), hint);
    }

    /** Reports again whose alert was begun and never marked as sent. */
    private void sendUnsent(Instant now, String by) {
        for (Mark mark : alerts.unsent(now)) {
            if (mark.plan() != null && mark.drillId() != null) {
                reports.report(new Ended(mark.plan(), mark.drillId(), null, null, null), by);
            }
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
