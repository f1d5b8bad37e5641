package dev.muster.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Stage;
import dev.muster.contract.plan.ObjectivesSpec;
import dev.muster.contract.plan.Span;
import dev.muster.contract.result.ObjectiveOutcome;
import dev.muster.contract.result.StageTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant HOUR_AGO = NOW.minus(Duration.ofHours(1));
    private static final Instant DAY_AGO = NOW.minus(Duration.ofDays(1));
    private static final ObjectivesSpec PROMISED =
            new ObjectivesSpec(Span.parse("5m"), Span.parse("2h"), null);

    @Test
    void aProvenDrillMeasuresFetchAndRestore() {
        Recovery recovery = measured(true, HOUR_AGO, HOUR_AGO);
        assertThat(recovery.objectives().rto()).isEqualTo(new ObjectiveOutcome(300, 100.0, true));
        assertThat(recovery.objectives().rpo()).isEqualTo(new ObjectiveOutcome(7200, 3600.0, true));
        assertThat(recovery.findings()).isEmpty();
    }

    @Test
    void aDrillThatProvedNothingMeasuresNeither() {
        Recovery recovery = measured(false, HOUR_AGO, HOUR_AGO);
        assertThat(recovery.objectives().rto()).isEqualTo(new ObjectiveOutcome(300, null, null));
        assertThat(recovery.objectives().rpo()).isEqualTo(new ObjectiveOutcome(7200, null, null));
        assertThat(recovery.findings()).isEmpty();
    }

    @Test
    void anOlderBackupThatFailedSaysNothingOfTheNewest() {
        assertThat(measured(false, DAY_AGO, HOUR_AGO).objectives().rpo())
                .isEqualTo(new ObjectiveOutcome(7200, 3600.0, true));
    }

    @Test
    void aNewestBackupThatIsTooOldIsMissedWhateverTheVerdict() {
        for (boolean proven : new boolean[] {true, false}) {
            assertThat(measured(proven, DAY_AGO, DAY_AGO).findings())
                    .extracting(Finding::code)
                    .containsExactly(FindingCode.RPO_MISSED);
        }
    }

    private static Recovery measured(boolean proven, Instant backupAt, Instant newest) {
        return new Recovery(
                PROMISED,
                List.of(took(Stage.FETCH, 40), took(Stage.RESTORE, 60), took(Stage.VERIFY, 999)),
                proven,
                false,
                backupAt,
                newest,
                NOW);
    }

    private static StageTime took(Stage stage, double seconds) {
        return new StageTime(stage, NOW, seconds, null, null);
    }
}
