package dev.muster.report.drill;

import dev.muster.contract.Finding;
import dev.muster.contract.MusterException;
import dev.muster.contract.Verdict;
import dev.muster.contract.request.DrillRequest;
import dev.muster.contract.result.DrillResult;
import dev.muster.records.DrillRecord;
import dev.muster.records.History;
import dev.muster.records.RecordStore;
import dev.muster.records.Results;
import dev.muster.records.order.HeldOrder;
import dev.muster.records.order.Order;
import dev.muster.records.order.Orders;
import dev.muster.report.alert.AlertSeverity;
import dev.muster.report.alert.AlertsSent;
import dev.muster.report.alert.AlertsSent.Outcome;
import dev.muster.report.alert.Links;
import dev.muster.report.drill.Recording.Recorded;
import dev.muster.report.history.HistoryPage;
import dev.muster.report.history.PlanSummary;
import dev.muster.report.metrics.MetricLog;
import dev.muster.report.render.HtmlReport;
import dev.muster.report.stop.StopReason;
import dev.muster.report.stop.StoppedTask;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Tells the story of a drill that is over: its result, its second try, its record, the alert, the
 * order's end, the drills that wait, the pages.
 *
 * <p>Every step can be done again without doing anything twice, and the order is closed last of
 * what must not be lost. So whoever dies half way leaves an order that is taken up again: by
 * Lambda's own retry, and by the daily look for drills that never reported.
 */
public final class DrillReport {
    private final RecordStore store;
    private final Results results;
    private final Orders orders;
    private final NextDrills next;
    private final Taking taking;
    private final Repeating repeating;
    private final Recording recording;
    private final Telling telling;

    /**
     * @param store of the records
     * @param plans where the plan file lies
     */
    public DrillReport(
            RecordStore store,
            Orders orders,
            AlertsSent alerts,
            NextDrills next,
            String plans,
            MetricLog metrics,
            Links links,
            Clock clock) {
        this(store, orders, alerts, next, plans, metrics, links, clock, HtmlReport::render);
    }

    DrillReport(
            RecordStore store,
            Orders orders,
            AlertsSent alerts,
            NextDrills next,
            String plans,
            MetricLog metrics,
            Links links,
            Clock clock,
            Recording.Page page) {
        this.store = store;
        results = new Results(store);
        this.orders = orders;
        this.next = next;
        taking = new Taking(store, plans, clock);
        repeating = new Repeating(orders, results, clock);
        recording = new Recording(store, page);
        telling = new Telling(store, alerts, metrics, links, clock);
    }

    /**
     * A drill as it is known from outside its result.
     *
     * @param request what its task was asked, null where that is not known
     * @param task what ECS tells of it, null where nothing
     * @param reason what made it leave no result, where it left none; null where one must be there
     */
    public record Ended(
            String plan,
            String drillId,
            @Nullable DrillRequest request,
            @Nullable StoppedTask task,
            @Nullable Finding reason) {

        /** A drill whose task ECS says has stopped. */
        public static Ended task(
                String plan, String drillId, @Nullable DrillRequest request, StoppedTask task) {
            return new Ended(plan, drillId, request, task, StopReason.of(task));
        }
    }

    /**
     * What was done.
     *
     * @param secondTry the id of the drill that was ordered once more, or null
     * @param notes what could not be done, and is not worth a retry
     */
    public record Done(
            DrillResult result,
            DrillRecord record,
            @Nullable String secondTry,
            Outcome alert,
            List<String> notes) {
        public Done {
            notes = List.copyOf(notes);
        }
    }

    /** Records the drills of other backups that followed a broken one in its task. */
    private void recordOthers(Ended ended, DrillResult broken) {
        if (broken.verdict() != Verdict.BROKEN) {
            return;
        }
        Optional<DrillResult> other = other(ended, 1);
        for (int place = 2; other.isPresent(); place++) {
            recording.record(
                    new Ended(ended.plan(), other.get().drillId(), null, ended.task(), null),
                    other.get(),
                    null);
            other = other(ended, place);
        }
    }

