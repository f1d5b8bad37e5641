package dev.muster.report;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.contract.ContractJson;
import dev.muster.contract.MusterException;
import dev.muster.contract.request.DrillRequest;
import dev.muster.records.DrillFolder;
import dev.muster.records.RecordStore;
import dev.muster.records.RecordStores;
import dev.muster.records.order.HeldOrder;
import dev.muster.records.order.Order;
import dev.muster.records.order.OrderState;
import dev.muster.records.order.Orders;
import dev.muster.report.alert.Alert;
import dev.muster.report.alert.AlertsSent;
import dev.muster.report.alert.Links;
import dev.muster.report.alert.TestAlert;
import dev.muster.report.alert.Topic;
import dev.muster.report.drill.DrillReport;
import dev.muster.report.drill.DrillReport.Ended;
import dev.muster.report.metrics.MetricLog;
import dev.muster.report.overdue.LatePlans;
import dev.muster.report.overdue.OverdueCheck;
import dev.muster.report.stop.EcsTasks;
import dev.muster.report.stop.StoppedTask;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Lambda function that hears of every drill's end: it keeps the record, tells people, and looks
 * daily for what was not heard of.
 *
 * <p>What is worth a retry is thrown, so that Lambda retries it and then keeps the event in the
 * dead-letter queue. What is not ours, or was done before, is answered and nothing else.
 */
public final class ReportFunction implements RequestStreamHandler {
    private final Settings settings;
    private final Orders orders;
    private final DrillReport reports;
    private final OverdueCheck overdue;
    private final EcsTasks tasks;
    private final Topic topic;
    private final Clock clock;

    /** As Lambda makes it: everything comes from the environment. */
    public ReportFunction() {
        // Digits in texts are the same wherever this runs.
        Locale.setDefault(Locale.ROOT);
        this(Settings.from(System.getenv()), new MetricLog(), Clock.systemUTC());
    }

