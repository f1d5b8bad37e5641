package dev.muster.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.contract.CheckKind;
import dev.muster.contract.MusterException;
import dev.muster.contract.request.DrillRequest;
import dev.muster.contract.result.CheckResult;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.Environment;
import dev.muster.contract.result.Judgement;
import dev.muster.contract.result.ObjectOutcome;
import dev.muster.contract.result.Objectives;
import dev.muster.contract.result.VerdictRule;
import dev.muster.records.Results;
import dev.muster.records.order.Orders;
import dev.muster.stores.Secrets;
import dev.muster.trigger.event.EventReader;
import dev.muster.trigger.task.Backoff;
import dev.muster.trigger.task.Tasks;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.ecs.EcsClient;

/**
 * A stack of one's own: a plan file, backups in a directory, a fake ECS, and the trigger function's
 * story between them. What the report function does, the test does in its place.
 */
final class Stack implements AutoCloseable {
    static final Instant START = Instant.parse("2026-12-01T03:00:00Z");
    static final Duration TIME = Duration.ofMinutes(5);

    final FakeEcs ecs = new FakeEcs();
    final MemoryStore state = new MemoryStore();
    final MemoryStore records = new MemoryStore();
    final List<String> reported = Collections.synchronizedList(new ArrayList<>());
    final Path directory;
    private final Map<String, String> environment = new HashMap<>();
    private Instant now = START;
    private boolean deaf;

    Stack(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory.resolve("backups"));
        environment.put("MUSTER_PLANS", directory.resolve("muster.yaml").toString());
        environment.put("MUSTER_RECORDS", "s3://records/records");
        environment.put("MUSTER_STATE", "s3://config/state");
        environment.put("MUSTER_CLUSTER", "muster");
        environment.put("MUSTER_TASK_DEFINITION", "muster-drill");
        environment.put("MUSTER_TASK_DEFINITION_LARGE", "muster-drill-large");
        environment.put("MUSTER_EBS_ROLE", "arn:aws:iam::123456789012:role/volumes");
        environment.put("MUSTER_SUBNETS", "subnet-1,subnet-2");
        environment.put("MUSTER_SECURITY_GROUPS", "sg-1");
        environment.put("MUSTER_MAX_TASKS", "20");
        environment.put("AWS_REGION", "eu-central-1");
    }

    Stack set(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** A backup of this age. */
    Stack backup(String name, Duration age) throws IOException {
        Path file = Files.writeString(directory.resolve("backups").resolve(name), "PGDMP");
        Files.setLastModifiedTime(file, FileTime.from(START.minus(age)));
        return this;
    }

    Stack plans(String yaml) throws IOException {
        Files.writeString(directory.resolve("muster.yaml"), yaml);
        return this;
    }

    /** A plan over the directory's backups. */
    String plan(String name) {
        return """
          %s:
            stores: [{ directory: %s }]
            backups: { pattern: "*.dump" }
        """
                .formatted(name, directory.resolve("backups"));
    }

    void later(Duration duration) {
        now = now.plus(duration);
    }

    /** Whether the report function can be told nothing. */
    void deaf(boolean isDeaf) {
        deaf = isDeaf;
    }

    Answer answer(String event) {
        return answer(event, "run-" + System.nanoTime(), new AtomicInteger(1 << 30));
    }

    /** Answers an event in a function that lives for so many steps. */
    Answer answer(String event, String run, AtomicInteger life) {
        FunctionSettings settings = FunctionSettings.of(environment);
        Tasks tasks =
                new Tasks(
                        mortal(ecs.client(), life),
                        settings.task(),
                        new Backoff(Duration.ofMillis(2), Duration.ofMillis(5), 3));
        Trigger trigger =
                new Trigger(
                        settings,
                        records.heldBy(life),
                        state.heldBy(life),
                        tasks,
                        (plan, drillId) -> {
                            MemoryStore.live(life);
                            if (deaf) {
                                throw new MusterException("REPORT_FAILED", "no answer", null);
                            }
                            reported.add(drillId);
                        },
                        new Secrets(environment, _ -> {}),
                        clock());
        return trigger.answer(
                EventReader.read(event.getBytes(StandardCharsets.UTF_8), run), run, () -> TIME);
    }

    /** Dies before a request is sent, or before its answer arrives. */
    private static EcsClient mortal(EcsClient client, AtomicInteger life) {
        return (EcsClient)
                Proxy.newProxyInstance(
                        EcsClient.class.getClassLoader(),
                        new Class<?>[] {EcsClient.class},
                        (_, method, arguments) -> {
                            MemoryStore.live(life);
                            try {
                                Object answer = method.invoke(client, arguments);
                                MemoryStore.live(life);
                                return answer;
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }

    Orders orders() {
        return new Orders(state);
    }

    Results results() {
        return new Results(records);
    }

    /** The request that a task was started with. */
    static DrillRequest request(JsonNode task) {
        return DrillRequest.fromJson(variable(task, "MUSTER_REQUEST"));
    }

    static String variable(JsonNode task, String name) {
        for (JsonNode variable :
                task.path("overrides").path("containerOverrides").path(0).path("environment")) {
            if (variable.path("name").asText().equals(name)) {
                return variable.path("value").asText();
            }
        }
        throw new AssertionError("no " + name + " in " + task);
    }

    /** Ends a task as the restore task and the report function do it. */
    boolean endOneTask() {
        JsonNode task = ecs.endOne();
        if (task == null) {
            return false;
        }
        DrillRequest request = request(task);
        results().leave(result(request));
        orders().close(request.drillId());
        return true;
    }

    private static DrillResult result(DrillRequest request) {
        List<CheckResult> checks =
                List.of(
                        new CheckResult(
                                CheckKind.ROW_COUNTS,
                                0.1,
                                List.of(ObjectOutcome.counted("public.users", 7, 7))));
        Judgement judgement = VerdictRule.judge(List.of(), checks);
        return new DrillResult(
                DrillResult.SCHEMA_VERSION,
                request.drillId(),
                request.plan(),
                judgement.verdict(),
                judgement.proof(),
                judgement.cause(),
                START,
                60,
                request.selection(),
                null,
                List.of(),
                List.of(),
                checks,
                judgement.findings(),
                new Objectives(null, null),
                new Environment("0", "25", "Linux", null, null, null, null, 2, 1L << 32));
    }

    @Override
    public void close() {
        ecs.close();
    }
}
