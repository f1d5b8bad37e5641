package dev.muster.restore;

import dev.muster.contract.CheckKind;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Outcome;
import dev.muster.contract.Severity;
import dev.muster.contract.plan.HistorySpec;
import dev.muster.contract.result.CheckResult;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.ObjectOutcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds the rows of this drill against those of the plan's last proven one. An archive cannot tell
 * by itself that rows were lost before it was dumped; where there is nothing to compare with, that
 * is said.
 *
 * @param check one outcome for each table that the earlier drill had
 * @param findings what the plan does not allow
 */
record SourceComparison(CheckResult check, List<Finding> findings) {
    private static final int EXAMPLES = 5;

    /**
     * Compares.
     *
     * @param unknown why earlier drills cannot be told, or null where they can
     * @param lastProven the drill to compare with, or null where there is none
     * @param partial whether only a part of the backup was restored
     */
    static SourceComparison of(
            HistorySpec allowed,
            Collection<CheckResult> checks,
            @Nullable String unknown,
            @Nullable DrillResult lastProven,
            boolean partial) {
        if (unknown != null) {
            return notCompared(unknown, Severity.WARNING);
        }
        if (lastProven == null) {
            // Nobody has to do anything about it: the next drills have this one.
            return notCompared("no older backup of this plan was proven before", Severity.INFO);
        }
        Map<String, Long> now = rows(checks);
        Set<String> uncounted = uncounted(checks);
        Map<String, Long> before = rows(lastProven);
        if (before.isEmpty()) {
            return notCompared("the last proven drill counted no rows", Severity.INFO);
        }
        SourceComparison comparison =
                new SourceComparison(
                        new CheckResult(CheckKind.HISTORY, 0, List.of()), new ArrayList<>());
        List<ObjectOutcome> tables = new ArrayList<>();
        before.forEach((table, rows) ->
                tables.add(
                        partial && !now.containsKey(table)
                                ? ObjectOutcome.notChecked(table, Selected.NOT_CHOSEN)
                                : uncounted.contains(table)
                                        ? ObjectOutcome.notChecked(
                                                table, "its rows were not counted in this drill")
                                        : comparison.compare(
                                                allowed, table, rows, now.get(table))));
        comparison.appeared(now.keySet().stream().filter(t -> !before.containsKey(t)).toList());
        return new SourceComparison(
                new CheckResult(CheckKind.HISTORY, 0, tables), comparison.findings);
    }

    private ObjectOutcome compare(
            HistorySpec allowed, String table, long before, @Nullable Long now) {
        if (now == null) {
            if (allowed.allowsAbsence(table)) {
                return ObjectOutcome.notChecked(table, "it is gone, which the plan allows");
            }
            String message =
                    "table \"%s\" had %,d rows in the last proven drill and is gone"
                            .formatted(table, before);
            findings.add(
                    Finding.of(FindingCode.TABLE_VANISHED, table, message)
                            .withSeverity(allowed.severity()));
            return outcome(allowed, table, message, before, null);
        }
        if (allowed.allows(table, before, now)) {
            return ObjectOutcome.counted(table, before, now);
        }
        String message =
                "table \"%s\" had %,d rows in the last proven drill and has %,d"
                        .formatted(table, before, now);
        findings.add(
                Finding.of(FindingCode.ROWS_FELL, table, message).withSeverity(allowed.severity()));
        return outcome(allowed, table, message, before, now);
    }

    private static ObjectOutcome outcome(
            HistorySpec allowed, String table, String message, long before, @Nullable Long now) {
        Outcome outcome = allowed.severity() == Severity.ERROR ? Outcome.FAILED : Outcome.WARNED;
        return new ObjectOutcome(table, outcome, message, before, now);
    }

    private void appeared(List<String> tables) {
        if (!tables.isEmpty()) {
            findings.add(
                    Finding.of(
                                    FindingCode.TABLES_APPEARED,
                                    tables.size() == 1 ? tables.getFirst() : null,
                                    "%,d %s not in the last proven drill; the first is \"%s\""
                                            .formatted(
                                                    tables.size(),
                                                    tables.size() == 1
                                                            ? "table was"
                                                            : "tables were",
                                                    tables.getFirst()))
                            .withConsequences(
                                    tables.size() - 1,
                                    tables.stream().skip(1).limit(EXAMPLES).toList()));
        }
    }

    private static SourceComparison notCompared(String why, Severity severity) {
        String message = "rows that were lost before the dump cannot be seen: " + why;
        return new SourceComparison(
                new CheckResult(
                        CheckKind.HISTORY, 0, List.of(ObjectOutcome.notChecked("all tables", why))),
                List.of(
                        Finding.of(FindingCode.SOURCE_NOT_COMPARED, null, message)
                                .withSeverity(severity)));
    }

    /** The rows of each table of an earlier drill; none where there was no such drill. */
    static Map<String, Long> rows(@Nullable DrillResult earlier) {
        return earlier == null ? Map.of() : rows(earlier.checks());
    }

    /** Tables that are there, or that the archive has, but whose rows nobody knows. */
    private static Set<String> uncounted(Collection<CheckResult> checks) {
        return checks.stream()
                .filter(check -> check.check() == CheckKind.ROW_COUNTS)
                .flatMap(check -> check.objects().stream())
                .filter(table -> table.actual() == null)
                .map(ObjectOutcome::object)
                .collect(Collectors.toSet());
    }

    private static Map<String, Long> rows(Collection<CheckResult> checks) {
        Map<String, Long> rows = new TreeMap<>();
        for (CheckResult check : checks) {
            if (check.check() == CheckKind.ROW_COUNTS) {
                for (ObjectOutcome table : check.objects()) {
                    if (table.actual() != null) {
                        rows.put(table.object(), table.actual());
                    }
                }
            }
        }
        return rows;
    }
}
