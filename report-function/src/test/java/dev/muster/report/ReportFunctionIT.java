package dev.muster.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.contract.ContractJson;
import dev.muster.contract.FindingCode;
import dev.muster.contract.request.DrillRequest;
import dev.muster.contract.result.DrillResult;
import dev.muster.records.Audit;
import dev.muster.records.RecordStore;
import dev.muster.records.RecordStores;
import dev.muster.records.Results;
import dev.muster.records.order.HeldOrder;
import dev.muster.records.order.Order;
import dev.muster.records.order.OrderState;
import dev.muster.records.order.Orders;
import dev.muster.records.order.TaskSize;
import dev.muster.report.drill.World;
import dev.muster.report.metrics.MetricLog;
import dev.muster.report.render.Drills;
import dev.muster.report.stop.Events;
import dev.muster.servers.AwsSettings;
import dev.muster.servers.Moto;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The function as Lambda runs it, on an emulated AWS: S3 for its stores, SNS to SQS queues. */
class ReportFunctionIT {
    @TempDir static Path directory = Path.of("unset");
    private static @Nullable Moto moto;
    private static @Nullable NotedInvocations lambda;
    private static @Nullable AwsSettings settings;

    private final ByteArrayOutputStream metrics = new ByteArrayOutputStream();
    private final String id = "20260301-shop-" + UUID.randomUUID().toString().substring(0, 8);
    private String bucket = "unset";
    private String topic = "unset";
    private String everything = "unset";
    private String loud = "unset";

    @BeforeAll
    static void startMoto() throws IOException, InterruptedException {
        Moto started = Moto.start(directory);
        moto = started;
        NotedInvocations noted = new NotedInvocations();
        lambda = noted;
        settings = started.asThisProcessesAws().and("aws.endpointUrlLambda", noted.endpoint());
    }

    @AfterAll
    static void stopMoto() {
        if (settings != null) {
            settings.close();
        }
        if (lambda != null) {
            lambda.close();
        }
        if (moto != null) {
            moto.close();
        }
    }

    @BeforeEach
    void makeStack() {
        String unique = UUID.randomUUID().toString();
        bucket = "muster-" + unique;
        try (S3Client s3 = S3Client.builder().forcePathStyle(true).build()) {
            s3.createBucket(b ->
                    b.bucket(bucket)
                            .createBucketConfiguration(c -> c.locationConstraint("eu-central-1")));
            s3.putObject(
                    p -> p.bucket(bucket).key("config/muster.yaml"),
                    RequestBody.fromString(
                            "plans: { shop: { stores: [ { directory: /b } ],"
                                    + " objectives: { rpo: 24h } } }"));
        }
        try (SnsClient sns = SnsClient.create();
                SqsClient sqs = SqsClient.create()) {
            topic = sns.createTopic(t -> t.name("alerts-" + unique)).topicArn();
            everything = subscribe(sns, sqs, "everything-" + unique, Map.of());
            loud =
                    subscribe(
                            sns,
                            sqs,
                            "loud-" + unique,
                            Map.of("FilterPolicy", "{\"severity\":[\"CRITICAL\"]}"));
        }
    }

    private String subscribe(
            SnsClient sns, SqsClient sqs, String name, Map<String, String> attributes) {
        String queue = sqs.createQueue(q -> q.queueName(name)).queueUrl();
        String arn =
                sqs.getQueueAttributes(
                                a -> a.queueUrl(queue).attributeNames(QueueAttributeName.QUEUE_ARN))
                        .attributes()
                        .get(QueueAttributeName.QUEUE_ARN);
        sns.subscribe(s -> s.topicArn(topic).protocol("sqs").endpoint(arn).attributes(attributes));
        return queue;
    }

