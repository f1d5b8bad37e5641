package dev.muster.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.contract.ContractJson;
import dev.muster.contract.MusterException;
import dev.muster.records.RecordStore;
import dev.muster.records.RecordStores;
import dev.muster.records.order.Order;
import dev.muster.records.order.OrderState.Started;
import dev.muster.records.order.Orders;
import dev.muster.servers.AwsSettings;
import dev.muster.servers.Moto;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/**
 * The function itself, on moto's AWS: plan file, stores, orders and records in S3, tasks in ECS.
 */
class TriggerFunctionIT {
    @TempDir static Path directory = Path.of("unset");
    private static @Nullable Moto moto;
    private static @Nullable AwsSettings settings;
    private static URI endpoint = URI.create("http://unset");
    private static String subnet = "";
    private static String securityGroup = "";
    private static String planVersion = "";

    @BeforeAll
    static void startAws() throws IOException, InterruptedException {
        Moto started = Moto.start(directory);
        moto = started;
        endpoint = started.endpoint();
        settings = started.asThisProcessesAws();
        buckets();
        cluster();
        subnet = described("DescribeSubnets", "subnetId");
        securityGroup = described("DescribeSecurityGroups", "groupId");
    }

    private static void buckets() {
        try (S3Client s3 =
                S3Client.builder()
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .forcePathStyle(true)
                        .build()) {
            for (String bucket : List.of("config", "records", "backups")) {
                s3.createBucket(r ->
                        r.bucket(bucket)
                                .createBucketConfiguration(
                                        c -> c.locationConstraint("eu-central-1")));
            }
            s3.putBucketVersioning(r ->
                    r.bucket("config")
                            .versioningConfiguration(
                                    v -> v.status(BucketVersioningStatus.ENABLED)));
            s3.putObject(
                    r -> r.bucket("backups").key("daily/shop.dump"),
                    RequestBody.fromString("PGDMP"));
            String plan =
                    """
                    plans:
                      shop:
                        stores:
                          - s3: { bucket: backups, prefix: daily/, pathStyle: true, endpoint: "%s", region: eu-central-1 }
                        backups: { pattern: "*.dump" }
                      empty:
                        stores:
                          - s3: { bucket: backups, prefix: none/, pathStyle: true, endpoint: "%s", region: eu-central-1 }
                    """
                            .formatted(endpoint, endpoint);
            planVersion =
                    s3.putObject(
                                    r -> r.bucket("config").key("muster.yaml"),
                                    RequestBody.fromString(plan))
                            .versionId();
        }
    }

    private static void cluster() {
        try (EcsClient ecs = ecs()) {
            ecs.createCluster(r -> r.clusterName("muster"));
            ecs.registerTaskDefinition(r ->
                    r.family("muster-drill")
                            .requiresCompatibilities(Compatibility.FARGATE)
                            .networkMode(NetworkMode.AWSVPC)
                            .cpu("1024")
                            .memory("4096")
                            .containerDefinitions(
                                    ContainerDefinition.builder()
                                            .name("drill")
                                            .image("muster")
                                            .memory(4096)
                                            .build()));
        }
    }

