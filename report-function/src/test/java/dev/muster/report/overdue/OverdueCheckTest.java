package dev.muster.report.overdue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.contract.ContractJson;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.plan.Span;
import dev.muster.contract.result.DrillResult;
import dev.muster.records.RecordStore;
import dev.muster.records.Records;
import dev.muster.records.Results;
import dev.muster.records.order.Order;
import dev.muster.records.order.OrderState;
import dev.muster.records.order.TaskSize;
import dev.muster.records.plan.PlanSource;
import dev.muster.report.alert.AlertsSent.Outcome;
import dev.muster.report.alert.OverdueNews.LatePlan;
import dev.muster.report.alert.OverdueNews.Problem;
import dev.muster.report.drill.DrillReport.Ended;
import dev.muster.report.drill.WatchedStore;
import dev.muster.report.drill.World;
import dev.muster.report.render.Drills;
import dev.muster.report.render.HtmlReport;
import dev.muster.report.stop.EcsTasks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.Task;

class OverdueCheckTest {
    private static final String TASK = "arn:aws:ecs:eu-central-1:111122223333:task/muster/t-";

    private static final int MOST_TASKS = 3;

    private final World world;
    private final FakeEcs ecs = new FakeEcs();

    OverdueCheckTest(@TempDir Path root) {
        world = new World(root);
    }

    @Test
    void whereAllIsWellNothingIsSaid() {
        record(Drills.healthy().id("jan").at("2026-02-01T03:00:00Z").done());

        OverdueCheck.Found found = check();

        assertThat(found.news().isNothing()).isTrue();
        assertThat(found.alert()).isEmpty();
        assertThat(world.subscriber.subjects()).isEmpty();
        assertThat(world.dispatched).as("what waits is started all the same").hasValue(1);
        assertThat(world.metricLines()).hasSize(1).first().asString().contains("\"Overdue\":0.0");
    }

    @Test
    void aPlanWhoseProofIsTooOldIsToldOnceADay() {
        record(Drills.healthy().id("jan").at("2026-01-01T03:00:00Z").done());
        record(
                Drills.healthy()
                        .id("feb")
                        .at("2026-02-01T03:00:00Z")
                        .find(FindingCode.ARCHIVE_TRUNCATED, "public.sales", "it ends early")
                        .done());

        assertThat(check().alert()).contains(Outcome.SENT);
        assertThat(check().alert()).contains(Outcome.SENT_BEFORE);
        world.now(World.NOW.plus(Duration.ofDays(1)));
        assertThat(check().alert()).contains(Outcome.SENT);

        assertThat(world.subscriber.subjects())
                .hasSize(2)
                .allMatch("OVERDUE: plan shop is not proven"::equals);
        assertThat(world.subscriber.messages().getFirst())
                .contains(
                        "last proven 59 d ago, allowed 35d; the last, 28 d ago, was broken (backup)",
                        "  shop: last proven 59 d ago, allowed 35d; the last, 28 d ago");
        assertThat(world.subscriber.attributes(0))
                .containsEntry("severity", "CRITICAL")
                .containsEntry("kind", "overdue")
                .containsEntry("plan", "shop");
        assertThat(world.metricLines().getFirst()).contains("\"Overdue\":1.0");
    }

    @Test
    void oneAlertTellsOfAllPlans() throws Exception {
        world.plans(
                """
                plans:
                  never-drilled: { stores: [ { directory: /b } ] }
                  never-proven: { stores: [ { directory: /b } ] }
                  stricter: { stores: [ { directory: /b } ], objectives: { provenWithin: 7d } }
                  looser: { stores: [ { directory: /b } ], objectives: { provenWithin: 100d } }
                  fine: { stores: [ { directory: /b } ] }
                """);
        record(
                Drills.drill()
                        .id("a")
                        .plan("never-proven")
                        .at("2026-02-20T03:00:00Z")
                        .find(FindingCode.KEY_MISSING, null, "there is no key")
                        .done());
        record(Drills.healthy().id("b").plan("stricter").at("2026-02-20T03:00:00Z").done());
        record(Drills.healthy().id("c").plan("looser").at("2026-01-01T03:00:00Z").done());
        record(Drills.healthy().id("d").plan("fine").at("2026-02-20T03:00:00Z").done());

        OverdueCheck.Found found = check();

        assertThat(found.news().plans())
                .extracting(LatePlan::plan, LatePlan::why)
                .containsExactly(
                        tuple("never-drilled", "it was never drilled"),
                        tuple(
                                "never-proven",
                                "never proven in 1 drill; the last, 9 d ago, was unproven"
                                        + " (environment)"),
                        tuple("stricter", "last proven 9 d ago, allowed 7d"));
        assertThat(world.subscriber.subjects()).containsExactly("OVERDUE: 3 plans are not proven");
        JsonNode bodies = ContractJson.mapper().readTree(world.subscriber.messages().getFirst());
        JsonNode payload = ContractJson.mapper().readTree(bodies.path("sqs").asText());
        assertThat(payload.path("plans")).hasSize(3);
        assertThat(bodies.path("sms").asText()).hasSizeLessThan(141);
        assertThat(bodies.path("email").asText())
                .contains("never-drilled: it was never drilled", "{\"plan\":\"never-drilled\"}");
    }