    @Test
    void aDrillsEndIsRecordedAndReachesItsSubscribers() throws Exception {
        DrillResult drill = Drills.healthy().id(id).done();
        DrillRequest request = started();
        new Results(records()).leave(drill);

        JsonNode answer = run("run-1", event("task-stopped", request));

        assertThat(answer.path("verdict").asText()).isEqualTo("PROVEN");
        List<JsonNode> received = received(everything);
        assertThat(received).hasSize(1);
        assertThat(ContractJson.readResult(received.getFirst().path("Message").asText()))
                .isEqualTo(drill);
        assertThat(received.getFirst().path("Subject").asText()).startsWith("PROVEN: shop");
        JsonNode attributes = received.getFirst().path("MessageAttributes");
        assertThat(attributes.path("severity").path("Value").asText()).isEqualTo("INFO");
        assertThat(attributes.path("verdict").path("Value").asText()).isEqualTo("proven");
        assertThat(attributes.path("plan").path("Value").asText()).isEqualTo("shop");
        assertThat(attributes.has("cause")).isFalse();
        assertThat(received(loud)).isEmpty();
        assertThat(Audit.of(records(), "shop").firstBreak()).isEmpty();
        assertThat(records().read("index.html")).isPresent();
        assertThat(records().read("shop/index.html")).isPresent();
        assertThat(orders().find(id)).isEmpty();
        assertThat(invocations())
                .contains(
                        "/2015-03-31/functions/muster-trigger:live/invocations {\"dispatch\":true}");
        assertThat(metrics.toString(StandardCharsets.UTF_8)).startsWith("{\"_aws\"");
    }

    @Test
    void aVerdictThatWasKeptIsToldWhileItsDrillGoesOn() throws Exception {
        started();
        DrillResult broken =
                Drills.healthy().id(id).find(FindingCode.ARCHIVE_TRUNCATED, "a", "cut").done();
        new Results(records()).keep(broken);
        ObjectNode event = Events.sample("verdict-kept");
        ObjectNode object = (ObjectNode) event.at("/detail/object");

        object.put("key", "records/shop/" + id + "/kept/result.json");
        JsonNode answer = run("run-1", event);
        JsonNode again = run("run-2", event);
        object.put("key", "records/crm/" + id + "/kept/result.json");
        JsonNode foreign = run("run-3", event);

        assertThat(answer.path("alert").asText()).isEqualTo("SENT");
        assertThat(again.path("alert").asText()).isEqualTo("SENT_BEFORE");
        assertThat(foreign.path("done").asText()).isEqualTo("ignored");
        List<JsonNode> received = received(loud);
        assertThat(received).hasSize(1);
        assertThat(ContractJson.readResult(received.getFirst().path("Message").asText()))
                .isEqualTo(broken);
        assertThat(orders().find(id)).isPresent();
    }

    @Test
    void theTriggerTellsOfADrillWithoutABackupBeforeItsTaskRuns() throws Exception {
        orders().create(Order.of(id, "shop", null, null, null, 0, "event", World.NOW));
        new Results(records())
                .keep(
                        Drills.healthy()
                                .id(id)
                                .find(FindingCode.NO_BACKUP_IN_WINDOW, null, "none")
                                .done());

        JsonNode answer =
                run("run-1", "{\"report\":{\"plan\":\"shop\",\"drillId\":\"%s\"}}".formatted(id));

        assertThat(answer.path("done").asText()).isEqualTo("told first");
        assertThat(received(loud)).hasSize(1);
    }

    @Test
    void aKilledTaskIsAlertedOnceHoweverOftenItsEventComes() throws Exception {
        DrillRequest request = started();

        run("run-1", event("task-stopped-out-of-memory", request));
        run("run-1", event("task-stopped-out-of-memory", request));
        run("run-2", event("task-stopped-out-of-memory", request));

        List<JsonNode> received = received(loud);
        assertThat(received).hasSize(1);
        DrillResult result = ContractJson.readResult(received.getFirst().path("Message").asText());
        assertThat(result.findings().getFirst().code()).isEqualTo(FindingCode.MEMORY_EXHAUSTED);
        assertThat(
                        received.getFirst()
                                .path("MessageAttributes")
                                .path("cause")
                                .path("Value")
                                .asText())
                .isEqualTo("environment");
        assertThat(Audit.of(records(), "shop").records()).isEqualTo(1);
    }