    /**
     * Records the drills of the same backup on newer versions, before its own: that is the one that
     * tells how the plan is. What went wrong there has an alert of its own.
     */
    private void reportUpgrades(Ended ended, DrillResult own, String by) {
        if (own.verdict() != Verdict.PROVEN) {
            return;
        }
        Optional<DrillResult> upgrade = upgrade(ended, 1);
        for (int place = 2; upgrade.isPresent(); place++) {
            DrillResult result = upgrade.get();
            Ended it = new Ended(ended.plan(), result.drillId(), null, ended.task(), null);
            Recorded recorded = recording.record(it, result, null);
            if (AlertSeverity.of(result) != AlertSeverity.INFO) {
                Optional<PlanSummary> summary =
                        PlanSummary.of(History.read(store, ended.plan()), ended.plan());
                telling.tell(it, Optional.empty(), result, recorded.stored(), null, summary, by);
            }
            upgrade = upgrade(ended, place);
        }
    }

    private Optional<DrillResult> upgrade(Ended ended, int place) {
        return results.find(ended.plan(), Results.upgraded(ended.drillId(), place));
    }

    private Optional<DrillResult> other(Ended ended, int place) {
        return results.find(ended.plan(), Results.following(ended.drillId(), place));
    }

    /**
     * Tells of a broken drill whose task goes on with other backups, before it is over.
     *
     * @param by the function's run
     * @return nothing where the drill is over, or where none of the book has kept such a verdict
     * @throws MusterException ALERT_FAILED or RECORDS_FAILED
     */
    public Optional<Outcome> tellFirst(String plan, String drillId, String by) {
        Optional<Order> order =
                orders.find(drillId).map(HeldOrder::order).filter(o -> o.plan().equals(plan));
        if (order.isEmpty() || results.isLeft(plan, drillId)) {
            return Optional.empty();
        }
        return results.kept(plan, drillId)
                .filter(kept -> kept.plan().equals(plan) && kept.drillId().equals(drillId))
                .filter(kept -> kept.verdict() == Verdict.BROKEN)
                .map(kept -> {
                    History history = History.read(store, plan);
                    return telling.tellFirst(order.get(), kept, PlanSummary.of(history, plan), by);
                });
    }

    /**
     * Reports the drill.
     *
     * @param by the function's run, the same when Lambda tries it again
     * @throws MusterException RESULT_MISSING, or what a step failed with; all steps that can be
     *     done are done before
     */
    public Done report(Ended ended, String by) {
        Optional<Order> order = orders.find(ended.drillId()).map(HeldOrder::order);
        DrillResult result = taking.take(ended, order);
        String secondTry = repeating.repeat(ended, order, result);
        Failures failures = new Failures();
        failures.run(() -> reportUpgrades(ended, result, by));
        Recorded recorded = recording.record(ended, result, secondTry);
        recordOthers(ended, result);
        History history = History.read(store, ended.plan());
        Optional<PlanSummary> summary = PlanSummary.of(history, ended.plan());
        AtomicReference<Outcome> alert = new AtomicReference<>(Outcome.LEFT_TO_ANOTHER);
        failures.run(() -> {
            alert.set(
                    telling.tell(ended, order, result, recorded.stored(), secondTry, summary, by));
            // What failed before is done again, and the order is what it is done again for.
            if (alert.get() != Outcome.LEFT_TO_ANOTHER && failures.first().isEmpty()) {
                orders.close(ended.drillId());
            }
        });
        failures.run(next::dispatch);
        List<String> notes = new ArrayList<>();
        Optional.ofNullable(recorded.defect()).ifPresent(notes::add);
        // The next drill's end, and the daily look, put the pages right.
        Failures pages = new Failures();
        pages.run(() -> HistoryPage.publish(history, ended.plan()));
        pages.first()
                .ifPresent(e -> notes.add("the pages could not be published: " + e.getMessage()));
        failures.throwIfAny();
        return new Done(result, recorded.stored(), secondTry, alert.get(), notes);
    }
}
