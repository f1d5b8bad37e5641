package dev.muster.restore;

import dev.muster.contract.CheckKind;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.MusterException;
import dev.muster.contract.Severity;
import dev.muster.contract.result.CheckResult;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.ObjectOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds the rows of this drill against those of the plan's last proven one. An archive cannot tell
 * by itself that rows were lost before it was dumped; where there is nothing to compare with, that
 * is said.
 */
final class SourceComparison {
    /** Fewer rows than this vary by themselves. */
    private static final long SMALL = 100;

    private SourceComparison() {}

    /** Warnings; empty where the backup holds what the last proven one led to expect. */
    static List<Finding> of(
            Collection<CheckResult> checks,
            @Nullable Instant backupTime,
            @Nullable EarlierDrills earlier) {
        if (earlier == null || backupTime == null) {
            return List.of(notCompared("no records of earlier drills are kept"));
        }
        Optional<DrillResult> lastProven;
        try {
            lastProven = earlier.lastProvenBefore(backupTime);
        } catch (MusterException e) {
            return List.of(notCompared("the records cannot be read: " + e.getMessage()));
        }
        if (lastProven.isEmpty()) {
            // Nobody has to do anything about it: the next drills have this one.
            return List.of(
                    notCompared("no older backup of this plan was proven before")
                            .withSeverity(Severity.INFO));
        }
        Map<String, Long> now = rows(checks);
        List<Finding> findings = new ArrayList<>();
        rows(lastProven.get().checks())
                .forEach((table, before) -> compare(table, before, now.get(table), findings));
        return findings;
    }

    private static void compare(
            String table, long before, @Nullable Long now, List<Finding> findings) {
        if (now == null) {
            findings.add(
                    Finding.of(
                            FindingCode.TABLE_VANISHED,
                            table,
                            "table \"%s\" had %d rows in the last proven drill and is gone"
                                    .formatted(table, before)));
        } else if (before >= SMALL && now < before / 2) {
            findings.add(
                    Finding.of(
                            FindingCode.ROWS_FELL,
                            table,
                            "table \"%s\" had %d rows in the last proven drill and has %d"
                                    .formatted(table, before, now)));
        }
    }

    private static Finding notCompared(String why) {
        return Finding.of(
                FindingCode.SOURCE_NOT_COMPARED,
                null,
                "rows that were lost before the dump cannot be seen: " + why);
    }

    private static Map<String, Long> rows(Collection<CheckResult> checks) {
        Map<String, Long> rows = new HashMap<>();
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