    @Test
    void spotCapacityTakenBackIsTriedOnceMore() throws Exception {
        DrillRequest request = started();

        JsonNode answer = run("run-1", event("task-stopped-spot", request));

        assertThat(answer.path("secondTry").asText()).isEqualTo(id + "-again");
        assertThat(orders().find(id + "-again")).isPresent();
    }

    @Test
    void aTaskWithoutItsRequestIsKnownByTheBook() throws Exception {
        started();
        ObjectNode event = Events.sample("task-stopped-image-missing");
        ObjectNode detail = (ObjectNode) event.path("detail");
        detail.remove(List.of("overrides", "startedBy"));
        detail.put("taskArn", "arn:aws:ecs:eu-central-1:111122223333:task/muster/t-" + id);

        JsonNode answer = run("run-1", event);

        assertThat(answer.path("drillId").asText()).isEqualTo(id);
        assertThat(received(everything).getFirst().path("Subject").asText())
                .startsWith("UNPROVEN: shop - TASK_IMAGE_UNUSABLE");
    }

    @Test
    void tasksThatAreNotOursAreAnsweredAndNothingElse() throws Exception {
        ObjectNode other = Events.sample("task-stopped");
        ((ObjectNode) other.path("detail"))
                .put("taskDefinitionArn", "arn:aws:ecs:e:1:task-definition/web:1");
        ObjectNode byHand = Events.sample("task-stopped");
        ((ObjectNode) byHand.path("detail")).remove(List.of("overrides", "startedBy"));

        assertThat(run("run-1", other).path("why").asText()).contains("\"web\" is not ours");
        assertThat(run("run-2", byHand).path("why").asText()).contains("not started for a drill");
        assertThat(received(everything)).isEmpty();
    }

    @Test
    void aResultThatTheTriggerLeftIsReported() throws Exception {
        new Results(records())
                .leave(
                        Drills.drill()
                                .id(id)
                                .key(null)
                                .find(FindingCode.NO_BACKUP_IN_WINDOW, null, "none in 7 d")
                                .done());
        ObjectNode event = ContractJson.mapper().createObjectNode();
        event.putObject("report").put("plan", "shop").put("drillId", id);

        assertThat(run("run-1", event).path("verdict").asText()).isEqualTo("BROKEN");
        assertThat(received(loud)).hasSize(1);
    }

    @Test
    void silenceIsAlertedOncePerDay() throws Exception {
        JsonNode first = run("run-1", Events.sample("overdue"));
        JsonNode second = run("run-2", Events.sample("overdue"));

        assertThat(first.path("overdue").path("shop").asText()).isEqualTo("it was never drilled");
        assertThat(first.path("alert").asText()).isEqualTo("SENT");
        assertThat(second.path("alert").asText()).isEqualTo("SENT_BEFORE");
        assertThat(received(loud))
                .extracting(m -> m.path("Subject").asText())
                .containsExactly("OVERDUE: plan shop is not proven");
    }

    @Test
    void aTaskThatEcsHasForgottenIsReportedByTheDailyLook() throws Exception {
        started();
        try (EcsClient ecs = EcsClient.create()) {
            ecs.createCluster(c -> c.clusterName("muster"));
        }

        JsonNode answer = run("run-1", Events.sample("overdue"));

        assertThat(answer.path("reported").get(0).asText()).isEqualTo(id);
        assertThat(received(loud))
                .extracting(m -> m.path("Subject").asText())
                .anyMatch(subject -> subject.startsWith("UNPROVEN: shop - TASK_SILENT"));
    }

    @Test
    void aTestReachesEvenThoseWhoOnlyWantWhatIsLoud() throws Exception {
        run("run-1", Events.sample("test-alert"));
        run("run-2", Events.sample("test-alert-quiet"));

        assertThat(received(loud))
                .extracting(m -> m.path("Subject").asText())
                .containsExactly("TEST: Muster can reach you");
        assertThat(received(everything)).hasSize(2);
    }

