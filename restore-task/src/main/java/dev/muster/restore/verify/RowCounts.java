package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.ROW_COUNTS;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Severity;
import dev.muster.contract.result.ObjectOutcome;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares the rows of each table with those that the archive holds for it. */
final class RowCounts {
    private final Relations relations;
    private final Scans scans;
    private final Set<String> missingTables;
    private final OwnWriters writers;
    private final ExtensionRows extensionRows;
    private final Ledger ledger;
    private final Map<String, Target> targets = new LinkedHashMap<>();
    private final Set<Long> covered = new HashSet<>();
    private final Map<String, String> through = new HashMap<>();

    /** What the archive holds for one target, all its entries together. */
    private static final class Target {
        final String schema;
        final String table;
        long rows;
        @Nullable String reason;
        @Nullable Explanation explanation;

        Target(String schema, String table) {
            this.schema = schema;
            this.table = table;
        }

        void add(ExpectedRows entry) {
            if (entry.rows() == null) {
                reason = entry.reason();
            } else {
                rows += entry.rows();
            }
            if (entry.explanation() != null) {
                explanation = entry.explanation();
            }
        }

        String label() {
            return schema + "." + table;
        }
    }

    /**
     * @param missingTables labels of tables whose absence has a finding already
     */
    RowCounts(
            Relations relations,
            Scans scans,
            Set<String> missingTables,
            OwnWriters writers,
            ExtensionRows extensionRows,
            Ledger ledger) {
        this.relations = relations;
        this.scans = scans;
        this.missingTables = missingTables;
        this.writers = writers;
        this.extensionRows = extensionRows;
        this.ledger = ledger;
    }

    /** Partitions whose rows were compared as those of a table above them, by their labels. */
    Map<String, String> through() {
        return through;
    }

    void check(Expectations expectations) {
        ledger.plan(ROW_COUNTS);
        for (ExpectedRows entry : expectations.rows()) {
            targets.computeIfAbsent(
                            entry.schema() + "\0" + entry.table(),
                            k -> new Target(entry.schema(), entry.table()))
                    .add(entry);
        }
        Map<Long, Target> byTable = new HashMap<>();
        for (Target target : targets.values()) {
            Relation table = relations.find(target.schema, target.table);
            if (table != null) {
                byTable.put(table.oid(), target);
            }
        }
        for (Target target : targets.values()) {
            Relation table = relations.find(target.schema, target.table);
            if (table == null) {
                absent(target);
            } else if (!throughRoot(table, byTable)) {
                present(target, table, byTable);
            }
        }
        for (Scan scan : scans.all()) {
            Relation table = scan.table();
            if (table.kind() == 'r' && !table.ofExtension() && !covered.contains(table.oid())) {
                String leftOut = expectations.leftOut().get(table.label());
                if (leftOut == null) {
                    notChecked(table.label(), "the archive has no data entry for it");
                } else {
                    ledger.add(ROW_COUNTS, ObjectOutcome.noData(table.label(), leftOut));
                }
            }
        }
    }

    /** Whether the data went in through a partitioned table above it, which is compared instead. */
    private boolean throughRoot(Relation table, Map<Long, Target> byTable) {
        return relations.ancestors(table).stream()
                .map(above -> byTable.get(above.oid()))
                .anyMatch(target -> target != null && target.reason == null);
    }

    private void absent(Target target) {
        if (target.explanation instanceof Explanation.Excused excused) {
            notChecked(target.label(), excused.reason());
        } else if (target.reason != null) {
            notChecked(target.label(), target.reason);
        } else {
            failed(target, 0, "the table is missing");
        }
    }

