package dev.muster.report.drill;

import dev.muster.contract.request.DrillRequest;
import dev.muster.contract.request.RequestedCopy;
import dev.muster.contract.result.SelectionFacts;
import dev.muster.records.DirectoryRecordStore;
import dev.muster.records.RecordStore;
import dev.muster.records.order.HeldOrder;
import dev.muster.records.order.Order;
import dev.muster.records.order.OrderState;
import dev.muster.records.order.Orders;
import dev.muster.records.order.TaskSize;
import dev.muster.report.alert.AlertsSent;
import dev.muster.report.alert.Links;
import dev.muster.report.alert.Subscriber;
import dev.muster.report.alert.Topic;
import dev.muster.report.metrics.MetricLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The report function's surroundings in a directory: stores, a subscriber, a clock that stands. */
public final class World {
    public static final Instant NOW = Instant.parse("2026-03-01T03:30:00Z");

    public final Subscriber subscriber = new Subscriber();
    public final AtomicInteger dispatched = new AtomicInteger();
    public final ByteArrayOutputStream metrics = new ByteArrayOutputStream();
    public final RecordStore records;
    public final RecordStore state;
    public final Orders orders;
    private final Path plans;
    private Instant now = NOW;

    public World(Path root) {
        records = new DirectoryRecordStore(root.resolve("records"));
        state = new DirectoryRecordStore(root.resolve("state"));
        orders = new Orders(state);
        plans = root.resolve("muster.yaml");
        plans(
                "plans: { shop: { stores: [ { directory: /b } ], objectives: { rto: 1h, rpo: 24h } } }");
    }

    public void plans(String yaml) {
        try {
            Files.createDirectories(plans.toAbsolutePath().resolveSibling(""));
            Files.writeString(plans, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String place() {
        return plans.toString();
    }

    public void now(Instant instant) {
        now = instant;
    }

    public Clock clock() {
        return Clock.fixed(now, ZoneOffset.UTC);
    }

    public AlertsSent alerts() {
        return new AlertsSent(state, new Topic(subscriber, "arn:aws:sns:eu-central-1:1:alerts"));
    }

    public DrillReport reports() {
        return reports(records);
    }

    public DrillReport reports(RecordStore store) {
        return new DrillReport(
                store,
                orders,
                alerts(),
                dispatched::incrementAndGet,
                place(),
                metricLog(),
                new Links("eu-central-1"),
                clock());
    }

    DrillReport reports(Recording.Page page) {
        return new DrillReport(
                records,
                orders,
                alerts(),
                dispatched::incrementAndGet,
                place(),
                metricLog(),
                new Links("eu-central-1"),
                clock(),
                page);
    }

    public MetricLog metricLog() {
        PrintStream lines = new PrintStream(metrics, true, StandardCharsets.UTF_8);
        return new MetricLog(() -> lines);
    }

    public List<String> metricLines() {
        return metrics.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** A drill that was ordered, and whose task was started. */
    public DrillRequest started(String drillId) {
        return started(drillId, "shop", NOW.minusSeconds(1800));
    }

    public DrillRequest started(String drillId, String plan, Instant at) {
        DrillRequest request = request(drillId, plan);
        TaskSize size = new TaskSize(1024, 2048, 30, false);
        orders.create(Order.of(drillId, plan, null, null, null, 0, "event", at));
        HeldOrder held = orders.find(drillId).orElseThrow();
        OrderState.Starting starting =
                new OrderState.Starting(
                        "run", at, OrderState.Waiting.NEW, "muster.yaml", request, size);
        orders.claim(held, starting);
        String task = "arn:aws:ecs:eu-central-1:111122223333:task/muster/t-" + drillId;
        orders.started(drillId, starting, task, at);
        return request;
    }

    public static DrillRequest request(String drillId, String plan) {
        return new DrillRequest(
                DrillRequest.SCHEMA_VERSION,
                drillId,
                plan,
                "daily/shop-20260227T013000.dump.gz.enc",
                Instant.parse("2026-02-27T01:30:00Z"),
                List.of(new RequestedCopy(0, 475_003_112, NOW.minusSeconds(200_000), "e")),
                new SelectionFacts("random", "7d", 4711L, 7, "drawn from 7 backups of 7 days"),
                Instant.parse("2026-02-28T01:30:00Z"),
                List.of());
    }
}
