package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.KEY_TABLES;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Severity;
import dev.muster.contract.result.ObjectOutcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks whether the tables that the plan calls indispensable exist and hold rows. */
final class KeyTablesCheck {
    private final Session session;
    private final Relations relations;
    private final Map<String, Explanation> known;
    private final Ledger ledger;

    KeyTablesCheck(Session session, Relations relations, Expectations expectations, Ledger ledger) {
        this.session = session;
        this.relations = relations;
        this.known = known(expectations);
        this.ledger = ledger;
    }

    /** What the restore knows of tables that are missing or lack rows, by schema.name. */
    private static Map<String, Explanation> known(Expectations expectations) {
        Map<String, Explanation> known = new HashMap<>();
        expectations
                .leftOut()
                .forEach((name, why) -> known.put(name, new Explanation.Excused(why)));
        for (ExpectedRows rows : expectations.rows()) {
            if (rows.explanation() != null) {
                known.put(rows.schema() + "." + rows.table(), rows.explanation());
            }
        }
        for (ExpectedObject object : expectations.objects()) {
            if (object.kind().endsWith("TABLE") && object.explanation() != null) {
                known.putIfAbsent(object.label(), object.explanation());
            }
        }
        return known;
    }

    void check(List<String> names) {
        for (String name : names) {
            check(name, new KeyTableName(name).find(relations));
        }
    }

    private void check(String name, List<Relation> found) {
        if (found.isEmpty()) {
            String message =
                    "key table \"%s\" does not exist in the restored database".formatted(name);
            fail(name, missing(name), message, FindingCode.KEY_TABLE_MISSING);
            return;
        }
        if (found.stream().anyMatch(t -> t.kind() == 'f')) {
            ledger.notRun(KEY_TABLES, name, "it is a foreign table: its rows lie elsewhere");
            return;
        }
        try {
            long holding = 0;
            for (Relation table : found) {
                holding += holdsRows(table) ? 1 : 0;
            }
            judge(name, found, holding);
        } catch (QueryFailed e) {
            // Whatever it was: the plan calls it indispensable, so nothing is proven without it.
            ledger.notRun(KEY_TABLES, name, e.reason());
        }
    }

    private void judge(String name, List<Relation> found, long holding) {
        if (holding == found.size()) {
            ledger.add(KEY_TABLES, ObjectOutcome.passed(name));
        } else if (holding == 0) {
            String message = "key table \"%s\" holds no rows".formatted(name);
            Explanation explanation = known.get(found.getFirst().label());
            fail(name, explanation, message, FindingCode.KEY_TABLE_EMPTY);
        } else {
            String several =
                    found.stream().limit(5).map(Relation::label).collect(Collectors.joining(", "));
            String why =
                    "%d tables have this name, %d of them hold rows (%s): name the schema"
                            .formatted(found.size(), holding, several);
            ledger.add(KEY_TABLES, ObjectOutcome.warned(name, why));
            ledger.add(
                    Finding.of(
                                    FindingCode.KEY_TABLE_EMPTY,
                                    name,
                                    "key table \"%s\": %s".formatted(name, why))
                            .withSeverity(Severity.WARNING)
                            .withHint("write the table as schema.name under `expect.tables`"));
        }
    }

    /** An explanation means that the restore has a finding about it, or an excuse. */
    private void fail(
            String name, @Nullable Explanation explanation, String message, FindingCode code) {
        switch (explanation) {
            case null -> {
                ledger.add(KEY_TABLES, ObjectOutcome.failed(name, message));
                ledger.add(Finding.of(code, name, message));
            }
            case Explanation.Reported(String reason) ->
                    ledger.add(
                            KEY_TABLES,
                            ObjectOutcome.failed(name, message + ": " + reason).byAnother());
            case Explanation.Excused(String reason) ->
                    ledger.add(KEY_TABLES, ObjectOutcome.notChecked(name, reason));
        }
    }

    private @Nullable Explanation missing(String name) {
        return known.entrySet().stream()
                .filter(e -> e.getKey().equals(name) || e.getKey().endsWith("." + name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** Children count, too: the plan means the table as queries see it. */
    private boolean holdsRows(Relation table) throws QueryFailed {
        if (table.kind() == 'm' && !table.populated()) {
            return false;
        }
        String sql = "SELECT EXISTS (SELECT FROM " + table.quoted() + ")";
        return session.row(sql, row -> row.getBoolean(1));
    }
}
