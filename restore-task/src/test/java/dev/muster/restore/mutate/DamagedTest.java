package dev.muster.restore.mutate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.contract.Cause;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Proof;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.Environment;
import dev.muster.contract.result.Mutant;
import dev.muster.contract.result.Mutant.Fate;
import dev.muster.contract.result.Objectives;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DamagedTest {
    private static final Kind KIND =
            Kind.all().stream()
                    .filter(k -> k.name().equals("delete-row"))
                    .findFirst()
                    .orElseThrow();
    private static final Finding MISSING = Finding.of(FindingCode.ROWS_MISSING, "public.a", "gone");
    private static final Finding STANDING =
            Finding.of(FindingCode.SOURCE_NOT_COMPARED, null, "no records");
    private static final DrillResult CONTROL = proven(Proof.CONSISTENT, STANDING);

    @Test
    void brokenDrillKills() throws Uncounted {
        Mutant mutant = judged(drill(Verdict.BROKEN, Cause.BACKUP, null, MISSING), CONTROL, false);
        assertThat(mutant.fate()).isEqualTo(Fate.KILLED);
        assertThat(mutant.finding()).isEqualTo(FindingCode.ROWS_MISSING);
        assertThat(mutant.reason()).isNull();
    }

    @Test
    void warningThatTheUndamagedHasNotKills() throws Uncounted {
        Finding fell = Finding.of(FindingCode.ROWS_FELL, "public.a", "half of them");
        assertThat(judged(proven(Proof.CONSISTENT, STANDING, fell), CONTROL, false).finding())
                .isEqualTo(FindingCode.ROWS_FELL);
    }

    @Test
    void whatTheUndamagedShowsAsWellKillsNothing() throws Uncounted {
        Mutant mutant = judged(proven(Proof.CONSISTENT, STANDING), CONTROL, false);
        assertThat(mutant.fate()).isEqualTo(Fate.SURVIVED);
        assertThat(mutant.reason()).contains("manifest");
    }

    @Test
    void slownessOfTheMachineKillsNothing() throws Uncounted {
        Finding slower = Finding.of(FindingCode.DRILL_SLOWER, null, "a busy machine");
        assertThat(judged(proven(Proof.CONSISTENT, slower), CONTROL, false).fate())
                .isEqualTo(Fate.SURVIVED);
    }

    @Test
    void remarkKillsNothing() throws Uncounted {
        Finding remark = Finding.of(FindingCode.VERSION_NEWER_USED, null, "15 into 17");
        assertThat(judged(proven(Proof.CONSISTENT, remark), CONTROL, false).fate())
                .isEqualTo(Fate.SURVIVED);
    }

    @Test
    void unnoticedDamageThatChangedNothingDoesNotCount() throws Uncounted {
        Mutant mutant = judged(proven(Proof.CONSISTENT, STANDING), CONTROL, true);
        assertThat(mutant.fate()).isEqualTo(Fate.CHANGED_NOTHING);
        assertThat(mutant.counts()).isFalse();
    }

    @Test
    void survivorOfAnIdenticalProofIsCalledADefect() throws Uncounted {
        Mutant mutant = judged(proven(Proof.IDENTICAL), proven(Proof.IDENTICAL), false);
        assertThat(mutant.fate()).isEqualTo(Fate.SURVIVED);
        assertThat(mutant.reason()).contains("defect of Muster");
    }

    @Test
    void drillThatRanOutOfTimeOrDiskSaysNothing() {
        for (FindingCode code :
                List.of(
                        FindingCode.RESTORE_TIMEOUT,
                        FindingCode.DISK_FULL,
                        FindingCode.INTERRUPTED)) {
            DrillResult ended =
                    drill(
                            Verdict.UNPROVEN,
                            Cause.ENVIRONMENT,
                            null,
                            Finding.of(code, null, "it ended"));
            assertThatThrownBy(() -> judged(ended, CONTROL, false))
                    .isInstanceOf(Uncounted.class)
                    .hasMessageContaining(code.name());
        }
    }

    @Test
    void wrongKeyIsNoticed() throws Uncounted {
        DrillResult unproven =
                drill(
                        Verdict.UNPROVEN,
                        Cause.ENVIRONMENT,
                        null,
                        Finding.of(FindingCode.KEY_WRONG, null, "another"));
        assertThat(judged(unproven, CONTROL, false).fate()).isEqualTo(Fate.KILLED);
    }

    private static Mutant judged(DrillResult result, DrillResult control, boolean same)
            throws Uncounted {
        return new Damaged("public.a", result, control, same).judged(KIND, 1);
    }

    private static DrillResult proven(Proof proof, Finding... findings) {
        return drill(Verdict.PROVEN, null, proof, findings);
    }

    private static DrillResult drill(
            Verdict verdict, @Nullable Cause cause, @Nullable Proof proof, Finding... findings) {
        return new DrillResult(
                DrillResult.SCHEMA_VERSION,
                "d",
                "shop",
                verdict,
                proof,
                cause,
                Instant.EPOCH,
                1,
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(findings),
                new Objectives(null, null),
                new Environment("1", "25", "Linux", null, null, "none", 1, 1, 1L));
    }
}
