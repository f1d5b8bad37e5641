package dev.muster.restore;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Stage;
import dev.muster.contract.plan.ObjectivesSpec;
import dev.muster.contract.plan.Span;
import dev.muster.contract.result.ObjectiveOutcome;
import dev.muster.contract.result.Objectives;
import dev.muster.contract.result.StageTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds a drill's times against what the plan promises of recovery. */
final class Recovery {
    private final List<Finding> findings = new ArrayList<>();
    private final Objectives objectives;

    /**
     * Measures.
     *
     * @param proven whether the drill proved its backup; else its time says nothing of recovery,
     *     and the backup is none that the plan could count on
     * @param partial whether only a part of the backup was restored, whose time says nothing either
     * @param backupAt when the drilled backup was made
     */
    Recovery(
            ObjectivesSpec promised,
            List<StageTime> stages,
            boolean proven,
            boolean partial,
            @Nullable Instant backupAt,
            @Nullable Instant newestBackupAt,
            Instant now) {
        boolean newestFailed =
                !proven
                        && backupAt != null
                        && newestBackupAt != null
                        && !backupAt.isBefore(newestBackupAt);
        objectives =
                new Objectives(
                        rto(promised.rto(), stages, proven && !partial),
                        rpo(promised.rpo(), newestBackupAt, newestFailed, now));
    }

    /** What became of the objectives. */
    Objectives objectives() {
        return objectives;
    }

    /** The warnings for those that were missed. */
    List<Finding> findings() {
        return findings;
    }

    private @Nullable ObjectiveOutcome rto(
            @Nullable Span promised, List<StageTime> stages, boolean proven) {
        if (promised == null) {
            return null;
        }
        if (!proven) {
            return notMeasured(promised);
        }
        double took =
                stages.stream()
                        .filter(s -> s.stage() == Stage.FETCH || s.stage() == Stage.RESTORE)
                        .mapToDouble(StageTime::seconds)
                        .sum();
        return outcome(
                promised,
                took,
                FindingCode.RTO_MISSED,
                "fetch and restore took %s, the objective is %s");
    }

    private @Nullable ObjectiveOutcome rpo(
            @Nullable Span promised, @Nullable Instant newest, boolean newestFailed, Instant now) {
        if (promised == null) {
            return null;
        }
        if (newest == null) {
            return notMeasured(promised);
        }
        double age = Math.max(0, Duration.between(newest, now).toSeconds());
        if (newestFailed && age <= promised.duration().toSeconds()) {
            return notMeasured(promised);
        }
        return outcome(
                promised,
                age,
                FindingCode.RPO_MISSED,
                "the newest backup is %s old, the objective is %s");
    }

    private static ObjectiveOutcome notMeasured(Span promised) {
        return new ObjectiveOutcome(promised.duration().toSeconds(), null, null);
    }

    private ObjectiveOutcome outcome(
            Span promised, double actual, FindingCode missed, String words) {
        double objective = promised.duration().toSeconds();
        boolean met = actual <= objective;
        if (!met) {
            findings.add(Finding.of(missed, null, words.formatted(spoken(actual), promised)));
        }
        return new ObjectiveOutcome(objective, actual, met);
    }

    /** Seconds as a person says them. */
    static String spoken(double seconds) {
        if (seconds < 120) {
            return "%.0f s".formatted(seconds);
        }
        if (seconds < 2 * 3600) {
            return "%.0f min".formatted(seconds / 60);
        }
        if (seconds < 48 * 3600) {
            return "%.1f h".formatted(seconds / 3600);
        }
        return "%.1f days".formatted(seconds / 86_400);
    }
}
