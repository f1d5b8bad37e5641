package dev.muster.trigger.task;

import dev.muster.contract.FindingCode;
import dev.muster.contract.result.DrillResult;
import dev.muster.records.DrillRecord;
import dev.muster.records.History;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a plan's earlier drills let expect of the next one.
 *
 * @param ratio bytes of data, unpacked, for each byte as stored
 * @param measured whether the ratio was measured, and not assumed
 * @param seconds the longest that one of them took, 0 where none is known
 * @param shortOf what the last one had too little of, or null
 */
record Expected(double ratio, boolean measured, double seconds, @Nullable Shortage shortOf) {
    /** Dumps that are compressed well unpack to about this much. */
    private static final double USUAL_RATIO = 6;

    private static final double LEAST_RATIO = 1;

    /** What a drill can have too little of. */
    enum Shortage {
        MEMORY,
        DISK,
        TIME
    }

    static Expected of(History history) {
        List<DrillRecord> drills = history.drills();
        double ratio =
                drills.stream().mapToDouble(Expected::ratio).filter(r -> r > 0).max().orElse(0);
        double seconds = drills.stream().mapToDouble(d -> d.drill().seconds()).max().orElse(0);
        Shortage shortage =
                drills.isEmpty()
                        ? null
                        : history.result(drills.getLast()).flatMap(Expected::shortage).orElse(null);
        return new Expected(
                ratio > 0 ? Math.max(LEAST_RATIO, ratio) : USUAL_RATIO,
                ratio > 0,
                seconds,
                shortage);
    }

    private static double ratio(DrillRecord drill) {
        Long size = drill.drill().size();
        Long restored = drill.drill().restoredBytes();
        return size == null || restored == null || size <= 0 ? 0 : (double) restored / size;
    }

    private static Optional<Shortage> shortage(DrillResult result) {
        return result.findings().stream()
                .filter(finding -> finding.decides())
                .map(finding -> of(finding.code()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Shortage> of(FindingCode code) {
        return switch (code) {
            case MEMORY_EXHAUSTED -> Optional.of(Shortage.MEMORY);
            case DISK_FULL, DISK_INSUFFICIENT -> Optional.of(Shortage.DISK);
            case RESTORE_TIMEOUT -> Optional.of(Shortage.TIME);
            default -> Optional.empty();
        };
    }
}
