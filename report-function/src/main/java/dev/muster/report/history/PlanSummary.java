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
 * @param verdicts of the last drills, oldest first
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
        List<Verdict> verdicts,
        List<Double> rates,
        @Nullable Instant provenAt,
        @Nullable ProvenBackup newestProven) {
    private static final int MOST_VERDICTS = 12;

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
        verdicts = List.copyOf(verdicts);
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
                                .skip(Math.max(0, drills.size() - MOST_VERDICTS))
                                .map(r -> r.drill().verdict())
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

    /** Each rate's share of the largest, for bars; empty where there is no trend. */
    public List<Double> bars() {
        Trend trend = new Trend(rates);
        return trend.isWorthShowing() ? trend.shares().toList() : List.of();
    }
}
