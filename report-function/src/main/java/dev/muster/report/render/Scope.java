package dev.muster.report.render;

import dev.muster.contract.CheckKind;
import dev.muster.contract.Outcome;
import dev.muster.contract.result.CheckResult;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.ObjectOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What was proven of how much, as lines of "so many of so many".
 *
 * @param lines the most telling first
 * @param notChecked outcomes over all checks
 */
public record Scope(List<Line> lines, long notChecked) {

    /**
     * So many of so many.
     *
     * @param passed of {@code total}
     * @param what the noun that {@code total} counts
     */
    public record Line(long passed, long total, String what) {

        /** For example {@code 41 of 41 row counts}. */
        public String text() {
            return Amount.count(passed) + " of " + what;
        }

        public boolean isWhole() {
            return passed == total;
        }
    }

    private static final List<CheckKind> TELLING =
            List.of(
                    CheckKind.CONTENT,
                    CheckKind.ROW_COUNTS,
                    CheckKind.FOREIGN_KEYS,
                    CheckKind.OBJECTS,
                    CheckKind.KEY_TABLES,
                    CheckKind.RULES);

    public Scope {
        lines = List.copyOf(lines);
    }

    public static Scope of(DrillResult result) {
        List<Line> lines = new ArrayList<>();
        for (CheckKind kind : TELLING) {
            List<ObjectOutcome> objects =
                    result.checks().stream()
                            .filter(c -> c.check() == kind)
                            .flatMap(c -> c.objects().stream())
                            .toList();
            // Without a manifest there is nothing of which so much could be told.
            boolean idle = kind == CheckKind.CONTENT && !compared(objects);
            if (!objects.isEmpty() && !idle) {
                lines.add(line(kind, objects));
                if (kind == CheckKind.ROW_COUNTS) {
                    rows(result, objects).ifPresent(lines::add);
                }
            }
        }
        long notChecked = result.checks().stream().mapToLong(CheckResult::notChecked).sum();
        return new Scope(lines, notChecked);
    }

    private static boolean compared(List<ObjectOutcome> objects) {
        return objects.stream()
                .anyMatch(o -> o.outcome() == Outcome.PASSED || o.outcome() == Outcome.FAILED);
    }

    private static Line line(CheckKind kind, List<ObjectOutcome> objects) {
        long passed = objects.stream().filter(o -> o.outcome() == Outcome.PASSED).count();
        return new Line(passed, objects.size(), Words.counted(kind, objects.size()));
    }

    /** Rows of tables that agree, of all rows that the archive is known to hold. */
    private static Optional<Line> rows(DrillResult result, List<ObjectOutcome> tables) {
        long passed =
                tables.stream()
                        .filter(t -> t.outcome() == Outcome.PASSED)
                        .map(ObjectOutcome::expected)
                        .filter(Objects::nonNull)
                        .mapToLong(Long::longValue)
                        .sum();
        long known =
                tables.stream()
                        .map(ObjectOutcome::expected)
                        .filter(Objects::nonNull)
                        .mapToLong(Long::longValue)
                        .sum();
        Long archived =
                result.backup() == null || result.backup().archive() == null
                        ? null
                        : result.backup().archive().rows();
        long total = archived == null ? known : Math.max(known, archived);
        return tables.stream().allMatch(t -> t.expected() == null)
                ? Optional.empty()
                : Optional.of(new Line(passed, total, Amount.count(total, "row", "rows")));
    }
}
