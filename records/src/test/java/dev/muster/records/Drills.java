package dev.muster.records;

import dev.muster.contract.CheckKind;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Stage;
import dev.muster.contract.result.BackupFacts;
import dev.muster.contract.result.CheckResult;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.Environment;
import dev.muster.contract.result.Judgement;
import dev.muster.contract.result.ObjectOutcome;
import dev.muster.contract.result.Objectives;
import dev.muster.contract.result.StageTime;
import dev.muster.contract.result.VerdictRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes results of drills to keep; the verdict is always the rule's own. */
public final class Drills {
    private final List<Finding> findings = new ArrayList<>();
    private final List<CheckResult> checks = new ArrayList<>();
    private String drillId = "20260301T030000Z-7c9e";
    private String plan = "shop";
    private @Nullable String key;

    private Drills() {}

    /** A drill that reached no backup. */
    static Drills drill() {
        return new Drills();
    }

    /** A drill that proved its backup. */
    public static Drills healthy() {
        Drills drill = new Drills();
        drill.key = "daily/shop-20260227T013000.dump";
        drill.checks.add(
                new CheckResult(
                        CheckKind.ROW_COUNTS,
                        0.2,
                        List.of(ObjectOutcome.counted("public.users", 7, 7))));
        return drill;
    }

    public Drills id(String id) {
        drillId = id;
        return this;
    }

    public Drills plan(String name) {
        plan = name;
        return this;
    }

    Drills find(Finding finding) {
        findings.add(finding);
        return this;
    }

    /** Two warnings, and an error that is accepted. */
    Drills withWarnings() {
        return find(Finding.of(FindingCode.SEQUENCE_BEHIND, "public.users_id_seq", "it is behind"))
                .find(Finding.of(FindingCode.COPY_MISSING, null, "one copy is missing"))
                .find(
                        Finding.of(FindingCode.FOREIGN_KEY_ORPHANS, "public.sales", "3 orphans")
                                .accept("imported, see OPS-231"));
    }

    public DrillResult done() {
        Instant startedAt = Instant.parse("2026-03-01T03:00:00.250Z");
        Judgement judgement = VerdictRule.judge(findings, checks);
        return new DrillResult(
                DrillResult.SCHEMA_VERSION,
                drillId,
                plan,
                judgement.verdict(),
                judgement.proof(),
                judgement.cause(),
                startedAt,
                96.5,
                null,
                key == null
                        ? null
                        : new BackupFacts(
                                key, "s3:shop", 1000, startedAt, "00ff", List.of("gzip"), null),
                List.of(),
                key == null
                        ? List.of()
                        : List.of(new StageTime(Stage.RESTORE, startedAt, 77, 2000L, null)),
                checks,
                judgement.findings(),
                new Objectives(null, null),
                new Environment("0.1.0", "25", "Linux", null, null, null, null, 2, 1L << 33));
    }
}