    @Test
    void fiveHundredPlansFitIntoOneAlert() throws Exception {
        StringBuilder yaml = new StringBuilder("plans:\n");
        for (int i = 0; i < 500; i++) {
            yaml.append("  ")
                    .append("p".repeat(55))
                    .append(i)
                    .append(": { stores: [ { directory: /b } ] }\n");
        }
        world.plans(yaml.toString());

        assertThat(check().news().plans()).hasSize(500);

        JsonNode bodies = ContractJson.mapper().readTree(world.subscriber.messages().getFirst());
        assertThat(world.subscriber.messages().getFirst().length()).isLessThan(256 * 1024);
        assertThat(bodies.path("email").asText()).contains("and 300 more");
        assertThat(bodies.path("https").asText()).contains("and 480 more");
    }

    @Test
    void aPlanFileThatCannotBeUsedIsAlerted() {
        world.plans("plans:\n  shop: [");

        OverdueCheck.Found found = check();

        assertThat(found.news().problems().getFirst().what())
                .startsWith("the plan file cannot be used, so nothing can be drilled: ")
                .contains("muster.yaml:2:");
        assertThat(world.subscriber.subjects()).containsExactly("OVERDUE: 1 other silence");
    }

    @Test
    void aPlanThatCannotBeUsedIsAlertedAndStillMustBeProven() {
        world.plans(
                """
                plans:
                  shop: { store: x }
                  fine: { stores: [ { directory: /b } ] }
                """);
        record(Drills.healthy().id("jan").plan("fine").at("2026-02-28T03:00:00Z").done());

        OverdueCheck.Found found = check();

        assertThat(found.news().problems().getFirst().what())
                .startsWith("plan \"shop\" cannot be drilled: ")
                .contains("muster.yaml:2:");
        assertThat(found.news().plans()).extracting(LatePlan::plan).containsExactly("shop");
    }

    @Test
    void aDrillWhoseTaskEndedUnheardIsReported() {
        world.started("lost", "shop", World.NOW.minus(Duration.ofHours(6)));
        ecs.knows(
                Task.builder()
                        .taskArn(TASK + "lost")
                        .clusterArn("arn:aws:ecs:eu-central-1:111122223333:cluster/muster")
                        .taskDefinitionArn("arn:aws:ecs:e:1:task-definition/muster-drill:4")
                        .lastStatus("STOPPED")
                        .stopCode("EssentialContainerExited")
                        .stoppedReason("Essential container in task exited")
                        .containers(
                                Container.builder()
                                        .exitCode(137)
                                        .reason(
                                                "OutOfMemoryError: container killed due to memory"
                                                        + " usage")
                                        .build())
                        .startedAt(World.NOW.minus(Duration.ofHours(6)))
                        .stoppedAt(World.NOW.minus(Duration.ofHours(5)))
                        .memory("2048")
                        .build());

        OverdueCheck.Found found = check();

        assertThat(found.reported()).containsExactly("lost");
        assertThat(result("lost").findings().getFirst().code())
                .isEqualTo(FindingCode.MEMORY_EXHAUSTED);
        assertThat(result("lost").seconds()).isEqualTo(3600);
        assertThat(world.subscriber.subjects().getFirst()).startsWith("UNPROVEN: shop");
        assertThat(world.orders.book().orders()).isEmpty();
    }

