package dev.muster.trigger.task;

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
import dev.muster.records.History;
import dev.muster.records.RecordStore;
import dev.muster.records.Records;
import dev.muster.trigger.MemoryStore;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pasts of a plan: records of drills that were stored as drills are. */
final class Past {
    private Past() {}

    static History none() {
        return new Plan().history();
    }

    /** One proven drill. */
    static History of(double gib, double ratio, double seconds) {
        return new Plan().proven(gib, ratio, seconds, 1).history();
    }

    /** One drill that ended early. */
    static History ended(double gib, FindingCode code) {
        return new Plan().ended(gib, code, 1).history();
    }

    /** A plan that is drilled again and again, on tasks of so many processors. */
    static final class Plan {
        private final RecordStore store = new MemoryStore();
        private int drills;

        Plan proven(double gib, double ratio, double seconds, int cpus) {
            kept(store, "d" + ++drills, gib, ratio, seconds, null, cpus);
            return this;
        }

        Plan ended(double gib, FindingCode code, int cpus) {
            kept(store, "d" + ++drills, gib, 0, 60, code, cpus);
            return this;
        }

        History history() {
            return History.newest(store, "shop", TaskSizing.HISTORY);
        }
    }

    private static void kept(
            RecordStore store,
            String drillId,
            double gib,
            double ratio,
            double seconds,
            @Nullable FindingCode code,
            int cpus) {
        long size = (long) (gib * (1L << 30));
        Instant at = Instant.parse("2026-11-01T03:00:00Z");
        List<Finding> findings =
                code == null ? List.of() : List.of(Finding.of(code, null, "it ended early"));
        List<CheckResult> checks =
                List.of(
                        new CheckResult(
                                CheckKind.ROW_COUNTS,
                                1,
                                List.of(ObjectOutcome.counted("t", 1, 1))));
        Judgement judgement = VerdictRule.judge(findings, checks);
        // Of its 4 GiB for each processor a task sees a little less.
        long memory = cpus * 4L * (1L << 30) * 96 / 100;
        new Records(store, (_, sha256) -> sha256)
                .store(
                        new DrillResult(
                                DrillResult.SCHEMA_VERSION,
                                drillId,
                                "shop",
                                judgement.verdict(),
                                judgement.proof(),
                                judgement.cause(),
                                at,
                                seconds,
                                null,
                                new BackupFacts("k", null, size, at, null, List.of(), null),
                                List.of(),
                                ratio == 0
                                        ? List.of()
                                        : List.of(
                                                new StageTime(
                                                        Stage.RESTORE,
                                                        at,
                                                        seconds,
                                                        (long) (size * ratio),
                                                        null)),
                                checks,
                                judgement.findings(),
                                new Objectives(null, null),
                                new Environment(
                                        "0", "25", "L", null, null, null, null, cpus, memory)));
    }
}
