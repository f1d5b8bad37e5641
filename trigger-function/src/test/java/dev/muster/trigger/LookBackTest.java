package dev.muster.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.MusterException;
import dev.muster.contract.Severity;
import dev.muster.contract.Verdict;
import dev.muster.contract.request.DrillRequest;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.LastRestorable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans without a backup in their window that ask for others to be drilled. */
class LookBackTest {
    private static final String EVENT = "{\"id\":\"e\"}";

    @TempDir Path directory;
    private @Nullable Stack opened;

    @BeforeEach
    void open() throws IOException {
        opened = new Stack(directory);
        plan("select: { mode: latest, within: 7d, walkBack: { backups: 2, within: 100d } }");
    }

    @AfterEach
    void stop() {
        stack().close();
    }

    private Stack stack() {
        return Objects.requireNonNull(opened);
    }

    private void plan(String select) throws IOException {
        stack().plans("plans:\n" + stack().plan("shop") + "    " + select + "\n");
    }

    @Test
    void aTaskIsStartedForTheOthersAndTheVerdictIsKeptAndToldBefore() throws IOException {
        stack().backup("old.dump", Duration.ofDays(20)).backup("older.dump", Duration.ofDays(30));

        Answer answer = stack().answer(EVENT);

        assertThat(answer.summary()).isEqualTo("1 started");
        Outcome drill = answer.drills().getFirst();
        assertThat(drill.backup()).isNull();
        assertThat(drill.why()).contains("broken").contains("newest that restores");
        DrillRequest request = onlyRequest();
        assertThat(request.backup()).isNull();
        assertThat(request.newestBackupAt()).isEqualTo(Stack.START.minus(Duration.ofDays(20)));
        assertThat(request.findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.NO_BACKUP_IN_WINDOW);
        DrillResult kept = kept(request.drillId());
        assertThat(kept.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(kept.findings()).isEqualTo(request.findings());
        assertThat(stack().reported).containsExactly(request.drillId());
        assertThat(stack().results().find("shop", request.drillId())).isEmpty();
    }

    @Test
    void theTaskIsSizedForTheLargestThatItMayDrill() throws IOException {
        stack().backup("old.dump", Duration.ofDays(20))
                .backup("older.dump", Duration.ofDays(30))
                .backup("oldest.dump", Duration.ofDays(40));
        sized("older.dump", 30L << 30, 30);
        // Two at most are drilled.
        sized("oldest.dump", 900L << 30, 40);

        stack().answer(EVENT);

        JsonNode task = stack().ecs.started().values().iterator().next();
        assertThat(task.at("/overrides/cpu").asText()).isEqualTo("8192");
    }

    private void sized(String name, long bytes, int daysOld) throws IOException {
        Path file = directory.resolve("backups").resolve(name);
        try (var sparse = new java.io.RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(bytes);
        }
        Files.setLastModifiedTime(
                file,
                java.nio.file.attribute.FileTime.from(Stack.START.minus(Duration.ofDays(daysOld))));
    }

    @Test
    void aPlanThatDoesNotAskForItIsBrokenAtOnce() throws IOException {
        stack().backup("old.dump", Duration.ofDays(20));
        plan("select: { mode: latest, within: 7d }");

        assertThat(stack().answer(EVENT).summary()).isEqualTo("1 broken");

        assertThat(stack().ecs.asked()).isZero();
        assertThat(stack().records.list("")).hasSize(1);
    }

    @Test
    void whereThereIsNothingElseToDrillTheResultSaysSoWithoutATask() throws IOException {
        stack().backup("ancient.dump", Duration.ofDays(200));

        assertThat(stack().answer(EVENT).summary()).isEqualTo("1 broken");

        DrillResult result = result();
        LastRestorable found = Objects.requireNonNull(result.lastRestorable());
        assertThat(found.backup()).isNull();
        assertThat(found.tried()).isEmpty();
        assertThat(found.notTried()).isEqualTo(1);
        assertThat(found.ended()).isEqualTo("they are older than 100d");
        assertThat(stack().ecs.asked()).isZero();
        assertThat(stack().reported).containsExactly(result.drillId());
        assertThat(stack().records.list("")).as("nothing was to be kept").hasSize(1);
    }

    @Test
    void whatCannotBeStartedIsBrokenAllTheSameAndSaysWhyNothingElseWasDrilled() throws IOException {
        stack().backup("old.dump", Duration.ofDays(20));
        stack().ecs.say(FakeEcs.error(400, "AccessDeniedException", "not authorized"));

        assertThat(stack().answer(EVENT).summary()).isEqualTo("1 broken");

        DrillResult result = result();
        assertThat(result.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(result.findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.NO_BACKUP_IN_WINDOW, FindingCode.TASK_MISCONFIGURED);
        Finding why = result.findings().getLast();
        assertThat(why.severity()).isEqualTo(Severity.WARNING);
        assertThat(why.message()).startsWith("other backups were not drilled: ");
    }

    @Test
    void whatWaitsForCapacityKeepsItsVerdictAlsoIfABackupComesMeanwhile() throws IOException {
        stack().backup("old.dump", Duration.ofDays(20));
        FakeEcs.Said none =
                FakeEcs.failure(
                        "Capacity is unavailable at this time. Please try again later", null);
        stack().ecs.say(none, none, none);
        assertThat(stack().answer(EVENT).summary()).isEqualTo("1 waiting");
        assertThat(stack().reported).hasSize(1);
        stack().backup("new.dump", Duration.ofHours(1)).later(Duration.ofHours(1));

        stack().answer("{\"dispatch\":true}");

        DrillRequest request = onlyRequest();
        assertThat(request.backup()).isNull();
        assertThat(request.findings()).isEqualTo(kept(request.drillId()).findings());
    }

    @Test
    void whatNeverGetsCapacityIsBrokenAndNotUnproven() throws IOException {
        stack().backup("old.dump", Duration.ofDays(20));
        FakeEcs.Said none =
                FakeEcs.failure(
                        "Capacity is unavailable at this time. Please try again later", null);
        stack().ecs.say(none, none, none);
        stack().answer(EVENT);
        stack().later(Duration.ofHours(7));
        stack().ecs.say(none, none, none);

        assertThat(stack().answer("{\"dispatch\":true}").summary()).contains("1 broken");

        assertThat(result().findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.NO_BACKUP_IN_WINDOW, FindingCode.TASK_NO_CAPACITY);
    }

    @Test
    void ofSeveralAgesWithoutABackupOneHasTheOthersDrilled() throws IOException {
        stack().backup("old.dump", Duration.ofDays(90));
        plan("select: { mode: bands, bands: [7d, 30d], walkBack: { backups: 2, within: 100d } }");

        assertThat(stack().answer(EVENT).summary()).isEqualTo("1 started, 1 broken");
    }

    @Test
    void aFunctionThatDiesAnywhereLosesNeitherTheVerdictNorTheOthers() throws IOException {
        for (int steps = 1; ; steps++) {
            try (Stack mortal = new Stack(directory.resolve("life-" + steps))) {
                mortal.plans(
                                "plans:\n"
                                        + mortal.plan("shop")
                                        + "    select: { mode: latest, walkBack: { backups: 2 } }\n")
                        .backup("old.dump", Duration.ofDays(20));
                boolean lived = livedThrough(mortal, steps);
                mortal.later(Duration.ofMinutes(16));
                mortal.answer(EVENT);

                assertThat(mortal.ecs.started()).as("after %d steps", steps).hasSize(1);
                String drillId = mortal.ecs.started().keySet().iterator().next();
                assertThat(mortal.results().kept("shop", drillId)).isPresent();
                assertThat(mortal.reported).contains(drillId);
                assertThat(mortal.results().find("shop", drillId)).isEmpty();
                if (lived) {
                    assertThat(steps).isGreaterThan(8);
                    return;
                }
            }
        }
    }

    private static boolean livedThrough(Stack mortal, int steps) {
        try {
            mortal.answer(EVENT, "run-1", new AtomicInteger(steps));
            return true;
        } catch (MemoryStore.Killed _) {
            return false;
        } catch (MusterException e) {
            return false;
        }
    }

    private DrillRequest onlyRequest() {
        assertThat(stack().ecs.started()).hasSize(1);
        return Stack.request(stack().ecs.started().values().iterator().next());
    }

    private DrillResult kept(String drillId) {
        return stack().results().kept("shop", drillId).orElseThrow();
    }

    private DrillResult result() {
        List<String> left =
                stack().records.list("").stream()
                        .filter(name -> name.matches("[^/]+/[^/]+/result.json"))
                        .toList();
        assertThat(left).hasSize(1);
        return stack().results().find("shop", left.getFirst().split("/", -1)[1]).orElseThrow();
    }
}
