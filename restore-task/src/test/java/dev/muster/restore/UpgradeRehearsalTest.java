package dev.muster.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.Cause;
import dev.muster.contract.CheckKind;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.CheckResult;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.ObjectOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpgradeRehearsalTest {
    private static final Finding REFUSED =
            Finding.of(
                    FindingCode.RESTORE_ENTRY_FAILED,
                    "public.old_view",
                    "column \"oid\" does not exist");
    private static final DrillResult OWN =
            PastDrills.of(
                    List.of(
                            new CheckResult(
                                    CheckKind.ROW_COUNTS,
                                    1,
                                    List.of(ObjectOutcome.counted("public.t", 5, 5)))));

    private static DrillResult judged(DrillResult own, Finding... newer) {
        return new UpgradeRehearsal(own).judged(OWN.judgedBy(List.of(newer)));
    }

    @Test
    void whatOnlyTheNewerVersionRefusesIsNoFaultOfTheBackup() {
        DrillResult result = judged(OWN, REFUSED);

        assertThat(OWN.judgedBy(List.of(REFUSED)).verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(result.verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(result.cause()).isEqualTo(Cause.ENVIRONMENT);
        assertThat(result.findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.code()).isEqualTo(FindingCode.RESTORE_ENTRY_FAILED);
                    assertThat(finding.message())
                            .isEqualTo(
                                    "only on PostgreSQL 15.6, not on 15.6: column \"oid\" does not"
                                            + " exist");
                    assertThat(finding.hint()).contains("before the upgrade");
                });
    }

    @Test
    void whatTheNewerVersionNoLongerHasIsNoReasonToInstallTheOldOne() {
        Finding gone =
                Finding.of(
                        FindingCode.VERSION_INCOMPATIBLE,
                        "public.writes",
                        "column \"wal_write\" does not exist");
        assertThat(judged(OWN, gone).findings())
                .extracting(Finding::hint)
                .containsExactly(
                        "the backup restores on its own version: mend this before the upgrade");
    }

    @Test
    void whatTheBackupsOwnVersionFoundTooStaysAsItIs() {
        Finding known = REFUSED.accept("known");
        DrillResult own = OWN.judgedBy(List.of(known));
        assertThat(own.verdict()).isEqualTo(Verdict.PROVEN);

        assertThat(judged(own, known).findings()).containsExactly(known);
        assertThat(judged(own, known).verdict()).isEqualTo(Verdict.PROVEN);
    }

    @Test
    void whatLiesWithTheMachineStaysAsItIs() {
        Finding missing = Finding.of(FindingCode.EXTENSION_MISSING, "postgis", "it is not here");
        assertThat(judged(OWN, missing).findings()).containsExactly(missing);
    }
}
