package dev.muster.report.metrics;

import dev.muster.contract.Finding;
import dev.muster.contract.Severity;
import dev.muster.contract.Stage;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.BackupFacts;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.ObjectiveOutcome;
import dev.muster.contract.result.StageTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What CloudWatch is told of drills, and daily of every plan. */
public final class PlanMetrics {
    private PlanMetrics() {}

    /**
     * The metrics of one drill.
     *
     * @param provenAt when the plan's newest proven drill began, this one included
     */
    public static MetricDocument ofDrill(
            DrillResult result, Instant now, @Nullable Instant provenAt) {
        MetricDocument metrics =
                new MetricDocument(now, result.plan())
                        .noting("DrillId", result.drillId())
                        .noting("Verdict", result.verdict().name().toLowerCase(Locale.ROOT));
        for (Verdict verdict : Verdict.values()) {
            metrics.with(title(verdict), MetricUnit.COUNT, result.verdict() == verdict ? 1 : 0);
        }
        metrics.with("Warnings", MetricUnit.COUNT, warnings(result));
        metrics.with("DrillSeconds", MetricUnit.SECONDS, result.seconds());
        for (StageTime stage : result.stages()) {
            metrics.with(title(stage.stage()) + "Seconds", MetricUnit.SECONDS, stage.seconds());
        }
        restored(result, metrics);
        BackupFacts backup = result.backup();
        if (backup != null) {
            metrics.with("BackupBytes", MetricUnit.BYTES, backup.size());
        }
        objective(metrics, "Rto", result.objectives().rto());
        objective(metrics, "Rpo", result.objectives().rpo());
        return sinceProven(metrics, now, provenAt);
    }

    /** The daily metrics of one plan. */
    public static MetricDocument ofPlan(
            String plan, boolean overdue, Instant now, @Nullable Instant provenAt) {
        MetricDocument metrics =
                new MetricDocument(now, plan).with("Overdue", MetricUnit.COUNT, overdue ? 1 : 0);
        return sinceProven(metrics, now, provenAt);
    }

    private static void restored(DrillResult result, MetricDocument metrics) {
        Optional<StageTime> restore =
                result.stages().stream().filter(s -> s.stage() == Stage.RESTORE).findFirst();
        Long bytes = restore.map(StageTime::bytes).orElse(null);
        metrics.with("RestoredBytes", MetricUnit.BYTES, bytes);
        double seconds = restore.map(StageTime::seconds).orElse(0.0);
        // A restore that ended early says nothing of speed.
        if (bytes != null
                && seconds > 0
                && result.verdict() == Verdict.PROVEN
                && !result.isPartial()) {
            metrics.with("RestoreRate", MetricUnit.BYTES_PER_SECOND, bytes / seconds);
        }
    }

    private static long warnings(DrillResult result) {
        return result.findings().stream()
                .filter(f -> f.severity() == Severity.WARNING && f.accepted() == null)
                .map(Finding::code)
                .count();
    }

    private static void objective(
            MetricDocument metrics, String name, @Nullable ObjectiveOutcome objective) {
        if (objective != null) {
            metrics.with(name + "Seconds", MetricUnit.SECONDS, objective.actualSeconds());
            Boolean met = objective.met();
            metrics.with(name + "Met", MetricUnit.COUNT, met == null ? null : met ? 1 : 0);
        }
    }

    private static MetricDocument sinceProven(
            MetricDocument metrics, Instant now, @Nullable Instant provenAt) {
        return metrics.with(
                "SecondsSinceProven",
                MetricUnit.SECONDS,
                provenAt == null ? null : Math.max(0, Duration.between(provenAt, now).toSeconds()));
    }

    private static String title(Enum<?> word) {
        String name = word.name();
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }
}
