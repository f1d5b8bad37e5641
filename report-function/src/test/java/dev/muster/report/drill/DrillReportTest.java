package dev.muster.report.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.contract.Cause;
import dev.muster.contract.ContractJson;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.MusterException;
import dev.muster.contract.Verdict;
import dev.muster.contract.request.DrillRequest;
import dev.muster.contract.result.DrillResult;
import dev.muster.records.Audit;
import dev.muster.records.RecordStore;
import dev.muster.records.Results;
import dev.muster.records.order.Order;
import dev.muster.report.alert.AlertsSent.Outcome;
import dev.muster.report.drill.DrillReport.Done;
import dev.muster.report.drill.DrillReport.Ended;
import dev.muster.report.render.Drills;
import dev.muster.report.stop.Events;
import dev.muster.report.stop.StoppedTask;
import dev.muster.report.stop.TaskEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrillReportTest {
    private static final String ID = "20260301-shop-7c9e";

    private final Path root;
    private final World world;

    DrillReportTest(@TempDir Path root) {
        this.root = root;
        world = new World(root);
    }

    @Test
    void aResultThatTheTaskLeftIsRecordedToldAndClosed() {
        world.started(ID);
        leave(Drills.healthy().id(ID).done());

        Done done = report(ended("task-stopped"), "run-1");

        assertThat(done.alert()).isEqualTo(Outcome.SENT);
        assertThat(done.record().drill().verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(world.subscriber.subjects())
                .containsExactly("PROVEN: shop - consistent, backup of 2026-02-27 01:30 UTC");
        assertThat(world.subscriber.attributes(0))
                .containsEntry("severity", "INFO")
                .containsEntry("plan", "shop")
                .doesNotContainKey("cause");
        assertThat(world.orders.find(ID)).isEmpty();
        assertThat(world.dispatched).hasValue(1);
        assertThat(world.metricLines()).hasSize(1);
        assertThat(text("index.html")).contains("shop");
        assertThat(text("shop/index.html")).contains(ID + "/report.html");
        assertThat(Audit.of(world.records, "shop").firstBreak()).isEmpty();
    }

    @Test
    void anExitCodeSaysNothingWhereTheTaskLeftAResult() {
        world.started(ID);
        leave(Drills.healthy().id(ID).done());

        Done done = report(ended("task-stopped-out-of-memory"), "run-1");

        assertThat(done.record().drill().verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(text("shop/" + ID + "/report.html")).doesNotContain("killed");
    }

    @Test
    void aTaskThatLeftNothingIsAnUnprovenDrillWithItsReason() {
        world.started(ID);

        Done done = report(ended("task-stopped-out-of-memory"), "run-1");

        DrillResult stored = result(ID);
        assertThat(stored).isEqualTo(done.result());
        assertThat(stored.verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(stored.cause()).isEqualTo(Cause.ENVIRONMENT);
        assertThat(stored.findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.MEMORY_EXHAUSTED, FindingCode.RPO_MISSED);
        assertThat(stored.backup()).isNotNull();
        assertThat(stored.selection()).isNotNull();
        assertThat(stored.seconds()).isEqualTo(1252.66);
        assertThat(stored.environment().os()).isEqualTo("AWS FARGATE 1.4.0, x86_64");
        assertThat(stored.environment().memoryBytes()).isEqualTo(2L << 30);
        assertThat(stored.objectives().rpo()).isNotNull();
        assertThat(done.secondTry()).as("more memory is what it needs").isNull();
        assertThat(world.subscriber.subjects().getFirst()).startsWith("UNPROVEN: shop - MEMORY_EX");
        assertThat(world.subscriber.attributes(0)).containsEntry("cause", "environment");
        assertThat(world.subscriber.messages().getFirst())
                .contains("clusters/muster/tasks/c13b4cb40f1f4fe4a2971f76ae5a47ad/logs");
    }

    @Test
    void theSameEventTwiceMakesOneRecordAndOneAlert() {
        world.started(ID);

        report(ended("task-stopped-out-of-memory"), "run-1");
        Done again = report(ended("task-stopped-out-of-memory"), "run-2");

        assertThat(again.alert()).isEqualTo(Outcome.SENT_BEFORE);
        assertThat(again.record().number()).isEqualTo(1);
        assertThat(world.subscriber.subjects()).hasSize(1);
        assertThat(world.metricLines()).hasSize(1);
        assertThat(Audit.of(world.records, "shop").records()).isEqualTo(1);
    }

    @Test
    void theSameEventAtTheSameTimeMakesOneRecordAndOneAlert() throws Exception {
        world.started(ID);
        List<Callable<Done>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String by = "run-" + i;
            calls.add(() -> report(ended("task-stopped-spot"), by));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Done> call : threads.invokeAll(calls)) {
                assertThat(call.get().record().number()).isEqualTo(1);
            }
        }

        assertThat(world.subscriber.subjects()).hasSize(1);
        assertThat(Audit.of(world.records, "shop").records()).isEqualTo(1);
        assertThat(world.orders.book().orders())
                .extracting(held -> held.order().drillId())
                .containsExactly(ID + "-again");
    }

    @Test
    void aPassingCauseOrdersTheSameBackupOnceMoreAndSaysSo() {
        world.started(ID);

        Done done = report(ended("task-stopped-spot"), "run-1");

        Order second = world.orders.find(ID + "-again").orElseThrow().order();
        assertThat(done.secondTry()).isEqualTo(ID + "-again");
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(second.first()).isEqualTo(ID);
        assertThat(second.backup()).isEqualTo("daily/shop-20260227T013000.dump.gz.enc");
        assertThat(second.isWaiting()).isTrue();
        assertThat(second.dueAt())
                .as("what took it away may not be over at once")
                .isBetween(World.NOW.plusSeconds(1800), World.NOW.plusSeconds(3600));
        assertThat(result(ID).findings())
                .extracting(Finding::code)
                .contains(FindingCode.TASK_RECLAIMED, FindingCode.DRILL_REPEATED);
        assertThat(text("shop/" + ID + "/report.html")).contains("Ordered once more");
        assertThat(world.subscriber.subjects().getFirst()).contains("drilled once more");
        assertThat(world.orders.find(ID)).isEmpty();
    }

    @Test
    void aSecondDrillIsNeverRepeated() {
        world.started(ID);
        report(ended("task-stopped-spot"), "run-1");
        StoppedTask task = task("task-stopped-spot");
        String again = ID + "-again";

        Done second =
                report(Ended.task("shop", again, World.request(again, "shop"), task), "run-2");

        assertThat(second.secondTry()).isNull();
        assertThat(world.orders.book().orders()).isEmpty();
        assertThat(world.subscriber.messages().get(1)).contains("second try of drill " + ID);
        assertThat(world.subscriber.subjects()).hasSize(2);
    }

    @Test
    void theFirstEventComingBackAfterTheSecondDrillOrdersNoThird() {
        world.started(ID);
        String again = ID + "-again";
        report(ended("task-stopped-spot"), "run-1");
        StoppedTask task = task("task-stopped-spot");
        report(Ended.task("shop", again, World.request(again, "shop"), task), "run-2");

        Done back = report(ended("task-stopped-spot"), "run-3");

        assertThat(back.secondTry()).isEqualTo(again);
        assertThat(world.orders.book().orders()).isEmpty();
        assertThat(world.subscriber.subjects()).hasSize(2);
    }

    @Test
    void anInterruptedDrillIsWorthWhatInterruptedIt() {
        world.started(ID);
        leave(interrupted(ID));

        Done spot = report(ended("task-stopped-spot"), "run-1");

        assertThat(spot.secondTry()).isEqualTo(ID + "-again");
        assertThat(text("shop/" + ID + "/report.html")).contains("Spot capacity back");
    }

    @Test
    void aDrillThatAPersonStoppedIsNotRepeated() {
        world.started(ID);
        leave(interrupted(ID));
        StoppedTask task =
                TaskEvent.read(Events.stopped("UserInitiated", "Task stopped by user", 143, null));

        Done done = report(Ended.task("shop", ID, null, task), "run-1");

        assertThat(done.secondTry()).isNull();
    }

    @Test
    void aStoreThatCouldNotBeReachedIsWorthASecondDrillAndAMissingKeyIsNot() {
        world.started(ID);
        leave(
                Drills.drill()
                        .id(ID)
                        .find(FindingCode.STORE_UNREACHABLE, "s3", "no connection within 30 s")
                        .done());
        world.started("other");
        leave(
                Drills.drill()
                        .id("other")
                        .find(FindingCode.STORE_UNREACHABLE, "s3", "no connection within 30 s")
                        .find(FindingCode.KEY_MISSING, null, "there is no key")
                        .done());

        assertThat(report(ended("task-stopped"), "1").secondTry()).isEqualTo(ID + "-again");
        assertThat(report(Ended.task("shop", "other", null, task("task-stopped")), "2").secondTry())
                .isNull();
    }

    @Test
    void whatSnsRefusesIsToldByTheRetryAndNothingIsLostMeanwhile() {
        world.started(ID);
        world.subscriber.refuse(1);

        assertThatThrownBy(() -> report(ended("task-stopped-out-of-memory"), "run-1"))
                .hasMessageContaining("could not be published");
        assertThat(world.orders.find(ID)).as("still in the book").isPresent();
        assertThat(world.dispatched).as("the others go on").hasValue(1);
        assertThat(result(ID).verdict()).isEqualTo(Verdict.UNPROVEN);

        assertThat(report(ended("task-stopped-out-of-memory"), "run-1").alert())
                .isEqualTo(Outcome.SENT);
        assertThat(world.orders.find(ID)).isEmpty();
        assertThat(Audit.of(world.records, "shop").records()).isEqualTo(1);
    }

    @Test
    void whoeverDiesAtAnyWriteLosesNothingAndRepeatsNothing() {
        for (int survived = 0; survived < 9; survived++) {
            World dying = new World(root.resolve("dying-" + survived));
            dying.started(ID);
            DyingStore store = new DyingStore(dying.records, survived);

            try {
                dying.reports(store).report(ended("task-stopped-spot"), "run-1");
            } catch (DyingStore.Died _) {
                // As a function that ran out of time.
            }
            dying.reports().report(ended("task-stopped-spot"), "run-1");

            assertThat(Audit.of(dying.records, "shop").records()).isEqualTo(1);
            assertThat(Audit.of(dying.records, "shop").firstBreak()).isEmpty();
            assertThat(dying.subscriber.subjects()).hasSize(1);
            assertThat(dying.orders.book().orders())
                    .extracting(held -> held.order().drillId())
                    .containsExactly(ID + "-again");
        }
    }

    @Test
    void aReportThatCannotBeRenderedKeepsNobodyFromBeingTold() {
        world.started(ID);
        leave(Drills.healthy().id(ID).done());
        Recording.Page broken =
                (_, _, _) -> {
                    throw new IllegalStateException("row's value");
                };

        Done done = world.reports(broken).report(ended("task-stopped"), "run-1");

        assertThat(done.alert()).isEqualTo(Outcome.SENT);
        assertThat(done.notes())
                .singleElement()
                .asString()
                .startsWith("the report cannot be rendered: IllegalStateException at ")
                .doesNotContain("row's value");
        assertThat(text("shop/" + ID + "/report.html"))
                .contains("in place of the report", "result.json")
                .doesNotContain("row's value");
        assertThat(world.orders.find(ID)).isEmpty();
        assertThat(Audit.of(world.records, "shop").firstBreak()).isEmpty();
    }

    @Test
    void anOverviewThatCannotBeWrittenIsNoFailureOfTheDrill() {
        world.started(ID);
        leave(Drills.healthy().id(ID).done());
        RecordStore contended =
                WatchedStore.of(
                        world.records,
                        (method, name) -> {
                            if (!method.startsWith("read") && name.startsWith("index.")) {
                                throw new MusterException("RECORDS_FAILED", "changed", null);
                            }
                        });

        Done done = world.reports(contended).report(ended("task-stopped"), "run-1");

        assertThat(done.alert()).isEqualTo(Outcome.SENT);
        assertThat(done.notes()).containsExactly("the pages could not be published: changed");
        assertThat(world.records.read("index.json")).isEmpty();
        assertThat(world.orders.find(ID)).isEmpty();
    }

    @Test
    void aResultThatCannotBeReadStaysAndIsToldBesideIt() {
        world.started(ID);
        byte[] garbage = "{\"schemaVersion\":1".getBytes(StandardCharsets.UTF_8);
        world.records.create("shop/" + ID + "/result.json", garbage);

        Done done = report(ended("task-stopped"), "run-1");

        assertThat(done.result().cause()).isEqualTo(Cause.MUSTER);
        assertThat(done.result().findings().getFirst().message()).contains("cannot be read");
        assertThat(world.records.read("shop/" + ID + "/result.json")).contains(garbage);
        assertThat(result(ID + "-unreadable").verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(world.subscriber.subjects()).hasSize(1);
        assertThat(world.orders.find(ID)).isEmpty();
        assertThat(report(ended("task-stopped"), "run-2").alert()).isEqualTo(Outcome.SENT_BEFORE);
    }

    @Test
    void aResultThatWouldFillTheMemoryStaysAndIsToldBesideIt() {
        world.started(ID);
        world.records.create("shop/" + ID + "/result.json", new byte[RecordStore.MOST_BYTES + 1]);

        Done done = report(ended("task-stopped"), "run-1");

        assertThat(done.result().findings().getFirst().message()).contains("67,108,865 bytes");
        assertThat(result(ID + "-unreadable").verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(world.subscriber.subjects()).hasSize(1);
        assertThat(world.orders.find(ID)).isEmpty();
    }

    @Test
    void aResultOfAnotherDrillIsNotTaken() {
        world.started(ID);
        world.records.create(
                "shop/" + ID + "/result.json",
                ContractJson.bytes(Drills.healthy().id("another").done()));

        Done done = report(ended("task-stopped"), "run-1");

        assertThat(done.result().verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(done.result().findings().getFirst().message()).contains("of another drill");
    }

    @Test
    void aResultThatMustBeThereAndIsNotIsAnError() {
        assertThatThrownBy(() -> report(new Ended("shop", ID, null, null, null), "run-1"))
                .hasMessageContaining("there is no result of drill \"" + ID + "\"");
        assertThat(world.subscriber.subjects()).isEmpty();
    }

    @Test
    void aPlanFileThatCannotBeReadTakesNothingButTheObjectives() {
        world.started(ID);
        world.plans("plans: [");

        Done done = report(ended("task-stopped-out-of-memory"), "run-1");

        assertThat(done.result().objectives().rpo()).isNull();
        assertThat(world.subscriber.subjects()).hasSize(1);
    }

    @Test
    void theAlertOfABrokenBackupNamesTheNewestGoodOne() {
        leave(Drills.healthy().id("jan").at("2026-02-01T03:00:00Z").done());
        report(new Ended("shop", "jan", null, null, null), "run-1");
        leave(
                Drills.healthy()
                        .id(ID)
                        .find(FindingCode.ARCHIVE_TRUNCATED, "public.sales", "it ends early")
                        .done());

        report(ended("task-stopped"), "run-2");

        assertThat(world.subscriber.messages().get(1))
                .contains("was made 2026-01-30 01:30 UTC (proven");
        assertThat(world.subscriber.messages().get(1)).contains("lose the last 30 d 2 h");
    }

    private static DrillResult interrupted(String id) {
        return Drills.drill()
                .id(id)
                .find(FindingCode.INTERRUPTED, null, "the drill was asked to end")
                .done();
    }

    private void leave(DrillResult result) {
        assertThat(new Results(world.records).leave(result)).isTrue();
    }

    private DrillResult result(String drillId) {
        return new Results(world.records).find("shop", drillId).orElseThrow();
    }

    private Done report(Ended ended, String by) {
        return world.reports().report(ended, by);
    }

    private static Ended ended(String sample) {
        StoppedTask task = task(sample);
        DrillRequest request = World.request(ID, "shop");
        return Ended.task("shop", ID, request, task);
    }

    private static StoppedTask task(String sample) {
        return TaskEvent.read(Events.sample(sample));
    }

    private String text(String name) {
        return new String(world.records.read(name).orElseThrow(), StandardCharsets.UTF_8);
    }
}
