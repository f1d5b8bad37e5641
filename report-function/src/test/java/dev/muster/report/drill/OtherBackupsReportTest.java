package dev.muster.report.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Severity;
import dev.muster.contract.Verdict;
import dev.muster.contract.request.DrillRequest;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.LastRestorable;
import dev.muster.contract.result.LastRestorable.Tried;
import dev.muster.records.Audit;
import dev.muster.records.History;
import dev.muster.records.Results;
import dev.muster.report.alert.AlertsSent.Outcome;
import dev.muster.report.drill.DrillReport.Done;
import dev.muster.report.drill.DrillReport.Ended;
import dev.muster.report.render.Drills;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of a task that drilled other backups after a broken one. */
class OtherBackupsReportTest {
    private static final String ID = "d-1";
    private static final String OLDER = "daily/shop-20260225T013000.dump.gz.enc";
    private static final Instant MADE = Instant.parse("2026-02-25T01:30:00Z");

    private final World world;
    private final Results results;

    OtherBackupsReportTest(@TempDir Path root) {
        world = new World(root);
        world.plans(
                "plans: { shop: { stores: [ { directory: /b } ], select: { walkBack: { backups: 3 } } } }");
        results = new Results(world.records);
    }

    @Test
    void theAlertHasTheTrueRecoveryPointAndEachDrillItsRecord() {
        world.started(ID);
        results.leave(older(1, Drills.healthy().find(FindingCode.ARCHIVE_TRUNCATED, "a", "cut")));
        results.leave(older(2, Drills.healthy()));
        results.leave(broken().with(found()));

        Done done = world.reports().report(ended(null), "run-1");
        world.reports().report(ended(null), "run-2");

        assertThat(done.result().lastRestorable()).isEqualTo(found());
        assertThat(History.read(world.records, "shop").drills()).hasSize(3);
        assertThat(Audit.of(world.records, "shop").firstBreak()).isEmpty();
        assertThat(Audit.of(world.records, "shop").unrecorded()).isEmpty();
        assertThat(world.subscriber.subjects()).as("one alert for all").hasSize(1);
        assertThat(world.subscriber.messages().getFirst())
                .contains("true rpo")
                .contains(OLDER)
                .contains("The newest backup that you can rely on was made 2026-02-27");
    }

