package dev.muster.report.history;

import dev.muster.contract.Cause;
import dev.muster.contract.Proof;
import dev.muster.contract.Verdict;
import dev.muster.records.DrillFolder;
import dev.muster.records.DrillRecord;
import dev.muster.records.History;
import dev.muster.records.PastDrill;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the overview tells of a plan.
 *
 * @param page the plan's own page, and {@code report} that of its last drill, by their names
 * @param endings of the last drills, oldest first
 * @param rates restore speeds of the last proven drills in bytes per second, oldest first
 * @param provenAt when its newest proven drill began, null where none was proven
 * @param newestProven the youngest backup that was proven, null where none was
 */
public record PlanSummary(
        String plan,
        String page,
        int drills,
        Instant lastAt,
        Verdict lastVerdict,
        @Nullable Proof lastProof,
        @Nullable Cause lastCause,
        String report,
        List<Ending> endings,
        List<Double> rates,
        @Nullable Instant provenAt,
        @Nullable ProvenBackup newestProven) {
    private static final int MOST_ENDINGS = 12;

    /**
     * How a drill ended.
     *
     * @param partial true where it was one of a part of its backup, else null
     */
    public record Ending(Verdict verdict, @Nullable Boolean partial) {
        public Ending {
            Objects.requireNonNull(verdict, "verdict");
        }

        private static Ending of(PastDrill drill) {
            return new Ending(drill.verdict(), drill.partial());
        }

        /** Whether it says nothing of most of the backup, whatever its verdict. */
        public boolean inPart() {
            return Boolean.TRUE.equals(partial);
        }
    }

    /**
     * A backup that a drill has proven.
     *
     * @param madeAt null where that is not known
     * @param provenAt when its drill began
     */
    public record ProvenBackup(@Nullable String key, @Nullable Instant madeAt, Instant provenAt) {
        private static ProvenBackup of(PastDrill drill) {
            return new ProvenBackup(drill.backup(), drill.backupAt(), drill.startedAt());
        }

        /** Where its making is not known, it was before its drill. */
        private Instant age() {
            return madeAt == null ? provenAt : madeAt;
        }
    }

    public PlanSummary {
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(lastVerdict, "lastVerdict");
        endings = List.copyOf(endings);
        rates = List.copyOf(rates);
    }

    /** The summary of a plan; nothing where it was never drilled. */
    public static Optional<PlanSummary> of(History history, String plan) {
        List<DrillRecord> drills = history.of(plan);
        if (drills.isEmpty()) {
            return Optional.empty();
        }
        DrillRecord last = drills.getLast();
        return Optional.of(
                new PlanSummary(
                        plan,
                        page(plan),
                        drills.size(),
                        last.drill().startedAt(),
                        last.drill().verdict(),
                        last.drill().proof(),
                        last.drill().cause(),
                        last.report(),
                        drills.stream()
                                .skip(Math.max(0, drills.size() - MOST_ENDINGS))
                                .map(r -> Ending.of(r.drill()))
                                .toList(),
                        Trend.of(drills).rates(),
                        proven(drills)
                                .map(PastDrill::startedAt)
                                .max(Comparator.naturalOrder())
                                .orElse(null),
                        proven(drills)
                                .map(ProvenBackup::of)
                                .max(Comparator.comparing(ProvenBackup::age))
                                .orElse(null)));
    }

    private static Stream<PastDrill> proven(List<DrillRecord> drills) {
        return drills.stream().map(DrillRecord::drill).filter(PastDrill::provesTheBackup);
    }

    /** The name of a plan's own page. */
    static String page(String plan) {
        return DrillFolder.of(plan, "any").plan() + "/index.html";
    }

    /** Whether the last drill was one of a part of its backup. */
    public boolean lastInPart() {
        return !endings.isEmpty() && endings.getLast().inPart();
    }

    /** Whether the last drill has proven a backup as a whole. */
    public boolean lastProvesTheBackup() {
        return lastVerdict == Verdict.PROVEN && !lastInPart();
    }

    /** Each rate's share of the largest, for bars; empty where there is no trend. */
    public List<Double> bars() {
        Trend trend = new Trend(rates);
        return trend.isWorthShowing() ? trend.shares().toList() : List.of();
    }
}
