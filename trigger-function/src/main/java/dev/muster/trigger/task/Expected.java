package dev.muster.trigger.task;

import dev.muster.contract.Cause;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.Environment;
import dev.muster.records.DrillRecord;
import dev.muster.records.History;
import dev.muster.records.PastDrill;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a plan's earlier drills let expect of the next one.
 *
 * @param ratio bytes of data, unpacked, for each byte as stored
 * @param measured whether the ratio was measured, and not assumed
 * @param lessons of drills that had too little of something, or enough, oldest first
 */
record Expected(double ratio, boolean measured, List<Lesson> lessons) {
    /** Dumps that are compressed well unpack to about this much. */
    static final double USUAL_RATIO = 6;

    private static final double LEAST_RATIO = 1;

    /** Of a backup that has shrunk to less than this, earlier drills say nothing. */
    private static final double ALIKE = 0.5;

    /** What a drill can have too little of. */
    enum Shortage {
        MEMORY,
        DISK,
        TIME
    }

    /**
     * What one drill teaches.
     *
     * @param size of its backup as stored, in bytes; null where that is not known
     * @param shortOf what it had too little of; null where it was proven with what it had
     */
    record Lesson(@Nullable Long size, @Nullable Shortage shortOf, Environment given) {}

    Expected {
        lessons = List.copyOf(lessons);
    }

    /**
     * Reads the plan's past.
     *
     * @param bytes of the next backup as stored
     * @param slow seconds from which on a drill has come too near its time limit
     */
    static Expected of(History history, long bytes, double slow) {
        List<DrillRecord> drills = history.drills();
        double ratio =
                drills.stream().mapToDouble(Expected::ratio).filter(r -> r > 0).max().orElse(0);
        List<Lesson> lessons = new ArrayList<>();
        Optional<DrillRecord> proven =
                drills.reversed().stream().filter(d -> d.drill().provesTheBackup()).findFirst();
        for (DrillRecord drill : drills) {
            PastDrill past = drill.drill();
            Long size = past.size();
            boolean alike = size == null || bytes >= size * ALIKE;
            boolean wasSlow = past.seconds() > slow;
            boolean teaches =
                    wasSlow
                            || past.cause() == Cause.ENVIRONMENT
                            || proven.filter(drill::equals).isPresent();
            if (alike && teaches) {
                history.result(drill)
                        .flatMap(result -> lesson(result, size, wasSlow))
                        .ifPresent(lessons::add);
            }
        }
        return new Expected(
                ratio > 0 ? Math.max(LEAST_RATIO, ratio) : USUAL_RATIO, ratio > 0, lessons);
    }

    private static double ratio(DrillRecord drill) {
        Long size = drill.drill().size();
        Long restored = drill.drill().restoredBytes();
        boolean partial = Boolean.TRUE.equals(drill.drill().partial());
        return partial || size == null || restored == null || size <= 0
                ? 0
                : (double) restored / size;
    }

    private static Optional<Lesson> lesson(
            DrillResult result, @Nullable Long size, boolean wasSlow) {
        Optional<Shortage> shortage =
                result.findings().stream()
                        .filter(Finding::decides)
                        .map(finding -> of(finding.code()))
                        .flatMap(Optional::stream)
                        .findFirst();
        Shortage shortOf = shortage.orElse(wasSlow ? Shortage.TIME : null);
        return shortOf == null && result.verdict() != Verdict.PROVEN
                ? Optional.empty()
                : Optional.of(new Lesson(size, shortOf, result.environment()));
    }

    private static Optional<Shortage> of(FindingCode code) {
        return switch (code) {
            case MEMORY_EXHAUSTED -> Optional.of(Shortage.MEMORY);
            case DISK_FULL, DISK_INSUFFICIENT -> Optional.of(Shortage.DISK);
            case RESTORE_TIMEOUT -> Optional.of(Shortage.TIME);
            default -> Optional.empty();
        };
    }

    /** How often a drill's disk was too small. */
    int fullDisks() {
        return (int) lessons.stream().filter(l -> l.shortOf() == Shortage.DISK).count();
    }
}