    ReportFunction(Settings settings, MetricLog metrics, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        Clients clients = new Clients();
        RecordStore records = RecordStores.open(settings.records());
        RecordStore state = RecordStores.open(settings.state());
        topic = new Topic(clients.sns(), settings.topic());
        orders = new Orders(state);
        AlertsSent alerts = new AlertsSent(state, topic);
        DispatchCall trigger = new DispatchCall(clients.lambda(), settings.triggerFunction());
        reports =
                new DrillReport(
                        records,
                        orders,
                        alerts,
                        trigger,
                        settings.plans(),
                        metrics,
                        new Links(settings.region()),
                        clock);
        tasks = new EcsTasks(clients.ecs(), settings.cluster());
        overdue =
                new OverdueCheck(
                        orders,
                        alerts,
                        reports,
                        trigger,
                        settings.plans(),
                        tasks,
                        new LatePlans(records, settings.provenWithin(), metrics),
                        settings.startWithin().duration(),
                        settings.mostTasks(),
                        clock);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
            throws IOException {
        String by = context.getAwsRequestId();
        try {
            JsonNode answer = handle(read(in), by == null ? "by hand" : by);
            context.getLogger().log(line(answer) + "\n");
            ContractJson.mapper().writeValue(out, answer);
        } catch (MusterException e) {
            throw new ReportFailed(e);
        }
    }

    private static JsonNode read(InputStream in) throws IOException {
        try {
            return ContractJson.mapper().readTree(in);
        } catch (JsonProcessingException e) {
            throw new MusterException(
                    "EVENT_UNREADABLE", "the event is no JSON", "send {\"testAlert\":true}", e);
        }
    }

    private ObjectNode handle(JsonNode event, String by) {
        return switch (ReportEvent.of(event)) {
            case ReportEvent.TaskStopped stopped -> taskStopped(stopped.task(), by);
            case ReportEvent.ResultLeft left -> resultLeft(left, by);
            case ReportEvent.VerdictKept kept -> verdictKept(kept.key(), by);
            case ReportEvent.Overdue _ -> checked(overdue.check(by));
            case ReportEvent.Test test -> {
                Alert alert = TestAlert.of(by, test.severity(), clock.instant());
                yield answer("tested").put("messageId", topic.publish(alert));
            }
            case ReportEvent.Ignored ignored -> answer("ignored").put("why", ignored.why());
        };
    }

    private ObjectNode resultLeft(ReportEvent.ResultLeft left, String by) {
        Order order = orders.find(left.drillId()).map(HeldOrder::order).orElse(null);
        String taskArn = order == null ? null : taskOf(order);
        Ended ended = new Ended(left.plan(), left.drillId(), null, null, null);
        if (taskArn == null) {
            return reports.tellFirst(left.plan(), left.drillId(), by)
                    .map(alert -> toldFirst(left.plan(), left.drillId(), alert))
                    .orElseGet(() -> reported(reports.report(ended, by)));
        }
        // What interrupted a drill is known of its task alone, and worth waiting for.
        return switch (tasks.ask(taskArn)) {
            case EcsTasks.Known.Running _ -> goesOn(left.plan(), left.drillId(), by);
            case EcsTasks.Known.Stopped stopped -> taskStopped(stopped.task(), by);
            case EcsTasks.Known.Forgotten _ -> reported(reports.report(ended, by));
        };
    }

    /** Whoever may put documents there could name any drill: only those in the book are told of. */
    private ObjectNode verdictKept(String key, String by) {
        String folder = key.substring(0, key.length() - ReportEvent.KEPT.length());
        String drillId = folder.substring(folder.lastIndexOf('/') + 1);
        return (drillId.isEmpty() ? Optional.<HeldOrder>empty() : orders.find(drillId))
                .map(held -> held.order().plan())
                .filter(plan -> key.endsWith("/" + DrillFolder.of(plan, drillId).kept()))
                .map(plan -> goesOn(plan, drillId, by))
                .orElseGet(() ->
                        answer("ignored")
                                .put("why", "\"%s\" is of no drill in our book".formatted(key)));
    }

    private ObjectNode goesOn(String plan, String drillId, String by) {
        return reports.tellFirst(plan, drillId, by)
                .map(alert -> toldFirst(plan, drillId, alert))
                .orElseGet(() ->
                        answer("ignored").put("why", "the task's own end tells of the drill"));
    }

    private static ObjectNode toldFirst(String plan, String drillId, AlertsSent.Outcome alert) {
        return answer("told first")
                .put("plan", plan)
                .put("drillId", drillId)
                .put("alert", alert.name());
    }

    private ObjectNode taskStopped(StoppedTask task, String by) {
        if (!settings.families().contains(task.family())) {
            return answer("ignored")
                    .put("why", "task family \"" + task.family() + "\" is not ours");
        }
        Optional<DrillRequest> request = Optional.ofNullable(task.request()).flatMap(this::parsed);
        if (request.isPresent()) {
            DrillRequest asked = request.get();
            return reported(
                    reports.report(Ended.task(asked.plan(), asked.drillId(), asked, task), by));
        }
        Optional<Order> order = orderOf(task);
        if (order.isEmpty()) {
            return answer("ignored")
                    .put(
                            "why",
                            "task " + task.taskId() + " was not started for a drill in our book");
        }
        Order known = order.get();
        return reported(
                reports.report(Ended.task(known.plan(), known.drillId(), asked(known), task), by));
    }

    private Optional<DrillRequest> parsed(String json) {
        try {
            return Optional.of(DrillRequest.fromJson(json));
        } catch (MusterException _) {
            // The book knows the drill as well; the task itself says what was wrong with it.
            return Optional.empty();
        }
    }

    private Optional<Order> orderOf(StoppedTask task) {
        Optional<Order> named = task.drillId().flatMap(orders::find).map(HeldOrder::order);
        return named.isPresent()
                ? named
                : orders.book().orders().stream()
                        .map(HeldOrder::order)
                        .filter(order -> task.taskArn().equals(taskOf(order)))
                        .findFirst();
    }

    private static @Nullable String taskOf(Order order) {
        return order.state() instanceof OrderState.Started started ? started.task() : null;
    }

    private static @Nullable DrillRequest asked(Order order) {
        return switch (order.state()) {
            case OrderState.Started started -> started.request();
            case OrderState.Starting starting -> starting.request();
            case OrderState.Waiting _ -> null;
        };
    }

    private static ObjectNode reported(DrillReport.Done done) {
        ObjectNode answer =
                answer("reported")
                        .put("plan", done.result().plan())
                        .put("drillId", done.result().drillId())
                        .put("verdict", done.record().drill().verdict().name())
                        .put("record", done.record().number())
                        .put("alert", done.alert().name());
        done.notes().forEach(answer.withArrayProperty("notes")::add);
        return done.secondTry() == null ? answer : answer.put("secondTry", done.secondTry());
    }

    private static ObjectNode checked(OverdueCheck.Found found) {
        ObjectNode answer = answer("checked");
        found.news()
                .plans()
                .forEach(plan -> answer.withObjectProperty("overdue").put(plan.plan(), plan.why()));
        found.news()
                .problems()
                .forEach(problem -> answer.withArrayProperty("problems").add(problem.what()));
        found.reported().forEach(answer.withArrayProperty("reported")::add);
        found.notes().forEach(answer.withArrayProperty("notes")::add);
        return answer.put("alert", found.alert().map(Enum::name).orElse("NOTHING_TO_TELL"));
    }

    private static ObjectNode answer(String done) {
        return ContractJson.mapper().createObjectNode().put("done", done);
    }

    private static String line(JsonNode answer) throws JsonProcessingException {
        return ContractJson.mapper()
                .writer()
                .without(SerializationFeature.INDENT_OUTPUT)
                .writeValueAsString(answer);
    }
}
