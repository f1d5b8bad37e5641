package dev.muster.records;

import dev.muster.contract.Cause;
import dev.muster.contract.Finding;
import dev.muster.contract.Proof;
import dev.muster.contract.Severity;
import dev.muster.contract.Stage;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.ArchiveFacts;
import dev.muster.contract.result.BackupFacts;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.StageTime;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What an overview tells of a drill.
 *
 * @param seconds of the whole drill
 * @param backup the backup's key, null where none was reached
 * @param backupAt when that backup was made, null where that is not known
 * @param size of the copy as stored, in bytes
 * @param restoreSeconds of the restore alone
 * @param restoredBytes of data, unpacked
 * @param partial true where only a part of the backup was restored, so that nothing more is proven;
 *     else null
 * @param errors findings that decide, and {@code warnings} those beside the verdict
 */
public record PastDrill(
        Instant startedAt,
        double seconds,
        Verdict verdict,
        @Nullable Proof proof,
        @Nullable Cause cause,
        @Nullable String backup,
        @Nullable Instant backupAt,
        @Nullable Long size,
        @Nullable Double restoreSeconds,
        @Nullable Long restoredBytes,
        int errors,
        int warnings,
        int accepted,
        @Nullable Boolean partial) {

    static PastDrill of(DrillResult result) {
        BackupFacts backup = result.backup();
        Optional<StageTime> restore =
                result.stages().stream().filter(s -> s.stage() == Stage.RESTORE).findFirst();
        return new PastDrill(
                result.startedAt(),
                result.seconds(),
                result.verdict(),
                result.proof(),
                result.cause(),
                backup == null ? null : backup.key(),
                backup == null ? null : backup.createdAt(),
                backup == null ? null : backup.size(),
                restore.map(StageTime::seconds).orElse(null),
                restored(restore.orElse(null), backup == null ? null : backup.archive()),
                count(result, Finding::decides),
                count(result, f -> f.severity() == Severity.WARNING && f.accepted() == null),
                count(result, f -> f.accepted() != null),
                result.isPartial() ? Boolean.TRUE : null);
    }

    private static @Nullable Long restored(
            @Nullable StageTime restore, @Nullable ArchiveFacts archive) {
        if (restore == null) {
            return null;
        }
        return restore.bytes() != null || archive == null ? restore.bytes() : archive.dataBytes();
    }

    private static int count(DrillResult result, Predicate<Finding> which) {
        return Math.toIntExact(result.findings().stream().filter(which).count());
    }

    /** Whether it has proven a backup as a whole: one that one could rely on. */
    public boolean provesTheBackup() {
        return verdict == Verdict.PROVEN && !Boolean.TRUE.equals(partial);
    }

    /**
     * Bytes of data restored per second; nothing where the drill was not proven, since a restore
     * that ended early says nothing of speed.
     */
    public Optional<Double> restoreRate() {
        if (!provesTheBackup()
                || restoreSeconds == null
                || restoredBytes == null
                || restoreSeconds <= 0) {
            return Optional.empty();
        }
        return Optional.of(restoredBytes / restoreSeconds);
    }
}
