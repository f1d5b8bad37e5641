package dev.muster.contract.result;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.muster.contract.Cause;
import dev.muster.contract.Finding;
import dev.muster.contract.Proof;
import dev.muster.contract.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known of a drill, contract version 1. The report, the record and the alert are
 * made from it alone.
 *
 * @param proof how far the proof goes, only where the verdict is proven
 * @param cause only where the verdict is not proven
 * @param lastRestorable only where the verdict is broken, and the plan has others drilled then
 * @param mutations only where the verdict is proven, and copies were damaged
 * @param ledger what became of every object of the archive; null where no archive was read
 */
public record DrillResult(
        int schemaVersion,
        String drillId,
        String plan,
        Verdict verdict,
        @Nullable Proof proof,
        @Nullable Cause cause,
        Instant startedAt,
        double seconds,
        @Nullable SelectionFacts selection,
        @Nullable BackupFacts backup,
        List<CopyAttempt> attempts,
        List<StageTime> stages,
        List<CheckResult> checks,
        List<Finding> findings,
        Objectives objectives,
        Environment environment,
        @Nullable LastRestorable lastRestorable,
        @Nullable Mutations mutations,
        @Nullable Ledger ledger) {

    /** The version of the contract that this class writes. */
    public static final int SCHEMA_VERSION = 1;

    public DrillResult {
        Objects.requireNonNull(drillId, "drillId");
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(objectives, "objectives");
        Objects.requireNonNull(environment, "environment");
        if ((verdict == Verdict.PROVEN) != (proof != null)) {
            throw new IllegalArgumentException("a proof level belongs to proven, and only to it");
        }
        if ((verdict == Verdict.PROVEN) == (cause != null)) {
            throw new IllegalArgumentException(
                    "a cause belongs to broken and unproven, and only there");
        }
        attempts = List.copyOf(attempts);
        stages = List.copyOf(stages);
        checks = List.copyOf(checks);
        findings = List.copyOf(findings);
    }

    /** A result of a drill alone, that nothing followed. */
    public DrillResult(
            int schemaVersion,
            String drillId,
            String plan,
            Verdict verdict,
            @Nullable Proof proof,
            @Nullable Cause cause,
            Instant startedAt,
            double seconds,
            @Nullable SelectionFacts selection,
            @Nullable BackupFacts backup,
            List<CopyAttempt> attempts,
            List<StageTime> stages,
            List<CheckResult> checks,
            List<Finding> findings,
            Objectives objectives,
            Environment environment) {
        this(
                schemaVersion,
                drillId,
                plan,
                verdict,
                proof,
                cause,
                startedAt,
                seconds,
                selection,
                backup,
                attempts,
                stages,
                checks,
                findings,
                objectives,
                environment,
                null,
                null,
                null);
    }

    /** The same with other findings, and the verdict that they make. */
    public DrillResult judgedBy(List<Finding> others) {
        Judgement judged =
                ledger == null
                        ? VerdictRule.judge(others, checks)
                        : VerdictRule.judge(others, checks, ledger);
        return with(judged, lastRestorable, mutations, ledger);
    }

    /** The same with what was found in place of this backup. */
    public DrillResult with(LastRestorable found) {
        return with(judgement(), found, mutations, ledger);
    }

    /** The same with what became of damaged copies. */
    public DrillResult with(Mutations damaged) {
        return with(judgement(), lastRestorable, damaged, ledger);
    }

    /** The same with what became of the archive's objects. */
    public DrillResult with(Ledger account) {
        return with(judgement(), lastRestorable, mutations, account);
    }

    private Judgement judgement() {
        return new Judgement(verdict, cause, proof, findings);
    }

    private DrillResult with(
            Judgement judged,
            @Nullable LastRestorable found,
            @Nullable Mutations damaged,
            @Nullable Ledger account) {
        return new DrillResult(
                schemaVersion,
                drillId,
                plan,
                judged.verdict(),
                judged.proof(),
                judged.cause(),
                startedAt,
                seconds,
                selection,
                backup,
                attempts,
                stages,
                checks,
                judged.findings(),
                objectives,
                environment,
                found,
                damaged,
                account);
    }

    /** Whether only a part of the backup was to be restored, so that it can prove no more. */
    @JsonIgnore
    public boolean isPartial() {
        return ledger != null && ledger.scope() != null;
    }
}
