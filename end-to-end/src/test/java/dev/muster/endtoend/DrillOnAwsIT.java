package dev.muster.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.records.Audit;
import dev.muster.records.DirectoryRecordStore;
import dev.muster.servers.S3Proxy;
import dev.muster.servers.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * From the event that EventBridge sends to the alert in a subscriber's queue, through the packaged
 * functions and real drills, over an emulated AWS. The tests are chapters of one story.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DrillOnAwsIT {
    private static final String TRIGGER = "muster-trigger:live";
    private static final String REPORT = "muster-report:live";

    /** What an allowed action is for, where no chapter of this story can use it. */
    private static final Map<String, String> NOT_USED_HERE =
            Map.ofEntries(
                    Map.entry(
                            "TriggerRole WriteTheLog logs:CreateLogStream",
                            "Lambda itself writes the log"),
                    Map.entry(
                            "TriggerRole WriteTheLog logs:PutLogEvents",
                            "Lambda itself writes the log"),
                    Map.entry(
                            "ReportRole WriteTheLog logs:CreateLogStream",
                            "Lambda itself writes the log"),
                    Map.entry(
                            "ReportRole WriteTheLog logs:PutLogEvents",
                            "Lambda itself writes the log"),
                    Map.entry(
                            "TriggerRole KeepWhatFailed sqs:SendMessage",
                            "Lambda itself sends what failed"),
                    Map.entry(
                            "ReportRole KeepWhatFailed sqs:SendMessage",
                            "Lambda itself sends what failed"),
                    Map.entry(
                            "TriggerRole GiveDrillsTheirRoles iam:PassRole",
                            "ECS asks for it within RunTask"),
                    Map.entry(
                            "TriggerRole ReadParameters ssm:GetParameter",
                            "plans that name ssm: secrets"),
                    Map.entry(
                            "TriggerRole KeepTheOrders s3:DeleteObject",
                            "orders whose drill was recorded meanwhile"),
                    Map.entry(
                            "ReportRole AskAfterSilentDrills ecs:DescribeTasks",
                            "drills that ECS has not told of for hours"),
                    Map.entry(
                            "ReportRole AskAfterSilentDrills ecs:StopTask",
                            "drills that run past their time"),
                    Map.entry("TaskRole ListTheStores s3:ListBucket", "archives that are folders"),
                    Map.entry(
                            "TaskRole ReadParameters ssm:GetParameter",
                            "plans that name ssm: secrets"));

    /** As B2's page shows them. */
    private static final String KEYS_OF_COPIES =
            "{\"keyId\":\"%s\",\"applicationKey\":\"%s\"}".formatted(S3Proxy.ID, S3Proxy.SECRET);

    @TempDir static Path directory = Path.of("unset");
    private static @Nullable Cloud started;
    private static @Nullable S3Proxy secondStore;
    private static @Nullable Inbox inbox;
    private static final List<Inbox.Alert> MONTHLY = new ArrayList<>();

    @BeforeAll
    static void deploy() throws IOException, InterruptedException, GeneralSecurityException {
        byte[] backup = Fernet.encrypt(ShopBackup.dump());
        Cloud cloud = Cloud.start(directory);
        started = cloud;
        S3Proxy copies = S3Proxy.start(directory);
        secondStore = copies;
        fillStores(cloud, copies, backup);
        inbox = new Inbox(cloud, cloud.output("Alerts", "TopicArn"));
        cloud.bootFunctions();
        cloud.task().needs();
        System.out.printf(
                "end to end on %s, a second store on s3proxy, drills in %s%n",
                cloud.ranOn(), cloud.task().name());
    }

    @AfterAll
    static void close() throws IOException {
        if (inbox != null) {
            inbox.close();
        }
        if (started != null) {
            started.close();
        }
        if (secondStore != null) {
            secondStore.close();
        }
    }

    @Test
    @Order(1)
    void theMonthlyEventStartsOneTaskForEachPlanThatHasABackup() throws Exception {
        JsonNode answer = cloud().fire("muster-drills", "e1");
        assertThat(answer.toString()).contains("shop", "damaged", "empty", "failover");
        assertThat(cloud().ecs().tasks()).isEqualTo(3);
    }

    @Test
    @Order(2)
    void theSameEventAgainStartsNothing() throws Exception {
        cloud().fire("muster-drills", "e1");
        assertThat(cloud().ecs().tasks()).isEqualTo(3);
    }

    @Test
    @Order(3)
    void everyDrillEndsInOneAlert() throws Exception {
        List<Ecs.Started> ran = cloud().runStarted();
        assertThat(ran).hasSize(3);
        for (Ecs.Started task : ran) {
            cloud().send(cloud().ecs().stopped(task, Ecs.Ending.exit(0)));
        }
        cloud().deliver();
        MONTHLY.addAll(inbox().take());
        assertThat(MONTHLY)
                .as("one for each drill, although each event came twice")
                .extracting(a -> a.attribute("plan"))
                .containsExactlyInAnyOrder("shop", "damaged", "empty", "failover");
        assertThat(MONTHLY).extracting(Inbox.Alert::subject).allMatch(s -> s.length() <= 100);
    }

    @Test
    @Order(4)
    void aHealthyBackupIsProven() {
        Inbox.Alert alert = monthly("shop");
        assertThat(alert.attribute("verdict")).isEqualTo("proven");
        assertThat(alert.attribute("severity")).isEqualTo("INFO");
        assertThat(alert.result().path("verdict").asText()).isEqualTo("proven");
        assertThat(alert.result().path("proof").asText()).isEqualTo("consistent");
        assertThat(alert.subject()).startsWith("PROVEN: shop");
    }

    @Test
    @Order(4)
    void aTruncatedBackupIsBroken() {
        Inbox.Alert alert = monthly("damaged");
        assertThat(alert.attribute("verdict")).isEqualTo("broken");
        assertThat(alert.attribute("severity")).isEqualTo("CRITICAL");
        assertThat(alert.attribute("cause")).isEqualTo("backup");
        assertThat(alert.result().path("findings")).isNotEmpty();
    }

    @Test
    @Order(4)
    void aPlanWithoutABackupIsBrokenWithoutATask() {
        Inbox.Alert alert = monthly("empty");
        assertThat(alert.attribute("verdict")).isEqualTo("broken");
        assertThat(alert.attribute("severity")).isEqualTo("CRITICAL");
        assertThat(alert.result().path("findings").toString()).contains("NO_BACKUP");
    }

    @Test
    @Order(4)
    void aStoreThatIsDownFailsOverToTheSecondAndSaysSo() {
        Inbox.Alert alert = monthly("failover");
        assertThat(alert.attribute("verdict")).isEqualTo("proven");
        assertThat(alert.attribute("severity")).isEqualTo("WARNING");
        assertThat(alert.result().at("/backup/store").asText()).contains("copies");
        assertThat(alert.result().path("findings").toString()).contains("STORE_");
    }

    @Test
    @Order(5)
    void everyDrillLeavesARecordInAChainThatHolds() throws Exception {
        Path copy = copyOfTheRecords();
        for (String plan : List.of("shop", "damaged", "empty", "failover")) {
            Audit audit = Audit.of(new DirectoryRecordStore(copy), plan);
            assertThat(audit.records()).as(plan).isEqualTo(1);
            assertThat(audit.firstBreak()).as(plan).isEmpty();
        }
        try (Stream<Path> files = Files.walk(copy)) {
            assertThat(files.map(Path::toString).filter(f -> f.endsWith("report.html")))
                    .hasSizeGreaterThanOrEqualTo(4);
        }
    }

    @Test
    @Order(6)
    void aTaskThatSpotTookIsAlertedAndStartedOnceMore() throws Exception {
        cloud().invoke(TRIGGER, "{\"plan\":\"shop\"}");
        Ecs.Started killed = cloud().ecs().takeStarted().getFirst();
        cloud().send(
                        cloud().ecs()
                                .stopped(
                                        killed,
                                        new Ecs.Ending(
                                                "SpotInterruption",
                                                "Your Spot Task was interrupted.",
                                                137)));
        Inbox.Alert alert = inbox().take().getFirst();
        assertThat(alert.attribute("verdict")).isEqualTo("unproven");
        assertThat(alert.attribute("cause")).isEqualTo("environment");
        assertThat(cloud().runStarted()).as("what took it away may not be over at once").isEmpty();
        anHourGoesBy();
        cloud().fire("muster-waiting", "e0");
        assertThat(cloud().runStarted()).as("the second try").hasSize(1);
        assertThat(inbox().take())
                .singleElement()
                .satisfies(again -> assertThat(again.attribute("verdict")).isEqualTo("proven"));
    }

    @Test
    @Order(7)
    void aTaskThatRanOutOfMemoryIsAlertedWithItsCause() throws Exception {
        cloud().invoke(TRIGGER, "{\"plan\":\"failover\"}");
        Ecs.Started killed = cloud().ecs().takeStarted().getFirst();
        cloud().send(
                        cloud().ecs()
                                .stopped(
                                        killed,
                                        new Ecs.Ending(
                                                "EssentialContainerExited",
                                                "OutOfMemoryError: Container killed due to memory"
                                                        + " usage",
                                                137)));
        Inbox.Alert alert = inbox().take().getFirst();
        assertThat(alert.attribute("verdict")).isEqualTo("unproven");
        assertThat(alert.result().path("findings").toString()).containsIgnoringCase("memory");
        cloud().runStarted();
        inbox().take();
    }

    @Test
    @Order(8)
    void tasksOfOthersAreNobodysDrills() throws Exception {
        cloud().invoke(TRIGGER, "{\"plan\":\"shop\"}");
        Ecs.Started task = cloud().ecs().takeStarted().getFirst();
        String event = cloud().ecs().stopped(task, Ecs.Ending.exit(0));
        int calls = cloud().calls().size();
        cloud().send(event.replace("/muster-drill:1", "/muster-drill-of-others:1"));
        assertThat(inbox().take()).isEmpty();
        assertThat(cloud().calls()).as("no function was asked").hasSize(calls);
        cloud().send(cloud().ecs().stopped(task, cloud().run(task)));
        cloud().deliver();
        assertThat(inbox().take()).hasSize(1);
    }

    @Test
    @Order(9)
    void aDryRunSaysWhatWouldBeDrilledAndStartsNothing() throws Exception {
        int tasks = cloud().ecs().tasks();
        JsonNode answer = cloud().invoke(TRIGGER, "{\"dryRun\":true}");
        assertThat(answer.toString()).contains("shop-");
        assertThat(cloud().ecs().tasks()).isEqualTo(tasks);
    }

    @Test
    @Order(10)
    void theDailyLookForSilenceNamesThePlansThatAreNotProven() throws Exception {
        cloud().fire("muster-overdue", "e2");
        List<Inbox.Alert> alerts = inbox().take();
        assertThat(alerts)
                .isNotEmpty()
                .allSatisfy(a -> {
                    assertThat(a.attribute("kind")).isEqualTo("overdue");
                    assertThat(a.attribute("severity")).isEqualTo("CRITICAL");
                });
        cloud().fire("muster-overdue", "e3");
        assertThat(inbox().take()).as("once a day").isEmpty();
    }

    @Test
    @Order(11)
    void aTestAlertReachesTheQueue() throws Exception {
        cloud().invoke(REPORT, "{\"testAlert\":true}");
        assertThat(inbox().take())
                .singleElement()
                .satisfies(a -> assertThat(a.attribute("kind")).isEqualTo("test"));
    }

    @Test
    @Order(12)
    void nothingWaitsAndNothingIsStartedByTheLookForWhatWaits() throws Exception {
        int tasks = cloud().ecs().tasks();
        cloud().fire("muster-waiting", "e4");
        cloud().deliver();
        assertThat(cloud().ecs().tasks()).isEqualTo(tasks);
        assertThat(inbox().take()).isEmpty();
    }

    @Test
    @Order(13)
    void aMomentWithoutCapacityIsOvercome() throws Exception {
        int asked = cloud().ecs().runTaskCalls();
        cloud().ecs().failNext("Capacity is unavailable at this time. Please try again later");

        cloud().invoke(TRIGGER, "{\"plan\":\"shop\"}");

        assertThat(cloud().ecs().runTaskCalls()).isEqualTo(asked + 2);
        assertThat(cloud().runStarted()).hasSize(1);
        assertThat(inbox().take())
                .singleElement()
                .satisfies(a -> assertThat(a.attribute("verdict")).isEqualTo("proven"));
    }

    @Test
    @Order(14)
    void aDrillThatNeedsMoreThanATaskHasGetsAVolume() throws Exception {
        String config = cloud().output("Buckets", "Config");
        try (S3Client s3 = cloud().client(S3Client.builder().forcePathStyle(true))) {
            String plan =
                    """
                    plans:
                      large:
                        stores: [ { s3: { bucket: shop-backups, prefix: daily/, region: eu-central-1 } } ]
                        backups: { pattern: "shop-{timestamp:yyyyMMdd'T'HHmmss}.dump.enc" }
                        select: { mode: latest, within: 7d }
                        decrypt: { fernet: "secretsmanager:muster/shop/fernet" }
                        restore: { disk: 300GiB }
                    """;
            s3.putObject(
                    r -> r.bucket(config).key("muster.yaml"), RequestBody.fromString(plan, UTF_8));
        }
        cloud().invoke(TRIGGER, "{}");

        List<Ecs.Started> ran = cloud().runStarted();
        assertThat(ran).hasSize(1);
        assertThat(ran.getFirst().family()).isEqualTo("muster-drill-large");
        JsonNode volume = ran.getFirst().request.at("/volumeConfigurations/0");
        assertThat(volume.path("name").asText()).isEqualTo("work");
        assertThat(volume.at("/managedEBSVolume/sizeInGiB").asInt()).isEqualTo(306);
        assertThat(inbox().take())
                .singleElement()
                .satisfies(a -> assertThat(a.attribute("verdict")).isEqualTo("proven"));
    }

    @Test
    @Order(20)
    void everyCallWasAllowedToItsRole() {
        assertThat(cloud().calls()).hasSizeGreaterThan(50);
        assertThat(cloud().calls())
                .filteredOn(call -> !roleOf(call.actor()).allow(call))
                .as("what a role does not allow")
                .isEmpty();
    }

    @Test
    @Order(20)
    void everythingThatARoleAllowsIsUsedOrExplained() {
        Set<String> idle = new TreeSet<>();
        Map.of("trigger", "TriggerRole", "report", "ReportRole", "drill", "TaskRole")
                .forEach((actor, role) -> {
                    Statements statements = cloud().role(role);
                    List<AwsCall> own =
                            cloud().calls().stream().filter(c -> c.actor().equals(actor)).toList();
                    for (String action : statements.actions()) {
                        if (own.stream().noneMatch(call -> statements.usedBy(action, call))) {
                            idle.add(role + " " + action);
                        }
                    }
                });
        assertThat(idle)
                .as("allowed and not used, each with its explanation")
                .containsExactlyInAnyOrderElementsOf(NOT_USED_HERE.keySet());
    }

    private static Statements roleOf(String actor) {
        return cloud().role(
                        switch (actor) {
                            case "trigger" -> "TriggerRole";
                            case "report" -> "ReportRole";
                            case "drill" -> "TaskRole";
                            default -> throw new AssertionError("nobody of ours: " + actor);
                        });
    }

    private static Cloud cloud() {
        if (started == null) {
            throw new AssertionError("not deployed");
        }
        return started;
    }

    private static Inbox inbox() {
        if (inbox == null) {
            throw new AssertionError("not subscribed");
        }
        return inbox;
    }

    private static Inbox.Alert monthly(String plan) {
        return MONTHLY.stream()
                .filter(a -> a.attribute("plan").equals(plan))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no alert of plan " + plan));
    }

    /** Makes due what waits for a time. */
    private static void anHourGoesBy() throws IOException {
        String config = cloud().output("Buckets", "Config");
        JsonMapper json = new JsonMapper();
        try (S3Client s3 = cloud().client(S3Client.builder().forcePathStyle(true))) {
            for (S3Object object :
                    s3.listObjectsV2(r -> r.bucket(config).prefix("state/orders/")).contents()) {
                ObjectNode order =
                        (ObjectNode)
                                json.readTree(
                                        s3.getObjectAsBytes(r -> r.bucket(config).key(object.key()))
                                                .asByteArray());
                String notBefore = order.path("notBefore").asText("");
                if (!notBefore.isEmpty()) {
                    order.put(
                            "notBefore",
                            Instant.parse(notBefore).minus(1, ChronoUnit.HOURS).toString());
                    s3.putObject(
                            r -> r.bucket(config).key(object.key()),
                            RequestBody.fromString(order.toString(), UTF_8));
                }
            }
        }
    }

    private static Path copyOfTheRecords() throws IOException {
        Path copy = Files.createTempDirectory(directory, "records");
        String bucket = cloud().output("Buckets", "Records");
        try (S3Client s3 = cloud().client(S3Client.builder().forcePathStyle(true))) {
            for (S3Object object :
                    s3.listObjectsV2Paginator(r -> r.bucket(bucket).prefix("records/"))
                            .contents()) {
                Path file = copy.resolve(object.key().substring("records/".length()));
                Files.createDirectories(file.getParent());
                Files.write(
                        file,
                        s3.getObjectAsBytes(r -> r.bucket(bucket).key(object.key())).asByteArray());
            }
        }
        return copy;
    }

    private static void fillStores(Cloud cloud, S3Proxy copies, byte[] backup) throws IOException {
        String name =
                "shop-"
                        + DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss")
                                .withZone(ZoneOffset.UTC)
                                .format(Instant.now().minus(1, ChronoUnit.DAYS))
                        + ".dump.enc";
        try (S3Client s3 = cloud.client(S3Client.builder().forcePathStyle(true));
                S3Client other = copies.clients().build();
                SecretsManagerClient secrets = cloud.client(SecretsManagerClient.builder())) {
            s3.createBucket(r ->
                    r.bucket("shop-backups")
                            .createBucketConfiguration(c -> c.locationConstraint("eu-central-1")));
            other.createBucket(r -> r.bucket("shop-copies"));
            s3.putObject(
                    r -> r.bucket("shop-backups").key("daily/" + name),
                    RequestBody.fromBytes(backup));
            other.putObject(
                    r -> r.bucket("shop-copies").key("daily/" + name),
                    RequestBody.fromBytes(backup));
            byte[] truncated = Arrays.copyOf(backup, backup.length / 2);
            s3.putObject(
                    r -> r.bucket("shop-backups").key("damaged/" + name),
                    RequestBody.fromBytes(truncated));
            secrets.createSecret(r -> r.name("muster/shop/fernet").secretString(Fernet.key()));
            secrets.createSecret(r -> r.name("muster/shop/copies").secretString(KEYS_OF_COPIES));
            String config = cloud.output("Buckets", "Config");
            // The template asks for it, and moto's CloudFormation passes it over.
            s3.putBucketVersioning(
                    r -> r.bucket(config).versioningConfiguration(v -> v.status("Enabled")));
            URI nobody = URI.create("http://127.0.0.1:" + ServerProcess.freePort());
            s3.putObject(
                    r -> r.bucket(config).key("muster.yaml"),
                    RequestBody.fromString(plans(copies.endpoint(), nobody), UTF_8));
        }
    }

    private static String plans(URI copies, URI nobody) {
        String rest =
                """
                    backups: { pattern: "shop-{timestamp:yyyyMMdd'T'HHmmss}.dump.enc" }
                    select: { mode: latest, within: 7d }
                    decrypt: { fernet: "secretsmanager:muster/shop/fernet" }
                    expect: { tables: [tenants, sales] }
                """;
        return """
        plans:
          shop:
            stores:
              - s3: { bucket: shop-backups, prefix: daily/, region: eu-central-1 }
              - s3: { bucket: shop-copies, prefix: daily/, endpoint: "%1$s", credentials: "secretsmanager:muster/shop/copies" }
        %3$s
          damaged:
            stores:
              - s3: { bucket: shop-backups, prefix: damaged/, region: eu-central-1 }
        %3$s
          empty:
            stores:
              - s3: { bucket: shop-backups, prefix: none/, region: eu-central-1 }
        %3$s
          failover:
            stores:
              - s3: { bucket: shop-backups, prefix: daily/, endpoint: "%2$s", credentials: "secretsmanager:muster/shop/copies" }
              - s3: { bucket: shop-copies, prefix: daily/, endpoint: "%1$s", credentials: "secretsmanager:muster/shop/copies" }
        %3$s
        """
                .formatted(copies, nobody, rest);
    }
}