    @Test
    void aDrillThatEcsHasForgottenIsUnprovenAndTriedOnceMore() {
        world.started("lost", "shop", World.NOW.minus(Duration.ofHours(6)));

        check();

        assertThat(result("lost").findings())
                .extracting(Finding::code)
                .contains(FindingCode.TASK_SILENT, FindingCode.DRILL_REPEATED);
        assertThat(world.orders.book().orders())
                .extracting(held -> held.order().drillId())
                .containsExactly("lost-again");
    }

    @Test
    void aDrillThatLeftItsResultUnheardIsProven() {
        world.started("heard", "shop", World.NOW.minus(Duration.ofHours(6)));
        new Results(world.records).leave(Drills.healthy().id("heard").done());

        OverdueCheck.Found found = check();

        assertThat(found.reported()).containsExactly("heard");
        assertThat(found.news().plans()).as("it counts at once").isEmpty();
        assertThat(world.subscriber.subjects().getFirst()).startsWith("PROVEN: shop");
    }

    @Test
    void aDrillWithinItsTimeIsLeftAlone() {
        record(Drills.healthy().id("jan").at("2026-02-28T03:00:00Z").done());
        world.started("young", "shop", World.NOW.minus(Duration.ofHours(4)));

        assertThat(check().news().isNothing()).isTrue();
        assertThat(world.orders.book().orders()).hasSize(1);
        assertThat(ecs.stopped()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "restore: { timeout: 1h }                                            | PT1H45M",
                "restore: { timeout: 1h }, select: { walkBack: { backups: 0, timeout: 3h } } | PT1H45M",
                "restore: { timeout: 1h }, select: { walkBack: { backups: 1, timeout: 3h } } | PT5H45M",
                "select: { walkBack: { backups: 9 } }                                | PT12H45M",
                "restore: { timeout: 1h }, verify: { upgrades: true }                | PT2H45M",
                "select: { mode: latest }                                            | PT4H45M",
            })
    void aDrillIsAskedForOnceItsTimeIsUpAndNoSooner(String options, Duration allowed) {
        record(Drills.healthy().id("jan").at("2026-02-28T03:00:00Z").done());
        world.plans("plans: { shop: { stores: [ { directory: /b } ], " + options + " } }");
        world.started("d", "shop", World.NOW.minus(allowed));

        assertThat(check().reported()).as("at its very end").isEmpty();
        world.now(World.NOW.plusSeconds(1));
        assertThat(check().reported()).as("a second later").containsExactly("d");
        assertThat(result("d").findings().getFirst().code()).isEqualTo(FindingCode.TASK_SILENT);
    }

    @Test
    void aPlanThatIsNoLongerInTheFileHasTheUsualTime() {
        world.plans("plans: { crm: { stores: [ { directory: /b } ], restore: { timeout: 1h } } }");
        world.started("d", "shop", World.NOW.minus(Duration.ofMinutes(4 * 60 + 45)));

        assertThat(check().reported()).isEmpty();
        world.now(World.NOW.plusSeconds(1));
        assertThat(check().reported()).containsExactly("d");
    }

    @Test
    void aTaskThatRunsPastItsTimeIsStopped() {
        record(Drills.healthy().id("jan").at("2026-02-28T03:00:00Z").done());
        world.started("slow", "shop", World.NOW.minus(Duration.ofHours(9)));
        ecs.knows(Task.builder().taskArn(TASK + "slow").lastStatus("RUNNING").build());

        OverdueCheck.Found found = check();

        assertThat(ecs.stopped()).containsExactly(TASK + "slow: muster: over its time");
        assertThat(found.news().problems())
                .extracting(Problem::what)
                .containsExactly(
                        "drill slow of plan \"shop\" is RUNNING for 9 h, allowed 4 h 45 min: its"
                                + " task was stopped");
        assertThat(world.orders.find("slow")).as("its event is still to come").isPresent();
    }