    private void present(Target target, Relation table, Map<Long, Target> byTable) {
        long expected = target.rows;
        long actual = 0;
        String obstacle = target.reason;
        for (Relation part : relations.tree(table)) {
            if (part.oid() == table.oid() || target.reason == null) {
                covered.add(part.oid());
            }
            Target own = byTable.get(part.oid());
            if (own != null && own != target) {
                expected += own.rows;
            }
            Scan scan = scans.of(part);
            Long rows = scan == null ? null : scan.count().value();
            if (rows != null) {
                actual += rows;
            } else if (!part.partitioned()) {
                QueryFailed failure = scan == null ? null : scan.count().failure();
                if (failure != null && failure.environmental()) {
                    ledger.notRun(ROW_COUNTS, table.label(), failure.reason());
                    return;
                }
                obstacle = failure == null ? unscanned(part) : failure.reason();
            }
        }
        if (obstacle != null) {
            notChecked(table.label(), obstacle);
        } else if (table.ofExtension() && actual >= expected) {
            ofExtension(target, table, expected);
        } else {
            relations.tree(table).forEach(part -> through.put(part.label(), target.label()));
            compare(target, table, expected, actual);
        }
    }

    /** Its extension filled it, too, and another version of it with other rows. */
    private void ofExtension(Target target, Relation table, long expected) {
        Long users = extensionRows.ofUser(table);
        if (users != null && users == expected) {
            ledger.add(ROW_COUNTS, ObjectOutcome.counted(target.label(), expected, users));
        } else {
            notChecked(table.label(), "its extension fills it, too");
        }
    }

    private static String unscanned(Relation part) {
        if (!part.addressable()) {
            return "its name is in no encoding, so no statement can ask for it";
        }
        return switch (part.kind()) {
            case 'f' -> "it is a foreign table: its rows lie elsewhere";
            case 'v' -> "it is a view";
            case 'm' -> "it is a materialized view that is not populated";
            default -> "it belongs to an extension";
        };
    }

    private void compare(Target target, Relation table, long expected, long actual) {
        if (actual == expected) {
            ledger.add(ROW_COUNTS, ObjectOutcome.counted(target.label(), expected, actual));
        } else if (actual < expected) {
            failed(
                    new Expected(target, expected),
                    actual,
                    "%,d rows of %,d are missing".formatted(expected - actual, expected));
        } else {
            tooMany(new Expected(target, expected), table, actual);
        }
    }

    /** Rows that the backup's own code added are added by every restore, and none is lost. */
    private void tooMany(Expected expected, Relation table, long actual) {
        String what = "%,d rows too many".formatted(actual - expected.rows);
        String label = expected.target.label();
        try {
            String writer = writers.of(table);
            if (writer == null) {
                failed(expected, actual, what);
                return;
            }
            String why =
                    "\"%s\": %s (archive %,d, restored %,d): the backup's own %s may add them"
                            .formatted(label, what, expected.rows, actual, writer);
            ledger.add(ROW_COUNTS, ObjectOutcome.warned(label, why));
            ledger.add(
                    Finding.of(FindingCode.ROWS_EXTRA, label, why)
                            .withSeverity(Severity.WARNING)
                            .withHint("every restore of this backup adds such rows; remove them"));
        } catch (QueryFailed e) {
            ledger.notRun(ROW_COUNTS, label, e.reason());
        }
    }

    private record Expected(Target target, long rows) {}

    private void failed(Target target, long actual, String what) {
        failed(new Expected(target, target.rows), actual, what);
    }

    private void failed(Expected expected, long actual, String what) {
        String label = expected.target.label();
        Explanation known = expected.target.explanation;
        if (known instanceof Explanation.Excused excused) {
            notChecked(label, excused.reason());
            return;
        }
        String reason = known == null ? what : what + ": " + known.reason();
        ObjectOutcome outcome = ObjectOutcome.failed(label, reason, expected.rows, actual);
        if (known != null || missingTables.contains(label)) {
            ledger.add(ROW_COUNTS, outcome.byAnother());
        } else {
            ledger.add(ROW_COUNTS, outcome);
            ledger.add(
                    Finding.of(
                            actual < expected.rows || actual == 0
                                    ? FindingCode.ROWS_MISSING
                                    : FindingCode.ROWS_EXTRA,
                            label,
                            "\"%s\": %s (archive %,d, restored %,d)"
                                    .formatted(label, what, expected.rows, actual)));
        }
    }

    private void notChecked(String label, String reason) {
        ledger.add(ROW_COUNTS, ObjectOutcome.notChecked(label, reason));
    }
}