    private static EcsClient ecs() {
        return EcsClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder()).build();
    }

    /** The first one that a fresh account has. */
    private static String described(String action, String field)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(endpoint)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=testing/20260101/eu-central-1/ec2/"
                                        + "aws4_request, SignedHeaders=host, Signature=0")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "Action=" + action + "&Version=2016-11-15"))
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            String xml = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            Matcher found = Pattern.compile("<" + field + ">([^<]+)<").matcher(xml);
            assertThat(found.find()).as(xml).isTrue();
            return found.group(1);
        }
    }

    @AfterAll
    static void stopAws() {
        if (settings != null) {
            settings.close();
        }
        if (moto != null) {
            moto.close();
        }
    }

    @Test
    void scheduledEventStartsATaskAndRecordsWhatHasNoBackup() throws IOException {
        String event =
                """
                {"id":"53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa","detail-type":"Scheduled Event",
                 "source":"aws.events","time":"2026-12-01T03:00:00Z","detail":{}}
                """;

        JsonNode answer = answer(event);

        assertThat(answer.path("summary").asText()).isEqualTo("1 started, 1 broken");
        Orders orders = new Orders(RecordStores.open("s3://config/state"));
        Order shop =
                orders.book().orders().stream()
                        .map(held -> held.order())
                        .filter(order -> order.plan().equals("shop"))
                        .findFirst()
                        .orElseThrow();
        Started started = (Started) shop.state();
        assertThat(started.plans()).isEqualTo("s3://config/muster.yaml?versionId=" + planVersion);
        try (EcsClient ecs = ecs()) {
            Task task =
                    ecs.describeTasks(r -> r.cluster("muster").tasks(started.task()))
                            .tasks()
                            .getFirst();
            assertThat(task.startedBy()).isEqualTo("muster/" + shop.drillId());
            Map<String, String> told = new HashMap<>();
            task.overrides()
                    .containerOverrides()
                    .getFirst()
                    .environment()
                    .forEach(variable -> told.put(variable.name(), variable.value()));
            assertThat(told)
                    .containsEntry("MUSTER_PLANS", started.plans())
                    .containsEntry("MUSTER_RECORDS", "s3://records/records")
                    .containsEntry("MUSTER_REQUEST", started.request().toJson());
        }
        RecordStore records = RecordStores.open("s3://records/records");
        assertThat(records.list("empty")).hasSize(1).allMatch(n -> n.endsWith("/result.json"));

        JsonNode again = answer(event);

        assertThat(again.path("summary").asText()).isEqualTo("1 over already");
        try (EcsClient ecs = ecs()) {
            assertThat(ecs.listTasks(r -> r.cluster("muster")).taskArns()).hasSize(1);
        }
    }

    @Test
    void dryRunAnswersFromTheRealStores() throws IOException {
        JsonNode answer = answer("{\"plan\":\"shop\",\"dryRun\":true}");

        JsonNode drill = answer.path("drills").path(0);
        assertThat(drill.path("state").asText()).isEqualTo("would be started");
        assertThat(drill.path("backup").asText()).isEqualTo("shop.dump");
    }

    @Test
    void errorThatLambdaShowsCarriesCodeAndHint() {
        assertThatThrownBy(() -> answer("{\"plan\":\"shpo\"}"))
                .isInstanceOf(MusterException.class)
                .hasMessageContaining(
                        "there is no plan \"shpo\" [PLAN_UNKNOWN]\nhint: did you mean");
    }

    private static JsonNode answer(String event) throws IOException {
        Map<String, String> environment =
                Map.of(
                        "MUSTER_PLANS", "s3://config/muster.yaml",
                        "MUSTER_RECORDS", "s3://records/records",
                        "MUSTER_STATE", "s3://config/state",
                        "MUSTER_CLUSTER", "muster",
                        "MUSTER_TASK_DEFINITION", "muster-drill",
                        "MUSTER_SUBNETS", subnet,
                        "MUSTER_SECURITY_GROUPS", securityGroup,
                        "AWS_REGION", "eu-central-1");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new TriggerFunction(environment)
                .handleRequest(
                        new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
                        out,
                        new FiveMinutes());
        return ContractJson.mapper().readTree(out.toByteArray());
    }

    /** What Lambda tells a function of its run. */
    private static final class FiveMinutes implements Context, LambdaLogger {
        @Override
        public String getAwsRequestId() {
            return UUID.randomUUID().toString();
        }

        @Override
        public String getLogGroupName() {
            return "group";
        }

        @Override
        public String getLogStreamName() {
            return "stream";
        }

        @Override
        public String getFunctionName() {
            return "trigger";
        }

        @Override
        public String getFunctionVersion() {
            return "1";
        }

        @Override
        public String getInvokedFunctionArn() {
            return "arn:aws:lambda:eu-central-1:123456789012:function:trigger";
        }

        @Override
        public CognitoIdentity getIdentity() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ClientContext getClientContext() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int getRemainingTimeInMillis() {
            return 300_000;
        }

        @Override
        public int getMemoryLimitInMB() {
            return 1024;
        }

        @Override
        public LambdaLogger getLogger() {
            return this;
        }

        @Override
        public void log(String message) {
            // The answer is looked at as the function's output.
        }

        @Override
        public void log(byte[] message) {
            // As above.
        }
    }
}
