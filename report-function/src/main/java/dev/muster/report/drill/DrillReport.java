package dev.muster.report.drill;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.MusterException;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.request.DrillRequest;
import dev.muster.contract.result.DrillResult;
import dev.muster.records.DrillFolder;
import dev.muster.records.DrillRecord;
import dev.muster.records.History;
import dev.muster.records.RecordStore;
import dev.muster.records.Records;
import dev.muster.records.Results;
import dev.muster.records.order.HeldOrder;
import dev.muster.records.order.Order;
import dev.muster.records.order.OrderState;
import dev.muster.records.order.Orders;
import dev.muster.records.plan.PlanSource;
import dev.muster.report.alert.AlertsSent;
import dev.muster.report.alert.AlertsSent.Outcome;
import dev.muster.report.alert.DrillAlert;
import dev.muster.report.alert.DrillNews;
import dev.muster.report.alert.Links;
import dev.muster.report.alert.Reliance;
import dev.muster.report.history.HistoryPage;
import dev.muster.report.history.PlanSummary;
import dev.muster.report.metrics.MetricLog;
import dev.muster.report.metrics.PlanMetrics;
import dev.muster.report.render.HtmlReport;
import dev.muster.report.stop.StopReason;
import dev.muster.report.stop.StoppedTask;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    /** A drill's id is the token under which ECS starts its task once. */
    private static final int LONGEST_ID = 64;

    private final RecordStore store;
    private final Results results;
    private final Orders orders;
    private final AlertsSent alerts;
    private final NextDrills next;
    private final String plans;
    private final MetricLog metrics;
    private final Links links;
    private final Clock clock;

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
        this.store = store;
        this.results = new Results(store);
        this.orders = orders;
        this.alerts = alerts;
        this.next = next;
        this.plans = plans;
        this.metrics = metrics;
        this.links = links;
        this.clock = clock;
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
     */
    public record Done(
            DrillResult result, DrillRecord record, @Nullable String secondTry, Outcome alert) {}

    /**
     * Reports the drill.
     *
     * @param by the function's run, the same when Lambda tries it again
     * @throws MusterException RESULT_MISSING, or what a step failed with; all steps that can be
     *     done are done before
     */
    public Done report(Ended ended, String by) {
        Optional<Order> order = orders.find(ended.drillId()).map(HeldOrder::order);
        Taken taken = take(ended, order);
        String secondTry = secondTry(ended, order, taken.result());
        DrillRecord stored = record(ended, taken, secondTry);
        History history = History.read(store, ended.plan());
        Optional<PlanSummary> summary = PlanSummary.of(history, ended.plan());
        Failures failures = new Failures();
        Outcome alert = Outcome.LEFT_TO_ANOTHER;
        try {
            alert = alert(ended, order, taken.result(), stored, secondTry, summary, by);
            if (alert != Outcome.LEFT_TO_ANOTHER) {
                orders.close(ended.drillId());
            }
        } catch (MusterException e) {
            failures.add(e);
        }
        failures.run(next::dispatch);
        failures.run(() -> HistoryPage.publish(history, ended.plan()));
        failures.throwIfAny();
        return new Done(taken.result(), stored, secondTry, alert);
    }

    /** The result, and the id under which it is recorded. */
    private record Taken(DrillResult result, String drillId) {}

    private Taken take(Ended ended, Optional<Order> order) {
        try {
            Optional<DrillResult> left = results.find(ended.plan(), ended.drillId());
            if (left.isPresent()) {
                return belongs(ended, left.get())
                        ? new Taken(left.get(), ended.drillId())
                        : unreadable(ended, "it is of another drill");
            }
        } catch (MusterException e) {
            if (!e.code().startsWith("RESULT_")) {
                throw e;
            }
            return unreadable(ended, String.valueOf(e.getMessage()));
        }
        if (ended.reason() == null) {
            throw new MusterException(
                    "RESULT_MISSING",
                    "there is no result of drill \"%s\" at \"%s\""
                            .formatted(ended.drillId(), location(ended)),
                    "report drills that are over; look at the drill's task and its log");
        }
        DrillResult lost = lost(ended, ended.drillId(), List.of(ended.reason()));
        if (mayTryAgain(order) && SecondTry.isWorthIt(lost, ended.reason().code())) {
            Finding repeated = repeated(ended.drillId());
            lost = lost(ended, ended.drillId(), List.of(ended.reason(), repeated));
        }
        return new Taken(left(lost), ended.drillId());
    }

    /** Leaves the result, unless the task did so meanwhile: then its own is the truth. */
    private DrillResult left(DrillResult made) {
        results.leave(made);
        return results.find(made.plan(), made.drillId()).orElse(made);
    }

    private static Finding repeated(String drillId) {
        return Finding.of(
                FindingCode.DRILL_REPEATED,
                null,
                "the drill was ordered once more, as \"%s\"".formatted(Order.againId(drillId)));
    }

    private static boolean belongs(Ended ended, DrillResult result) {
        return result.plan().equals(ended.plan()) && result.drillId().equals(ended.drillId());
    }

    /** A result that cannot be read stays where it is; beside it comes one that says so. */
    private Taken unreadable(Ended ended, String why) {
        Finding finding =
                Finding.of(
                        FindingCode.DEFECT,
                        ended.drillId(),
                        "the task left a result that cannot be read: " + why);
        String beside = ended.drillId() + "-unreadable";
        return new Taken(left(lost(ended, beside, List.of(finding))), beside);
    }

    private DrillResult lost(Ended ended, String drillId, List<Finding> reasons) {
        return LostDrill.result(
                ended.plan(),
                drillId,
                ended.request(),
                ended.task(),
                reasons,
                () -> plan(ended.plan()),
                clock.instant());
    }

    private Plan plan(String name) {
        return PlanSource.read(plans).plan(name);
    }

    private static boolean mayTryAgain(Optional<Order> order) {
        return order.filter(o -> o.attempt() == 1)
                .filter(o -> Order.againId(o.drillId()).length() <= LONGEST_ID)
                .isPresent();
    }

    /**
     * Orders the drill once more where that is worth it, and never more than once: the second
     * drill's id follows from the first's, and neither its order nor its result may be there.
     */
    private @Nullable String secondTry(Ended ended, Optional<Order> order, DrillResult result) {
        String again = Order.againId(ended.drillId());
        boolean there =
                orders.find(again).isPresent() || results.find(ended.plan(), again).isPresent();
        if (there) {
            return again;
        }
        FindingCode stop = ended.reason() == null ? null : ended.reason().code();
        if (!mayTryAgain(order) || !SecondTry.isWorthIt(result, stop)) {
            return null;
        }
        String backup = result.backup() == null ? null : result.backup().key();
        orders.create(order.orElseThrow().onceMore(backup, clock.instant()));
        return again;
    }

    private DrillRecord record(Ended ended, Taken taken, @Nullable String secondTry) {
        List<String> notes = new ArrayList<>();
        if (secondTry != null) {
            notes.add("Ordered once more, as drill " + secondTry + ".");
        }
        if (ended.reason() != null && wasInterrupted(taken.result())) {
            notes.add("Why it was interrupted: " + ended.reason().message() + ".");
        }
        return new Records(store, (result, sha256) -> HtmlReport.render(result, sha256, notes))
                .store(taken.result());
    }

    private static boolean wasInterrupted(DrillResult result) {
        return result.findings().stream().anyMatch(f -> f.code() == FindingCode.INTERRUPTED);
    }

    private Outcome alert(
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
                        summary.map(PlanSummary::newestProven)
                                .map(b -> new Reliance(b.key(), b.madeAt(), b.provenAt()))
                                .orElse(null),
                        secondTry,
                        order.map(Order::first).orElse(null),
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
        return outcome;
    }

    private @Nullable String taskPage(Ended ended, Optional<Order> order) {
        StoppedTask task = ended.task();
        if (task != null) {
            return links.task(task.clusterArn(), task.taskArn());
        }
        // arn:aws:ecs:REGION:ACCOUNT:task/CLUSTER/ID
        return order.map(Order::state)
                .filter(OrderState.Started.class::isInstance)
                .map(state -> ((OrderState.Started) state).task())
                .filter(arn -> arn.split("/", -1).length == 3)
                .map(arn -> links.task(arn.split("/", -1)[1], arn))
                .orElse(null);
    }

    private String location(Ended ended) {
        return store.location(DrillFolder.of(ended.plan(), ended.drillId()).result());
    }
}