    @Test
    void aTaskThatIsKilledMeanwhileIsBrokenAllTheSame() {
        world.started(ID);
        results.keep(broken());
        results.leave(older(1, Drills.healthy()));
        Finding killed =
                Finding.of(
                        FindingCode.MEMORY_EXHAUSTED, null, "the task was killed: out of memory");

        Done done = world.reports().report(ended(killed), "run-1");

        assertThat(done.result().verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(done.secondTry()).isNull();
        assertThat(done.result().findings())
                .filteredOn(f -> f.code() == FindingCode.MEMORY_EXHAUSTED)
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.severity()).isEqualTo(Severity.WARNING);
                    assertThat(f.message()).startsWith("while other backups were drilled: ");
                });
        assertThat(History.read(world.records, "shop").drills()).hasSize(2);
        assertThat(world.subscriber.subjects().getFirst()).startsWith("BROKEN: shop");
        assertThat(Audit.of(world.records, "shop").unrecorded()).isEmpty();
    }

    @Test
    void drillsOnNewerVersionsAreRecordedAndWhatGoesWrongThereIsAlerted() {
        world.started(ID);
        results.leave(Drills.healthy().id(ID).done());
        results.leave(Drills.healthy().id(Results.upgraded(ID, 1)).done());
        results.leave(
                Drills.healthy()
                        .id(Results.upgraded(ID, 2))
                        .find(FindingCode.VERSION_INCOMPATIBLE, "public.v", "only on 18")
                        .done());

        Done done = world.reports().report(ended(null), "run-1");
        world.reports().report(ended(null), "run-2");

        assertThat(done.result().verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(world.subscriber.subjects())
                .satisfiesExactly(
                        upgrade ->
                                assertThat(upgrade)
                                        .startsWith("UNPROVEN: shop - VERSION_INCOMPATIBLE"),
                        own -> assertThat(own).startsWith("PROVEN: shop"));
        assertThat(History.read(world.records, "shop").drills())
                .extracting(drill -> drill.drillId())
                .containsExactly(Results.upgraded(ID, 1), Results.upgraded(ID, 2), ID);
        assertThat(Audit.of(world.records, "shop").unrecorded()).isEmpty();
        assertThat(world.orders.find(ID)).isEmpty();
    }

    @Test
    void aTaskThatIsKilledWhileItRehearsesAnUpgradeIsProvenWithAWarning() {
        world.started(ID);
        results.keep(Drills.healthy().id(ID).done());
        Finding killed = Finding.of(FindingCode.MEMORY_EXHAUSTED, null, "out of memory");

        Done done = world.reports().report(ended(killed), "run-1");

        assertThat(done.result().verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(done.result().findings())
                .extracting(Finding::message)
                .contains("while upgrades were rehearsed: out of memory");
        assertThat(world.subscriber.attributes(0)).containsEntry("severity", "WARNING");
    }

    @Test
    void peopleAreToldBeforeTheOthersAreDrilledAndAgainOnceTheyAre() {
        world.started(ID);
        results.keep(broken());

        Optional<Outcome> first = world.reports().tellFirst("shop", ID, "run-1");
        Optional<Outcome> again = world.reports().tellFirst("shop", ID, "run-2");

        assertThat(first).contains(Outcome.SENT);
        assertThat(again).contains(Outcome.SENT_BEFORE);
        assertThat(world.subscriber.subjects())
                .containsExactly(
                        "BROKEN: shop - ARCHIVE_TRUNCATED, backup of 2026-02-27 01:30 UTC,"
                                + " others are drilled now");
        assertThat(world.subscriber.attributes(0))
                .containsEntry("severity", "CRITICAL")
                .containsEntry("walkBack", "begun");
        assertThat(world.subscriber.messages().getFirst())
                .contains("follows in a second alert")
                .contains("kept/result.json")
                .doesNotContain("report.html");
        assertThat(world.orders.find(ID)).as("the drill goes on").isPresent();
        assertThat(History.read(world.records, "shop").drills()).isEmpty();
        assertThat(world.metricLines()).isEmpty();

        results.leave(older(1, Drills.healthy()));
        results.leave(broken().with(found()));
        world.reports().report(ended(null), "run-3");

        assertThat(world.subscriber.subjects()).hasSize(2);
        assertThat(world.subscriber.subjects().getLast())
                .isEqualTo(
                        "BROKEN: shop - ARCHIVE_TRUNCATED, newest that restores is of"
                                + " 2026-02-25 01:30 UTC");
        assertThat(world.subscriber.attributes(1)).containsEntry("walkBack", "ended");
        assertThat(world.orders.find(ID)).isEmpty();
        assertThat(world.metricLines()).hasSize(1);
    }

    @Test
    void aDrillThatIsOverHasNoFirstAlertAnyMore() {
        world.started(ID);
        results.keep(broken());
        results.leave(broken().with(found()));

        assertThat(world.reports().tellFirst("shop", ID, "run-1")).isEmpty();
        world.reports().report(ended(null), "run-2");
        assertThat(world.reports().tellFirst("shop", ID, "run-3")).isEmpty();

        assertThat(world.subscriber.subjects()).hasSize(1);
    }

    @Test
    void aVerdictOfNoDrillInTheBookOrNotBrokenIsNotTold() {
        results.keep(broken());
        assertThat(world.reports().tellFirst("shop", ID, "run-1")).isEmpty();
        world.started("d-2");
        results.keep(Drills.healthy().id("d-2").done());
        assertThat(world.reports().tellFirst("shop", "d-2", "run-1")).isEmpty();
        assertThat(world.reports().tellFirst("crm", "d-2", "run-1")).isEmpty();

        assertThat(world.subscriber.subjects()).isEmpty();
    }

    @Test
    void aFirstAlertThatCouldNotBeSentIsTriedAgainUntilTheDrillIsOver() {
        world.started(ID);
        results.keep(broken());
        world.subscriber.refuse(1);
        assertThatThrownBy(() -> world.reports().tellFirst("shop", ID, "run-1"))
                .hasMessageContaining("could not be published");
        assertThat(world.alerts().unsent(World.NOW.plusSeconds(3600))).hasSize(1);
        assertThat(world.reports().tellFirst("shop", ID, "run-1")).contains(Outcome.SENT);
        assertThat(world.alerts().unsent(World.NOW.plusSeconds(3600))).isEmpty();

        world.started("d-2");
        DrillResult other =
                Drills.healthy().id("d-2").find(FindingCode.ARCHIVE_TRUNCATED, "a", "cut").done();
        results.keep(other);
        world.subscriber.refuse(1);
        assertThatThrownBy(() -> world.reports().tellFirst("shop", "d-2", "run-2"))
                .hasMessageContaining("could not be published");
        results.leave(other.with(found()));
        world.reports().report(new Ended("shop", "d-2", null, null, null), "run-3");

        assertThat(world.alerts().unsent(World.NOW.plusSeconds(3600)))
                .as("it is no news")
                .isEmpty();
        assertThat(world.subscriber.subjects()).hasSize(2);
    }

    @Test
    void aTaskWithoutABackupThatIsLostIsBrokenAsTheTriggerKeptIt() {
        world.started(ID);
        Finding none = Finding.of(FindingCode.NO_BACKUP_IN_WINDOW, null, "no backup");
        DrillRequest request = DrillRequest.withoutBackup(ID, "shop", null, List.of(none));
        results.keep(Drills.healthy().id(ID).find(none.code(), null, none.message()).done());
        Finding lost = Finding.of(FindingCode.TASK_IMAGE_UNUSABLE, null, "no such image");

        Done done = world.reports().report(new Ended("shop", ID, request, null, lost), "run-1");

        assertThat(done.result().verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(world.subscriber.subjects().getFirst())
                .startsWith("BROKEN: shop - NO_BACKUP_IN_WINDOW");
    }

    private static Ended ended(@org.jspecify.annotations.Nullable Finding reason) {
        return new Ended("shop", ID, World.request(ID, "shop"), null, reason);
    }

    private static DrillResult broken() {
        return Drills.healthy()
                .id(ID)
                .find(FindingCode.ARCHIVE_TRUNCATED, "public.sales", "it ends early")
                .done();
    }

    private static DrillResult older(int place, Drills drill) {
        return drill.id(Results.following(ID, place)).done();
    }

    private static LastRestorable found() {
        return new LastRestorable(
                OLDER,
                MADE,
                351_000.0,
                List.of(
                        new Tried("newer", MADE.plusSeconds(9), ID, Verdict.BROKEN),
                        new Tried(OLDER, MADE, Results.following(ID, 2), Verdict.PROVEN)),
                0,
                List.of(),
                "the newest that restores is found");
    }
}
