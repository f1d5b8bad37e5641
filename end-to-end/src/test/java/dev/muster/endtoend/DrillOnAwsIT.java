package dev.muster.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.records.Audit;
import dev.muster.records.DirectoryRecordStore;
import dev.muster.servers.S3Proxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

/**
 * From the event that EventBridge sends to the alert in a subscriber's queue, through the packaged
 * functions and real drills, over an emulated AWS. The tests are chapters of one story.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DrillOnAwsIT {
    private static final String TRIGGER = "muster-trigger:live";
    private static final String REPORT = "muster-report:live";

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
        ShopStores.fill(cloud, copies, backup);
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
        Inbox.Alert alert =
                alertOfATaskThatStopped(
                        "shop",
                        new Ecs.Ending("SpotInterruption", "Your Spot Task was interrupted.", 137));
        assertThat(alert.attribute("verdict")).isEqualTo("unproven");
        assertThat(alert.attribute("cause")).isEqualTo("environment");
        assertThat(cloud().runStarted()).as("what took it away may not be over at once").isEmpty();

        cloud().anHourGoesBy();
        cloud().fire("muster-waiting", "e0");

        assertThatOneDrillRunsAndIsProven();
    }

    @Test
    @Order(7)
    void aTaskThatRanOutOfMemoryIsAlertedWithItsCause() throws Exception {
        Inbox.Alert alert =
                alertOfATaskThatStopped(
                        "failover",
                        new Ecs.Ending(
                                "EssentialContainerExited",
                                "OutOfMemoryError: Container killed due to memory usage",
                                137));
        assertThat(alert.attribute("verdict")).isEqualTo("unproven");
        assertThat(alert.result().path("findings").toString()).containsIgnoringCase("memory");
        cloud().runStarted();
        inbox().take();
    }

    @Test
    @Order(8)
    void tasksOfOthersAreNobodysDrills() throws Exception {
        Ecs.Started task = taskOf("shop");
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
        assertThatOneDrillRunsAndIsProven();
    }

    @Test
    @Order(14)
    void aDrillThatNeedsMoreThanATaskHasGetsAVolume() throws Exception {
        ShopStores.replacePlansByALargeOne(cloud());
        cloud().invoke(TRIGGER, "{}");

        Ecs.Started ran = assertThatOneDrillRunsAndIsProven();
        assertThat(ran.family()).isEqualTo("muster-drill-large");
        JsonNode volume = ran.request.at("/volumeConfigurations/0");
        assertThat(volume.path("name").asText()).isEqualTo("work");
        assertThat(volume.at("/managedEBSVolume/sizeInGiB").asInt()).isEqualTo(306);
    }

    @Test
    @Order(15)
    void aBrokenDrillIsFollowedByOthersAndTheAlertHasTheTrueRecoveryPoint() throws Exception {
        String older = "walk/" + ShopStores.name(3);
        try (S3Client s3 = cloud().s3()) {
            String whole =
                    s3.listObjectsV2(r -> r.bucket("shop-backups").prefix("daily/"))
                            .contents()
                            .getFirst()
                            .key();
            byte[] bytes =
                    s3.getObjectAsBytes(r -> r.bucket("shop-backups").key(whole)).asByteArray();
            byte[] cut = Arrays.copyOf(bytes, bytes.length / 3);
            for (int day : new int[] {1, 2}) {
                s3.putObject(
                        r -> r.bucket("shop-backups").key("walk/" + ShopStores.name(day)),
                        RequestBody.fromBytes(cut));
            }
            s3.putObject(r -> r.bucket("shop-backups").key(older), RequestBody.fromBytes(bytes));
        }
        ShopStores.replacePlans(
                cloud(),
                """
                plans:
                  walk:
                    stores: [ { s3: { bucket: shop-backups, prefix: walk/, region: eu-central-1 } } ]
                    backups: { pattern: "shop-{timestamp:yyyyMMdd'T'HHmmss}.dump.enc" }
                    select: { mode: latest, within: 7d, walkBack: { backups: 3, within: 30d } }
                    decrypt: { fernet: "secretsmanager:muster/shop/fernet" }
                """);
        cloud().invoke(TRIGGER, "{}");

        assertThat(cloud().runStarted()).as("all in one task").hasSize(1);

        Inbox.Alert alert = inbox().take().getFirst();
        assertThat(alert.attribute("verdict")).isEqualTo("broken");
        JsonNode found = alert.result().path("lastRestorable");
        assertThat(found.path("backup").asText()).endsWith(older.substring("walk/".length()));
        assertThat(found.path("ageSeconds").asDouble()).isBetween(71 * 3600.0, 73 * 3600.0);
        assertThat(found.path("tried")).hasSize(3);
        Audit audit = Audit.of(new DirectoryRecordStore(copyOfTheRecords()), "walk");
        assertThat(audit.records()).as("each of the drills has its own").isEqualTo(3);
        assertThat(audit.firstBreak()).isEmpty();
        assertThat(audit.unrecorded()).isEmpty();
    }

    @Test
    @Order(16)
    void aBackupOfHundredsOfGigabytesWaitsForCapacityAndGetsAVolumeOfItsSize() throws Exception {
        try (HugeStore store = HugeStore.start("daily/" + ShopStores.name(1), 250L << 30)) {
            ShopStores.replacePlans(
                    cloud(),
                    """
                    plans:
                      huge:
                        stores: [ { s3: { bucket: huge, prefix: daily/, endpoint: "%s", credentials: "secretsmanager:muster/shop/copies" } } ]
                        backups: { pattern: "shop-{timestamp:yyyyMMdd'T'HHmmss}.dump.enc" }
                        select: { mode: latest, within: 7d }
                        decrypt: { fernet: "secretsmanager:muster/shop/fernet" }
                    """
                            .formatted(store.endpoint()));
            for (int i = 0; i < 6; i++) {
                cloud().ecs()
                        .failNext("Capacity is unavailable at this time. Please try again later");
            }
            JsonNode answer = cloud().invoke(TRIGGER, "{}");
            assertThat(answer.toString()).contains("Capacity is unavailable", "waiting");
            assertThat(cloud().ecs().takeStarted()).isEmpty();
            assertThat(inbox().take()).as("it only waits").isEmpty();

            cloud().anHourGoesBy();
            cloud().fire("muster-waiting", "e5");
            Ecs.Started task = cloud().ecs().takeStarted().getFirst();

            assertThat(task.family()).isEqualTo("muster-drill-large");
            JsonNode volume = task.request.at("/volumeConfigurations/0/managedEBSVolume");
            assertThat(volume.path("sizeInGiB").asInt()).isGreaterThan(250);
            assertThat(volume.path("roleArn").asText()).contains(":role/");
            assertThat(volume.at("/terminationPolicy/deleteOnTermination").asBoolean()).isTrue();
            assertThat(task.request.at("/overrides/ephemeralStorage").isMissingNode()).isTrue();
            cloud().send(
                            cloud().ecs()
                                    .stopped(
                                            task,
                                            new Ecs.Ending(
                                                    "TaskFailedToStart",
                                                    "ECS timed out while configuring the EBS volume"
                                                            + " attachment to your Task.",
                                                    null)));
        }
        assertThat(inbox().take())
                .singleElement()
                .satisfies(a -> {
                    assertThat(a.attribute("verdict")).isEqualTo("unproven");
                    assertThat(a.result().path("findings").toString())
                            .contains("TASK_NOT_STARTED", "volume");
                });
    }

    @Test
    @Order(20)
    void everyCallWasAllowedToItsRole() {
        assertThat(cloud().calls()).hasSizeGreaterThan(50);
        assertThat(new Grants(cloud()).callsNotAllowed()).isEmpty();
    }

    @Test
    @Order(20)
    void everythingThatARoleAllowsIsUsedOrExplained() {
        assertThat(new Grants(cloud()).idle())
                .as("allowed and not used, each with its explanation")
                .containsExactlyInAnyOrderElementsOf(Grants.NOT_USED_HERE.keySet());
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

    /** The task of a drill that was asked for, taken away before it runs. */
    private static Ecs.Started taskOf(String plan) throws IOException {
        cloud().invoke(TRIGGER, "{\"plan\":\"" + plan + "\"}");
        return cloud().ecs().takeStarted().getFirst();
    }

    /** What is told of a drill whose task stops before it has said anything. */
    private static Inbox.Alert alertOfATaskThatStopped(String plan, Ecs.Ending ending)
            throws IOException {
        cloud().send(cloud().ecs().stopped(taskOf(plan), ending));
        return inbox().take().getFirst();
    }

    private static Ecs.Started assertThatOneDrillRunsAndIsProven() throws Exception {
        List<Ecs.Started> ran = cloud().runStarted();
        assertThat(ran).hasSize(1);
        assertThat(inbox().take())
                .singleElement()
                .satisfies(a -> assertThat(a.attribute("verdict")).isEqualTo("proven"));
        return ran.getFirst();
    }

    private static Path copyOfTheRecords() throws IOException {
        Path copy = Files.createTempDirectory(directory, "records");
        String bucket = cloud().output("Buckets", "Records");
        try (S3Client s3 = cloud().s3()) {
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
}