    @Test
    void aDrillThatNobodyStartedIsTold() {
        record(Drills.healthy().id("jan").at("2026-02-28T03:00:00Z").done());
        order("w", Duration.ofHours(9));
        order("young", Duration.ofHours(1));
        // It runs, but nothing was started since, though there is room for more.
        world.started("runs", "shop", World.NOW.minus(Duration.ofHours(4)));
        world.state.create("orders/odd.json", new byte[] {'{'});

        assertThat(check().news().problems())
                .extracting(Problem::what)
                .containsExactly(
                        "drill w of plan \"shop\" waits since 2026-02-28 18:30 UTC",
                        "\"orders/odd.json\" is no order of a drill");
    }

    @Test
    void theLastOfAFleetMayWaitForDaysWhileAsManyRunAsMay() {
        record(Drills.healthy().id("jan").at("2026-02-28T03:00:00Z").done());
        order("last", Duration.ofDays(2));
        for (int i = 0; i < MOST_TASKS; i++) {
            world.started("runs-" + i, "shop", World.NOW.minus(Duration.ofHours(4)));
        }

        assertThat(check().news().isNothing()).isTrue();
    }

    @Test
    void theLastOfAFleetMayWaitForDaysWhileOthersAreBeingStarted() {
        record(Drills.healthy().id("jan").at("2026-02-28T03:00:00Z").done());
        order("last", Duration.ofDays(2));
        world.started("one-has-just-ended", "shop", World.NOW.minus(Duration.ofMinutes(20)));

        assertThat(check().news().isNothing()).isTrue();
    }

    @Test
    void aDrillThatEcsHasRefusedForTooLongIsToldThoughOthersRun() {
        record(Drills.healthy().id("jan").at("2026-02-28T03:00:00Z").done());
        world.started("runs", "shop", World.NOW.minus(Duration.ofMinutes(20)));
        refused("w", Duration.ofDays(2), Duration.ofHours(9));
        refused("lately", Duration.ofDays(2), Duration.ofHours(5));

        assertThat(check().news().problems())
                .extracting(Problem::what)
                .containsExactly(
                        "drill w of plan \"shop\" waits: no capacity since 2026-02-28 18:30 UTC");
    }

    @Test
    void anEcsThatDoesNotAnswerIsToldAndTheRestIsDone() {
        world.started("lost", "shop", World.NOW.minus(Duration.ofHours(6)));
        ecs.goDown();

        OverdueCheck.Found found = check();

        assertThat(found.news().problems().getFirst().what())
                .contains("drill lost of plan \"shop\" could not be looked after", "ECS cannot be");
        assertThat(found.news().plans()).hasSize(1);
    }

    @Test
    void anAlertThatWasNeverSentIsSent() {
        new Results(world.records).leave(Drills.healthy().id("quiet").done());
        world.subscriber.refuse(1);
        assertThatThrownBy(() ->
                        world.reports()
                                .report(new Ended("shop", "quiet", null, null, null), "run-1"))
                .hasMessageContaining("could not be published");
        world.now(World.NOW.plus(Duration.ofHours(5)));

        check();

        assertThat(world.subscriber.subjects()).hasSize(1).first().asString().startsWith("PROVEN");
    }

    @Test
    void aDefectWithOneDrillKeepsNoOtherFromBeingReportedAndTold() {
        world.started("a-defect", "shop", World.NOW.minus(Duration.ofHours(7)));
        world.started("lost", "shop", World.NOW.minus(Duration.ofHours(6)));
        ecs.defective(TASK + "a-defect");

        OverdueCheck.Found found = check();

        assertThat(found.reported()).containsExactly("lost");
        assertThat(found.news().problems().getFirst().what())
                .startsWith(
                        "drill a-defect of plan \"shop\" could not be looked after: a step failed:"
                                + " IllegalStateException at ");
        assertThat(found.alert()).contains(Outcome.SENT);
    }

    @Test
    void anAlertThatCannotBeSentKeepsNoOtherFromBeingSent() {
        for (String drillId : List.of("a", "b")) {
            new Results(world.records).leave(Drills.healthy().id(drillId).done());
            world.subscriber.refuse(1);
            assertThatThrownBy(() ->
                            world.reports()
                                    .report(new Ended("shop", drillId, null, null, null), "run-1"))
                    .hasMessageContaining("could not be published");
        }
        world.records.delete("shop/a/result.json");
        world.now(World.NOW.plus(Duration.ofHours(5)));

        OverdueCheck.Found found = check();

        assertThat(found.news().problems())
                .extracting(Problem::what)
                .singleElement()
                .asString()
                .startsWith("the alert of drill a of plan \"shop\" could not be sent: ");
        assertThat(world.subscriber.subjects())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("PROVEN: shop");
    }

