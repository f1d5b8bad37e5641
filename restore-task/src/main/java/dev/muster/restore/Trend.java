package dev.muster.restore;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Stage;
import dev.muster.contract.result.ArchiveFacts;
import dev.muster.contract.result.BackupFacts;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.Environment;
import dev.muster.contract.result.StageTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Notices sudden changes since the plan's last proven drill, measured by the amount of data: bytes
 * of each row, and seconds of fetch and restore for each byte. That a database grows is no finding.
 */
final class Trend {
    /** Rows are too different to say much of fewer. */
    private static final long ROWS = 1000;

    private static final double FACTOR_OF_SIZE = 2;
    private static final double FACTOR_OF_TIME = 3;

    /** A delay that nobody would notice is none. */
    private static final double SECONDS = 60;

    private Trend() {}

    static List<Finding> of(
            DrillResult earlier,
            BackupFacts backup,
            List<StageTime> stages,
            Environment environment) {
        List<Finding> findings = new ArrayList<>();
        BackupFacts before = earlier.backup();
        if (before != null && before.archive() != null && backup.archive() != null) {
            Finding size = size(before.archive(), backup.archive());
            if (size != null) {
                findings.add(size);
            }
            Environment other = earlier.environment();
            boolean isSameMachine =
                    other.cpus() == environment.cpus()
                            && Objects.equals(other.jobs(), environment.jobs());
            Finding time =
                    isSameMachine
                            ? time(
                                    seconds(earlier.stages()),
                                    before.archive(),
                                    seconds(stages),
                                    backup.archive())
                            : null;
            if (time != null) {
                findings.add(time);
            }
        }
        return findings;
    }

    private static @Nullable Finding size(ArchiveFacts before, ArchiveFacts now) {
        Long rowsBefore = before.rows();
        Long rows = now.rows();
        Long bytesBefore = before.dataBytes();
        Long bytes = now.dataBytes();
        if (rowsBefore == null || rows == null || bytesBefore == null || bytes == null) {
            return null;
        }
        if (rowsBefore < ROWS || rows < ROWS || bytesBefore <= 0 || bytes <= 0) {
            return null;
        }
        double each = (double) bytes / rows;
        double eachBefore = (double) bytesBefore / rowsBefore;
        double factor = Math.max(each / eachBefore, eachBefore / each);
        return factor <= FACTOR_OF_SIZE
                ? null
                : Finding.of(
                        FindingCode.SIZE_CHANGED,
                        null,
                        String.format(
                                Locale.ROOT,
                                "a row takes %.0f bytes in the archive, and took %.0f in the last"
                                        + " proven backup (%,d and %,d rows)",
                                each,
                                eachBefore,
                                rows,
                                rowsBefore));
    }

    private static @Nullable Finding time(
            double secondsBefore, ArchiveFacts before, double seconds, ArchiveFacts now) {
        Long bytesBefore = before.dataBytes();
        Long bytes = now.dataBytes();
        if (bytesBefore == null || bytes == null || bytesBefore <= 0 || secondsBefore <= 0) {
            return null;
        }
        // A small database takes its time for other things than its bytes.
        double expected = secondsBefore * Math.max(1, (double) bytes / bytesBefore);
        boolean slower = seconds > FACTOR_OF_TIME * expected && seconds - expected >= SECONDS;
        return slower
                ? Finding.of(
                        FindingCode.DRILL_SLOWER,
                        null,
                        String.format(
                                Locale.ROOT,
                                "fetch and restore took %.0f s, expected %.0f s by the pace of the"
                                        + " last proven drill",
                                seconds,
                                expected))
                : null;
    }

    private static double seconds(List<StageTime> stages) {
        return stages.stream()
                .filter(s -> s.stage() == Stage.FETCH || s.stage() == Stage.RESTORE)
                .mapToDouble(StageTime::seconds)
                .sum();
    }
}
