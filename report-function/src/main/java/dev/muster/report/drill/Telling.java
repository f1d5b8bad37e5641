package dev.muster.report.drill;

import dev.muster.contract.Verdict;
import dev.muster.contract.result.DrillResult;
import dev.muster.records.DrillFolder;
import dev.muster.records.DrillRecord;
import dev.muster.records.RecordStore;
import dev.muster.records.order.Order;
import dev.muster.records.order.OrderState;
import dev.muster.report.alert.AlertsSent;
import dev.muster.report.alert.AlertsSent.Outcome;
import dev.muster.report.alert.DrillAlert;
import dev.muster.report.alert.DrillNews;
import dev.muster.report.alert.Links;
import dev.muster.report.alert.Reliance;
import dev.muster.report.drill.DrillReport.Ended;
import dev.muster.report.history.PlanSummary;
import dev.muster.report.metrics.MetricLog;
import dev.muster.report.metrics.PlanMetrics;
import dev.muster.report.stop.StoppedTask;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells of a drill: to people, once, and with it to CloudWatch. */
final class Telling {
    /** Of the first of two alerts, which are of two names. */
    private static final String FIRST = "first/";

    private final RecordStore store;
    private final AlertsSent alerts;
    private final MetricLog metrics;
    private final Links links;
    private final Clock clock;

    /**
     * @param store of the records
     */
    Telling(RecordStore store, AlertsSent alerts, MetricLog metrics, Links links, Clock clock) {
        this.store = store;
        this.alerts = alerts;
        this.metrics = metrics;
        this.links = links;
        this.clock = clock;
    }

    /**
     * Tells.
     *
     * @param secondTry the id of the drill that does this one once more, or null
     * @param summary of the plan, this drill in it
     * @param by the function's run
     * @throws dev.muster.contract.MusterException ALERT_FAILED or RECORDS_FAILED
     */
    Outcome tell(
            Ended ended,
            Optional<Order> order,
            DrillResult result,
            DrillRecord stored,
            @Nullable String secondTry,
            Optional<PlanSummary> summary,
            String by) {
        Instant now = clock.instant();
        DrillFolder folder = DrillFolder.of(result.plan(), result.drillId());
        String report = store.location(stored.report());
        DrillNews news =
                new DrillNews(
                        result,
                        now,
                        newest(summary),
                        secondTry,
                        order.map(Order::first).orElse(null),
                        false,
                        report,
                        store.location(folder.result()),
                        links.object(report).orElse(null),
                        taskPage(ended, order));
        AlertsSent.Mark mark = new AlertsSent.Mark(by, now, ended.plan(), ended.drillId(), null);
        Outcome outcome = alerts.send(folder.path(), mark, () -> DrillAlert.of(news));
        if (outcome == Outcome.SENT) {
            Instant provenAt = summary.map(PlanSummary::provenAt).orElse(null);
            metrics.write(PlanMetrics.ofDrill(result, now, provenAt));
        }
        if (outcome != Outcome.LEFT_TO_ANOTHER && result.verdict() == Verdict.BROKEN) {
            alerts.drop(FIRST + folder.path());
        }
        return outcome;
    }

    /**
     * Tells of a verdict that is kept while other backups are drilled; the drill's own alert
     * follows.
     */
    Outcome tellFirst(Order order, DrillResult kept, Optional<PlanSummary> summary, String by) {
        Instant now = clock.instant();
        DrillFolder folder = DrillFolder.of(kept.plan(), kept.drillId());
        String place = store.location(folder.kept());
        DrillNews news =
                new DrillNews(
                        kept,
                        now,
                        newest(summary),
                        null,
                        order.first(),
                        true,
                        place,
                        place,
                        null,
                        taskPage(order));
        AlertsSent.Mark mark = new AlertsSent.Mark(by, now, kept.plan(), kept.drillId(), null);
        return alerts.send(FIRST + folder.path(), mark, () -> DrillAlert.of(news));
    }

    private static @Nullable Reliance newest(Optional<PlanSummary> summary) {
        return summary.map(PlanSummary::newestProven)
                .map(b -> new Reliance(b.key(), b.madeAt(), b.provenAt()))
                .orElse(null);
    }

    private @Nullable String taskPage(Ended ended, Optional<Order> order) {
        StoppedTask task = ended.task();
        if (task != null) {
            return links.task(task.clusterArn(), task.taskArn());
        }
        return order.map(this::taskPage).orElse(null);
    }

    private @Nullable String taskPage(Order order) {
        // arn:aws:ecs:REGION:ACCOUNT:task/CLUSTER/ID
        return Optional.of(order.state())
                .filter(OrderState.Started.class::isInstance)
                .map(state -> ((OrderState.Started) state).task())
                .filter(arn -> arn.split("/", -1).length == 3)
                .map(arn -> links.task(arn.split("/", -1)[1], arn))
                .orElse(null);
    }
}