    @Test
    void aPastIsReadNoFurtherThanToItsLastProof() {
        for (int i = 0; i < 40; i++) {
            String month = World.NOW.minus(Duration.ofDays(41 - i)).toString();
            record(Drills.healthy().id("d-" + i).at(month).done());
        }
        Set<String> read = ConcurrentHashMap.newKeySet();
        RecordStore counted =
                WatchedStore.of(
                        world.records,
                        (method, name) -> {
                            if (method.equals("read") && name.contains("/record-")) {
                                read.add(name);
                            }
                        });
        LatePlans plans = new LatePlans(counted, Span.parse("35d"), world.metricLog());

        assertThat(plans.among(PlanSource.read(world.place()), World.NOW).plans()).isEmpty();
        assertThat(read).hasSizeBetween(1, 12);
    }

    @Test
    void aProofOfLongAgoIsFoundBehindManyFailures() {
        record(Drills.healthy().id("good").at("2026-01-01T03:00:00Z").done());
        for (int i = 0; i < 30; i++) {
            String day = World.NOW.minus(Duration.ofDays(31 - i)).toString();
            record(
                    Drills.drill()
                            .id("d-" + i)
                            .at(day)
                            .find(FindingCode.KEY_MISSING, null, "there is no key")
                            .done());
        }

        assertThat(check().news().plans())
                .extracting(LatePlan::why)
                .singleElement()
                .asString()
                .startsWith("last proven 59 d ago, allowed 35d");
    }

    @Test
    void thePagesThatADrillsEndCouldNotWriteArePutRight() {
        record(Drills.healthy().id("jan").at("2026-02-28T03:00:00Z").done());
        assertThat(world.records.read("index.json")).isEmpty();

        assertThat(check().notes()).isEmpty();

        assertThat(world.records.read("index.json")).isPresent();
        assertThat(world.records.read("shop/index.html")).isPresent();
    }

    @Test
    void aDamagedRecordIsTold() {
        record(Drills.healthy().id("jan").at("2026-02-28T03:00:00Z").done());
        world.records.create("shop/record-000002.json", new byte[] {'{'});

        assertThat(check().news().problems())
                .extracting(Problem::what)
                .containsExactly(
                        "damaged record: \"shop/record-000002.json\" is no record of a drill");
    }

    @Test
    void anAlertThatSnsRefusesIsSentByTheRetry() {
        world.subscriber.refuse(1);

        assertThatThrownBy(this::check).hasMessageContaining("could not be published");
        assertThat(world.dispatched).hasValue(1);
        assertThat(check().alert()).contains(Outcome.SENT);
    }

    private OverdueCheck.Found check() {
        return new OverdueCheck(
                        world.orders,
                        world.alerts(),
                        world.reports(),
                        world.dispatched::incrementAndGet,
                        world.place(),
                        new EcsTasks(ecs, "muster"),
                        new LatePlans(world.records, Span.parse("35d"), world.metricLog()),
                        Duration.ofHours(6),
                        MOST_TASKS,
                        world.clock())
                .check("run-1");
    }

    private Order order(String drillId, Duration ago) {
        Order order = Order.of(drillId, "shop", null, null, null, 0, "e", World.NOW.minus(ago));
        world.orders.create(order);
        return order;
    }

    private void refused(String drillId, Duration ago, Duration refusedAgo) {
        order(drillId, ago);
        OrderState.Starting claim =
                new OrderState.Starting(
                        "run",
                        World.NOW.minus(refusedAgo),
                        OrderState.Waiting.NEW,
                        "muster.yaml",
                        World.request(drillId, "shop"),
                        new TaskSize(1024, 2048, 30, false));
        world.orders.claim(world.orders.find(drillId).orElseThrow(), claim);
        world.orders.waitAgain(drillId, claim, "no capacity", World.NOW.minus(refusedAgo));
    }

    private void record(DrillResult result) {
        new Records(world.records, HtmlReport::render).store(result);
    }

    private DrillResult result(String drillId) {
        return new Results(world.records).find("shop", drillId).orElseThrow();
    }
}
