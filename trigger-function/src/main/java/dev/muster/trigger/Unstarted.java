package dev.muster.trigger;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.MusterException;
import dev.muster.contract.Stage;
import dev.muster.contract.result.BackupFacts;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.Environment;
import dev.muster.contract.result.Judgement;
import dev.muster.contract.result.Objectives;
import dev.muster.contract.result.SelectionFacts;
import dev.muster.contract.result.StageTime;
import dev.muster.contract.result.VerdictRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the result of a drill for which no task was started. */
final class Unstarted {
    private Unstarted() {}

    /** What one may say of a drill that ended before its backup was touched. */
    static DrillResult result(
            String drillId,
            String plan,
            Instant startedAt,
            Instant now,
            @Nullable SelectionFacts selection,
            @Nullable BackupFacts backup,
            List<Finding> findings) {
        Judgement judgement = VerdictRule.judge(findings, List.of());
        double seconds = Duration.between(startedAt, now).toMillis() / 1000.0;
        return new DrillResult(
                DrillResult.SCHEMA_VERSION,
                drillId,
                plan,
                judgement.verdict(),
                judgement.proof(),
                judgement.cause(),
                startedAt,
                seconds,
                selection,
                backup,
                List.of(),
                List.of(new StageTime(Stage.LOCATE, startedAt, seconds, null, null)),
                List.of(),
                judgement.findings(),
                new Objectives(null, null),
                environment());
    }

    /** What is wrong with a plan, its keys or its stores' credentials, or with the way to them. */
    static Finding unusable(MusterException e) {
        Finding finding =
                Finding.of(
                        e.isPassing() ? FindingCode.AWS_UNAVAILABLE : FindingCode.PLAN_UNUSABLE,
                        null,
                        "%s [%s]".formatted(String.valueOf(e.getMessage()).strip(), e.code()));
        return e.hint() == null ? finding : finding.withHint(e.hint());
    }

    /** What is wrong with us. */
    static Finding defect(RuntimeException e) {
        StackTraceElement[] trace = e.getStackTrace();
        return Finding.of(
                FindingCode.DEFECT,
                null,
                "starting the drill failed with %s%s"
                        .formatted(
                                e.getClass().getSimpleName(),
                                trace.length == 0 ? "" : " at " + trace[0]));
    }

    private static Environment environment() {
        String version = Unstarted.class.getPackage().getImplementationVersion();
        return new Environment(
                Objects.requireNonNullElse(version, "development"),
                System.getProperty("java.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                null,
                null,
                null,
                null,
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory());
    }
}