    @Test
    void anErrorNamesItsCodeAndItsHint() {
        assertThatThrownBy(() -> run("run-1", ContractJson.mapper().readTree("{\"plan\":\"x\"}")))
                .hasMessageStartingWith("EVENT_UNKNOWN: this is no event")
                .hasMessageContaining("; hint: send {\"testAlert\":true}");
        assertThatThrownBy(() -> run("run-1", "nonsense"))
                .hasMessageStartingWith("EVENT_UNREADABLE: the event is no JSON");
        String gone = bucket;
        bucket = "no-such-bucket-" + UUID.randomUUID();
        assertThatThrownBy(() -> run("run-1", event("task-stopped", World.request(id, "shop"))))
                .hasMessageStartingWith("RECORDS_FAILED: ");
        bucket = gone;
        topic = topic + "-gone";
        assertThatThrownBy(() -> run("run-1", Events.sample("test-alert")))
                .hasMessageStartingWith("ALERT_FAILED: ")
                .hasMessageContaining("SNS answered 404");
    }

    /** An order whose task was started long ago. */
    private DrillRequest started() {
        DrillRequest request = World.request(id, "shop");
        TaskSize size = new TaskSize(1024, 2048, 30, false);
        orders().create(Order.of(id, "shop", null, null, null, 0, "e", World.NOW));
        HeldOrder held = orders().find(id).orElseThrow();
        OrderState.Starting claim =
                new OrderState.Starting(
                        "run", World.NOW, OrderState.Waiting.NEW, "muster.yaml", request, size);
        orders().claim(held, claim);
        String task = "arn:aws:ecs:eu-central-1:111122223333:task/muster/t-" + id;
        orders().started(id, claim, task, World.NOW);
        return request;
    }

    private static ObjectNode event(String sample, DrillRequest request) {
        return Events.withRequest(Events.sample(sample), request.toJson());
    }

    private JsonNode run(String requestId, JsonNode event) throws IOException {
        return run(requestId, event.toString());
    }

    private JsonNode run(String requestId, String event) throws IOException {
        Map<String, String> stack = new HashMap<>(SettingsTest.STACK);
        stack.put("MUSTER_PLANS", "s3://" + bucket + "/config/muster.yaml");
        stack.put("MUSTER_RECORDS", "s3://" + bucket + "/records");
        stack.put("MUSTER_STATE", "s3://" + bucket + "/config/state");
        stack.put("MUSTER_TRIGGER_FUNCTION", "muster-trigger:live");
        stack.put("MUSTER_TOPIC", topic);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LambdaContext context = new LambdaContext(requestId);
        PrintStream stdout = new PrintStream(metrics, true, StandardCharsets.UTF_8);
        new ReportFunction(Settings.from(stack), new MetricLog(() -> stdout), Clock.systemUTC())
                .handleRequest(
                        new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
                        out,
                        context);
        JsonNode answer = ContractJson.mapper().readTree(out.toByteArray());
        assertThat(context.log()).contains(answer.path("done").asText());
        return answer;
    }

    private RecordStore records() {
        return RecordStores.open("s3://" + bucket + "/records");
    }

    private Orders orders() {
        return new Orders(RecordStores.open("s3://" + bucket + "/config/state"));
    }

    private static List<String> invocations() {
        return lambda == null ? List.of() : lambda.all();
    }

    private static List<JsonNode> received(String queue) throws IOException {
        List<JsonNode> received = new ArrayList<>();
        try (SqsClient sqs = SqsClient.create()) {
            while (true) {
                List<Message> messages =
                        sqs.receiveMessage(r -> r.queueUrl(queue).maxNumberOfMessages(10))
                                .messages();
                if (messages.isEmpty()) {
                    return received;
                }
                for (Message message : messages) {
                    received.add(ContractJson.mapper().readTree(message.body()));
                    sqs.deleteMessage(
                            d -> d.queueUrl(queue).receiptHandle(message.receiptHandle()));
                }
            }
        }
    }
}
