package dev.muster.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.contract.ContractJson;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.MusterException;
import dev.muster.contract.Verdict;
import dev.muster.contract.request.DrillRequest;
import dev.muster.contract.result.DrillResult;
import dev.muster.records.order.Order;
import dev.muster.records.order.OrderState.Started;
import dev.muster.records.order.OrderState.Starting;
import dev.muster.records.order.OrderState.Waiting;
import dev.muster.servers.AwsSettings;
import dev.muster.trigger.Outcome.State;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TriggerTest {
    @TempDir Path directory;
    private @Nullable Stack opened;

    @BeforeEach
    void open() throws IOException {
        opened = new Stack(directory);
        stack().plans("plans:\n" + stack().plan("shop") + stack().plan("crm"))
                .backup("a.dump", Duration.ofHours(5))
                .backup("b.dump", Duration.ofDays(3));
    }

    @AfterEach
    void stop() {
        stack().close();
    }

    private Stack stack() {
        return Objects.requireNonNull(opened);
    }

    @Test
    void emptyEventDrillsEveryPlanAndSaysWhatAndWhy() {
        Answer answer = stack().answer("{}");

        assertThat(answer.summary()).isEqualTo("2 started");
        assertThat(answer.drills())
                .extracting(Outcome::plan)
                .containsExactlyInAnyOrder("shop", "crm");
        Outcome drill = answer.drills().getFirst();
        assertThat(drill.backup()).isIn("a.dump", "b.dump");
        assertThat(drill.why())
                .startsWith("at random, one of 2 backups of the last 7d, with seed ");
        assertThat(drill.size()).isEqualTo("1 vCPU, 4 GiB memory, 21 GiB disk");
        String task = String.valueOf(drill.task());
        assertThat(task).startsWith("arn:aws:ecs:eu-central-1:123456789012:task/muster/");
        assertThat(drill.log())
                .isEqualTo(
                        "https://eu-central-1.console.aws.amazon.com/ecs/v2/clusters/muster/tasks/%s/logs?region=eu-central-1"
                                .formatted(task.substring(task.length() - 32)));
    }

    @Test
    void taskIsAskedForWithItsRequestItsPlanItsSizeAndItsToken() {
        Answer answer = stack().answer("{\"plan\":\"shop\",\"backup\":\"b.dump\"}");

        String drillId = String.valueOf(answer.drills().getFirst().drillId());
        assertThat(stack().ecs.started()).containsOnlyKeys(drillId);
        JsonNode asked = Objects.requireNonNull(stack().ecs.started().get(drillId));
        DrillRequest request = Stack.request(asked);
        assertThat(request.drillId()).isEqualTo(drillId);
        assertThat(request.plan()).isEqualTo("shop");
        assertThat(request.backup()).isEqualTo("b.dump");
        assertThat(Stack.variable(asked, "MUSTER_PLANS"))
                .isEqualTo(directory.resolve("muster.yaml").toString());
        assertThat(Stack.variable(asked, "MUSTER_RECORDS")).isEqualTo("s3://records/records");
        assertThat(asked.path("startedBy").asText()).isEqualTo("muster/" + drillId);
        assertThat(asked.path("launchType").asText()).isEqualTo("FARGATE");
        assertThat(asked.path("taskDefinition").asText()).isEqualTo("muster-drill");
        assertThat(asked.at("/overrides/cpu").asText()).isEqualTo("1024");
        assertThat(asked.at("/overrides/ephemeralStorage/sizeInGiB").asInt()).isEqualTo(21);
        assertThat(asked.at("/networkConfiguration/awsvpcConfiguration/subnets").toString())
                .isEqualTo("[\"subnet-1\",\"subnet-2\"]");
        assertThat(order(drillId).state()).isInstanceOf(Started.class);
    }

    @Test
    void choiceAndSeedOfTheEventTakeThePlaceOfThePlans() {
        String event =
                "{\"plan\":\"shop\",\"select\":{\"mode\":\"latest\",\"within\":\"30d\"},\"seed\":7}";

        Outcome drill = stack().answer(event).drills().getFirst();

        assertThat(drill.backup()).isEqualTo("a.dump");
        assertThat(drill.why()).isEqualTo("the newest of 2 backups of the last 30d");
    }

    @Test
    void dryRunSaysWhatWouldBeStartedAndLeavesNoTrace() throws IOException {
        stack().plans("plans:\n" + stack().plan("shop") + "  bad: {}\n");

        Answer answer = stack().answer("{\"dryRun\":true}");

        assertThat(answer.summary()).isEqualTo("1 would be started, 1 unproven");
        assertThat(answer.drills().getFirst().size()).isNotNull();
        assertThat(answer.drills().getLast().message()).contains("stores");
        assertThat(stack().ecs.asked()).isZero();
        assertThat(stack().state.list("")).isEmpty();
        assertThat(stack().records.list("")).isEmpty();
    }

    @Test
    void bandsAreDrillsOfTheirOwnAndAnAgeNobodyHasYetNeedsNone() throws IOException {
        stack().backup("c.dump", Duration.ofDays(20))
                .plans("plans:\n" + stack().plan("shop") + "    select: { mode: bands }\n");

        Answer answer = stack().answer("{}");

        assertThat(answer.summary()).isEqualTo("2 started, 1 not needed");
        assertThat(stack().ecs.started().values())
                .extracting(
                        task -> Objects.requireNonNull(Stack.request(task).selection()).within())
                .containsExactlyInAnyOrder("7d", "7d to 30d");
        assertThat(stack().orders().book().orders()).hasSize(2);
    }

    @Test
    void oneBadPlanIsAnUnprovenDrillAndKeepsNoOtherFromItsOwn() throws IOException {
        stack().plans(
                        "plans:\n"
                                + stack().plan("shop")
                                + "  crm: { stores: [{ s4: { bucket: x } }] }\n");

        Answer answer = stack().answer("{}");

        assertThat(answer.summary()).isEqualTo("1 started, 1 unproven");
        DrillResult result = result("crm");
        assertThat(result.verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(result.findings().getFirst().code()).isEqualTo(FindingCode.PLAN_UNUSABLE);
        assertThat(result.findings().getFirst().message()).contains("muster.yaml:").contains("s4");
        assertThat(stack().reported).containsExactly(result.drillId());
    }

    @Test
    void noBackupInTheWindowIsABrokenDrillWithoutATask() throws IOException {
        Files.delete(directory.resolve("backups/a.dump"));
        Files.delete(directory.resolve("backups/b.dump"));
        stack().backup("old.dump", Duration.ofDays(90)).plans("plans:\n" + stack().plan("shop"));

        Answer answer = stack().answer("{}");

        assertThat(answer.summary()).isEqualTo("1 broken");
        assertThat(answer.drills().getFirst().message())
                .isEqualTo("no backup of the last 7d: the newest of 1 in all is 90 d 0 h old");
        assertThat(result("shop").verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(stack().reported).hasSize(1);
        assertThat(stack().ecs.asked()).isZero();
    }

    @Test
    void whoeverWasToldOfAResultAndDiedIsToldAgain() throws IOException {
        stack().plans("plans:\n" + stack().plan("shop").replace("*.dump", "*.none"));
        stack().answer("{\"id\":\"e\"}");
        assertThat(stack().reported).hasSize(1);

        Answer again = stack().answer("{\"dispatch\":true}");

        assertThat(again.drills().getFirst().state()).isEqualTo(State.OVER);
        assertThat(stack().reported).hasSize(2);
        assertThat(stack().records.list("")).hasSize(1);
    }

    @Test
    void resultThatCouldNotBeToldOfIsAnErrorOfTheFunctionAndToldLater() throws IOException {
        stack().plans("plans:\n" + stack().plan("shop").replace("*.dump", "*.none"));
        stack().deaf(true);
        assertThatThrownBy(() -> stack().answer("{}"))
                .isInstanceOfSatisfying(
                        MusterException.class, e -> assertThat(e.code()).isEqualTo("REPORT_FAILED"))
                .hasMessageContaining("1 failed");
        assertThat(result("shop").verdict()).isEqualTo(Verdict.BROKEN);

        stack().deaf(false);
        stack().answer("{\"dispatch\":true}");

        assertThat(stack().reported).containsExactly(result("shop").drillId());
    }

    @Test
    void throttlingIsOvercomeWithinTheRun() {
        stack().ecs
                .say(
                        FakeEcs.error(400, "ThrottlingException", "Rate exceeded"),
                        FakeEcs.error(503, "ServiceUnavailableException", "later"));

        Answer answer = stack().answer("{\"plan\":\"shop\"}");

        assertThat(answer.summary()).isEqualTo("1 started");
        assertThat(stack().ecs.asked()).isEqualTo(3);
    }

    @Test
    void drillWaitsForCapacityAndIsUnprovenOnceItHasWaitedLongEnough() {
        FakeEcs.Said none =
                FakeEcs.failure(
                        "Capacity is unavailable at this time. Please try again later", null);
        stack().ecs.say(none, none, none);

        Answer first = stack().answer("{\"plan\":\"shop\"}");
        assertThat(first.summary()).isEqualTo("1 waiting");
        assertThat(first.drills().getFirst().message()).contains("Capacity is unavailable");
        String drillId = String.valueOf(first.drills().getFirst().drillId());
        assertThat(order(drillId).state())
                .isInstanceOfSatisfying(Waiting.class, w -> assertThat(w.tries()).isEqualTo(1));

        stack().later(Duration.ofHours(5));
        stack().ecs.say(none, none, none);
        assertThat(stack().answer("{\"dispatch\":true}").summary()).isEqualTo("1 waiting");

        stack().later(Duration.ofHours(1));
        stack().ecs.say(none, none, none);
        assertThat(stack().answer("{\"dispatch\":true}").summary()).contains("1 unproven");
        DrillResult result = result("shop");
        assertThat(result.verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(result.findings().getLast().code()).isEqualTo(FindingCode.TASK_NO_CAPACITY);
        assertThat(result.backup()).isNotNull();
        assertThat(stack().reported).containsExactly(drillId);
    }

    @Test
    void whoHasNoCapacityForOneAsksForNoOther() throws IOException {
        StringBuilder yaml = new StringBuilder("plans:\n");
        for (int i = 0; i < 30; i++) {
            yaml.append(stack().plan("shop-" + i));
        }
        stack().plans(yaml.toString());
        FakeEcs.Said quota =
                FakeEcs.error(
                        400,
                        "ClientException",
                        "You've reached the limit on the number of vCPUs you can run concurrently");
        for (int i = 0; i < 100; i++) {
            stack().ecs.say(quota);
        }

        Answer answer = stack().answer("{}");

        assertThat(answer.waiting()).isEqualTo(30);
        // Eight at a time are on their way, three times each.
        assertThat(stack().ecs.asked()).isLessThanOrEqualTo(24);
    }

    @Test
    void abandonedStartIsTakenOverWithTheVeryRequest() throws IOException {
        Outcome first = stack().answer("{\"plan\":\"shop\"}").drills().getFirst();
        String drillId = String.valueOf(first.drillId());
        // As if the function had died before it could note the task.
        Order order = order(drillId);
        Started started = (Started) order.state();
        stack().state
                .replace(
                        "orders/" + drillId + ".json",
                        ContractJson.mapper()
                                .writeValueAsBytes(
                                        order.with(
                                                new Starting(
                                                        "died",
                                                        Stack.START,
                                                        Waiting.NEW,
                                                        started.plans(),
                                                        started.request(),
                                                        started.size()))));
        stack().backup("new.dump", Duration.ofMinutes(1));

        stack().later(Duration.ofMinutes(14));
        assertThat(stack().answer("{\"dispatch\":true}").drills()).isEmpty();
        stack().later(Duration.ofMinutes(1));
        Answer answer = stack().answer("{\"dispatch\":true}");

        assertThat(answer.drills().getFirst().task()).isEqualTo(first.task());
        assertThat(stack().ecs.started()).hasSize(1);
    }

    @Test
    void startWithoutAnAnswerIsAskedForAgainWithTheVeryRequest() throws IOException {
        stack().ecs.loseAnswers(3);
        String event = "{\"plan\":\"shop\",\"select\":{\"mode\":\"latest\",\"within\":\"30d\"}}";
        Answer first = stack().answer(event);
        assertThat(first.summary()).isEqualTo("1 not answered yet");
        String drillId = String.valueOf(first.drills().getFirst().drillId());
        stack().backup("newer.dump", Duration.ofHours(1));

        stack().later(Duration.ofMinutes(14));
        assertThat(stack().answer("{\"dispatch\":true}").drills()).isEmpty();
        stack().later(Duration.ofMinutes(2));
        Outcome again = stack().answer("{\"dispatch\":true}").drills().getFirst();

        assertThat(again.state()).isEqualTo(State.STARTED);
        assertThat(again.backup()).isEqualTo("a.dump");
        assertThat(stack().ecs.started()).containsOnlyKeys(drillId);
        assertThat(((Started) order(drillId).state()).request())
                .isEqualTo(
                        Stack.request(Objects.requireNonNull(stack().ecs.started().get(drillId))));
    }

    @Test
    void startThatNobodyEverAnswersIsUnprovenInTheEnd() {
        FakeEcs.Said down = FakeEcs.error(503, "ServiceUnavailableException", "down");
        for (int hour = 0; hour < 6; hour++) {
            stack().ecs.say(down, down, down);
            assertThat(
                            stack().answer(
                                            hour == 0
                                                    ? "{\"plan\":\"shop\"}"
                                                    : "{\"dispatch\":true}")
                                    .summary())
                    .isEqualTo("1 not answered yet");
            stack().later(Duration.ofHours(1));
        }
        stack().ecs.say(down, down, down);

        assertThat(stack().answer("{\"dispatch\":true}").summary()).isEqualTo("1 unproven");
        assertThat(result("shop").findings().getLast().code())
                .isEqualTo(FindingCode.TASK_NOT_STARTED);
    }

    @Test
    void taskOfAnotherRequestUnderTheSameTokenIsTheDrills() {
        Outcome first =
                stack().answer("{\"plan\":\"shop\",\"backup\":\"a.dump\"}").drills().getFirst();
        String drillId = String.valueOf(first.drillId());
        Order order = order(drillId);
        // As if another hand had started it, and nobody had noted that.
        stack().orders().close(drillId);
        stack().orders().create(order.with(Waiting.NEW));
        stack().set("MUSTER_RECORDS", "s3://elsewhere/records");

        Outcome again = stack().answer("{\"dispatch\":true}").drills().getFirst();

        assertThat(stack().ecs.asked()).isEqualTo(2);
        assertThat(again.state()).isEqualTo(State.STARTED);
        assertThat(again.task()).isEqualTo(first.task());
        assertThat(stack().ecs.started()).hasSize(1);
    }

    @Test
    void secretThatNobodyAnswersForLeavesTheDrillForLaterAndHoldsUpNoOther() throws IOException {
        stack().plans(
                        "plans:\n  away: { stores: [ { s3: { bucket: b-1, credentials: \"ssm:/x\" } } ] }\n"
                                + stack().plan("shop"));
        try (AwsSettings _ = AwsSettings.ofNobody()) {
            Answer answer = stack().answer("{}");
            assertThat(answer.summary()).isEqualTo("1 started, 1 left for later");
            assertThat(drillOf(answer, "away").message())
                    .isEqualTo("cannot read the secret \"ssm:/x\" now: AWS cannot be reached");
            stack().later(Duration.ofHours(5));
            assertThat(stack().answer("{\"dispatch\":true}").summary())
                    .isEqualTo("1 left for later");
            assertThat(stack().records.list("away")).isEmpty();

            stack().later(Duration.ofHours(1));
            assertThat(stack().answer("{\"dispatch\":true}").summary()).isEqualTo("1 unproven");
        }
        Finding last = result("away").findings().getLast();
        assertThat(last.code()).isEqualTo(FindingCode.AWS_UNAVAILABLE);
        assertThat(last.code().isPassing()).as("worth a second drill").isTrue();
    }

    @Test
    void planFileThatNobodyAnswersForIsAnErrorAndNoDrillsFault() throws IOException {
        stack().set("MUSTER_MAX_TASKS", "1");
        stack().answer("{}");
        stack().endOneTask();
        stack().later(Duration.ofMinutes(6));
        stack().set("MUSTER_PLANS", "s3://config/muster.yaml");
        try (AwsSettings _ = AwsSettings.ofNobody()) {
            assertThatThrownBy(() -> stack().answer("{\"dispatch\":true}"))
                    .isInstanceOfSatisfying(
                            MusterException.class,
                            e -> assertThat(e.code()).isEqualTo("PLAN_FILE_UNREACHABLE"));
        }
        assertThat(stack().orders().book().waiting()).hasSize(1);
        assertThat(stack().reported).isEmpty();
    }

    @Test
    void largeBackupGetsAVolumeOrAnUnprovenDrillThatSaysWhatIsMissing() throws IOException {
        try (var file =
                new RandomAccessFile(directory.resolve("backups/huge.dump").toFile(), "rw")) {
            file.setLength(40L << 30);
        }
        stack().set("MUSTER_TASK_DEFINITION_LARGE", "");
        assertThat(stack().answer("{\"plan\":\"shop\",\"backup\":\"huge.dump\"}").summary())
                .isEqualTo("1 unproven");
        assertThat(result("shop").findings().getLast().message())
                .isEqualTo(
                        "the drill needs 846 GiB of disk, and without a volume a task has 200 GiB at"
                                + " most");

        stack().set("MUSTER_TASK_DEFINITION_LARGE", "muster-drill-large");
        Answer answer = stack().answer("{\"plan\":\"crm\",\"backup\":\"huge.dump\"}");
        JsonNode asked =
                Objects.requireNonNull(stack().ecs.started().get(drillOf(answer, "crm").drillId()));
        assertThat(asked.path("taskDefinition").asText()).isEqualTo("muster-drill-large");
        JsonNode volume = asked.at("/volumeConfigurations/0/managedEBSVolume");
        assertThat(volume.path("sizeInGiB").asInt()).isEqualTo(846);
        assertThat(volume.path("roleArn").asText()).endsWith(":role/volumes");
        assertThat(asked.at("/overrides/ephemeralStorage").isMissingNode()).isTrue();
    }

    @Test
    void requestThatIsTooLongNamesWhereItsFindingsLie() throws IOException {
        StringBuilder yaml = new StringBuilder("plans:\n  shop:\n    stores:\n");
        yaml.append("      - directory: ").append(directory.resolve("backups")).append('\n');
        for (int i = 0; i < 60; i++) {
            yaml.append("      - directory: ")
                    .append(directory.resolve("no-such-directory-" + "x".repeat(80) + i))
                    .append('\n');
        }
        stack().plans(yaml + "    backups: { pattern: \"*.dump\" }\n");

        Answer answer = stack().answer("{}");

        assertThat(answer.summary()).isEqualTo("1 started");
        String drillId = String.valueOf(answer.drills().getFirst().drillId());
        JsonNode asked = Objects.requireNonNull(stack().ecs.started().get(drillId));
        assertThat(asked.path("overrides").toString().length()).isBetween(7000, 8192);
        DrillRequest request = Stack.request(asked);
        assertThat(request.findings().getLast().message())
                .matches(
                        "\\d+ more findings of looking for the backup are in memory:findings/"
                                + drillId
                                + ".json");
        JsonNode kept =
                ContractJson.mapper()
                        .readTree(
                                stack().state.read("findings/" + drillId + ".json").orElseThrow());
        assertThat(kept).hasSize(60);
        assertThat(request.findings().size() + request.findings().getLast().consequences())
                .isEqualTo(60);
    }

    @Test
    void secondAttemptIsOfTheSameBackupAndSaysSo() {
        Outcome first = stack().answer("{\"plan\":\"shop\"}").drills().getFirst();
        Order order = order(String.valueOf(first.drillId()));
        stack().endOneTask();
        stack().orders().create(order.onceMore(first.backup(), Stack.START));

        stack().later(Duration.ofMinutes(29));
        assertThat(stack().answer("{\"dispatch\":true}").drills())
                .as("what kept the first from its end may not have passed yet")
                .isEmpty();
        stack().later(Duration.ofMinutes(31));
        Outcome second = stack().answer("{\"dispatch\":true}").drills().getFirst();

        assertThat(second.state()).isEqualTo(State.STARTED);
        assertThat(second.backup()).isEqualTo(first.backup());
        assertThat(second.why())
                .isEqualTo("named by its key, once more after drill " + first.drillId());
    }

    @Test
    void secondAttemptChoosesAnewWhereTheBackupHasMeanwhileExpired() throws IOException {
        Outcome first =
                stack().answer("{\"plan\":\"shop\",\"backup\":\"b.dump\"}").drills().getFirst();
        Order order = order(String.valueOf(first.drillId()));
        stack().endOneTask();
        stack().orders().create(order.onceMore("b.dump", Stack.START));
        Files.delete(directory.resolve("backups/b.dump"));
        stack().later(Duration.ofHours(1));

        Outcome second = stack().answer("{\"dispatch\":true}").drills().getFirst();

        assertThat(second.state()).isEqualTo(State.STARTED);
        assertThat(second.backup()).isEqualTo("a.dump");
    }

    @Test
    void unknownPlanOfAnEventIsAnErrorThatNamesTheNearest() {
        assertThatThrownBy(() -> stack().answer("{\"plan\":\"shpo\"}"))
                .isInstanceOfSatisfying(
                        MusterException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo("PLAN_UNKNOWN");
                            assertThat(e.hint()).contains("did you mean \"shop\"");
                        });
        assertThat(stack().state.list("orders")).isEmpty();
    }

    @Test
    void planThatWasRemovedWhileItsDrillWaitedIsAnUnprovenDrill() throws IOException {
        stack().set("MUSTER_MAX_TASKS", "1");
        stack().answer("{}");
        stack().plans("plans:\n" + stack().plan("other"));
        stack().endOneTask();
        stack().later(Duration.ofMinutes(6));

        Answer answer = stack().answer("{\"dispatch\":true}");

        assertThat(answer.summary()).isEqualTo("1 unproven");
        assertThat(answer.drills().getFirst().message()).contains("there is no plan");
    }

    @Test
    void damagedOrderIsNamedAndHoldsUpNoOther() {
        stack().state.create("orders/x.json", new byte[] {'{'});

        Answer answer = stack().answer("{\"plan\":\"shop\"}");

        assertThat(answer.summary()).isEqualTo("1 started");
        assertThat(answer.notes())
                .containsExactly("\"orders/x.json\" is no order: look at it, then remove it");
    }

    @Test
    void missingSecretOfAStoreIsAnUnprovenDrill() throws IOException {
        stack().plans(
                        """
                        plans:
                          shop:
                            stores:
                              - s3: { bucket: b-1, endpoint: "http://127.0.0.1:9", credentials: "env:NONE" }
                        """);

        Answer answer = stack().answer("{}");

        assertThat(answer.summary()).isEqualTo("1 unproven");
        assertThat(answer.drills().getFirst().message())
                .isEqualTo("the environment has no variable \"NONE\" [SECRET_MISSING]");
    }

    @Test
    void answerIsJsonThatAPersonReads() throws IOException {
        String json =
                ContractJson.mapper().writeValueAsString(stack().answer("{\"plan\":\"shop\"}"));

        assertThat(json)
                .contains(
                        "\"summary\" : \"1 started\"", "\"state\" : \"started\"", "\"console\" : ")
                .doesNotContain("null");
    }

    private static Outcome drillOf(Answer answer, String plan) {
        return answer.drills().stream()
                .filter(drill -> drill.plan().equals(plan))
                .findFirst()
                .orElseThrow();
    }

    private Order order(String drillId) {
        return stack().orders().find(drillId).orElseThrow().order();
    }

    private DrillResult result(String plan) {
        List<String> names = stack().records.list(plan);
        assertThat(names).hasSize(1);
        String drillId = names.getFirst().split("/", -1)[1];
        return stack().results().find(plan, drillId).orElseThrow();
    }
}
