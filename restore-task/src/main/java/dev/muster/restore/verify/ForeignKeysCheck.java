package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.FOREIGN_KEYS;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.result.ObjectOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** Counts the rows that refer to a missing row: one anti-join for each foreign key. */
final class ForeignKeysCheck {
    private final Relations relations;
    private final Ledger ledger;
    private final List<ForeignKey> keys;
    private final DenseKeys dense;
    private final Map<MissingRows, NavigableMap<String, String>> orphaned = new LinkedHashMap<>();

    ForeignKeysCheck(Session session, Relations relations, Ledger ledger) throws QueryFailed {
        this.relations = relations;
        this.ledger = ledger;
        this.keys = ForeignKey.readAll(session);
        this.dense = new DenseKeys(relations);
    }

    /** Adds what the scans must find out for this check, by table. */
    void probe(Map<Long, Set<Probe>> probes) {
        dense.probe(keys, probes);
    }

    void check(Crew crew, Scans scans) throws QueryFailed {
        ledger.plan(FOREIGN_KEYS);
        List<AntiJoin> joins = new ArrayList<>();
        for (ForeignKey key : keys) {
            Relation table = relations.byOid(key.table());
            Relation referenced = relations.byOid(key.referenced());
            if (table == null || referenced == null) {
                continue;
            }
            String label = table.label() + " " + key.name();
            if (key.overTime()) {
                ledger.add(
                        FOREIGN_KEYS,
                        ObjectOutcome.notChecked(
                                label, "it compares periods, which Muster cannot do yet"));
            } else if (empty(table, scans) || dense.prove(key, table, referenced, scans)) {
                ledger.add(FOREIGN_KEYS, ObjectOutcome.passed(label));
            } else {
                joins.add(new AntiJoin(key, label, table, referenced));
            }
        }
        crew.announce(joins.size());
        // A join that outlasts the others may use the sessions' idle cores.
        crew.all("SET max_parallel_workers_per_gather = " + Math.min(crew.size() - 1, 4));
        crew.run(joins);
        report();
    }

    private boolean empty(Relation table, Scans scans) {
        for (Relation part : relations.tree(table)) {
            Scan scan = scans.of(part);
            if (!part.partitioned() && (scan == null || !scan.empty())) {
                return false;
            }
        }
        return true;
    }

    /** One foreign key's question to the server. */
    private final class AntiJoin implements Crew.Work {
        private final ForeignKey key;
        private final String label;
        private final Relation table;
        private final Relation referenced;

        AntiJoin(ForeignKey key, String label, Relation table, Relation referenced) {
            this.key = key;
            this.label = label;
            this.table = table;
            this.referenced = referenced;
        }

        @Override
        public long weight() {
            return relations.tree(table).stream().mapToLong(Relation::pages).sum()
                    + relations.tree(referenced).stream().mapToLong(Relation::pages).sum();
        }

        @Override
        public void run(Session session) {
            String sql =
                    "SELECT count(*) FROM %s f LEFT JOIN %s p ON %s WHERE %s IS NULL AND (%s)"
                            .formatted(
                                    table.from(),
                                    referenced.from(),
                                    key.matches(),
                                    key.unmatched(),
                                    key.refers());
            try {
                judge(session.row(sql, row -> row.getLong(1)));
            } catch (QueryFailed e) {
                if (e.environmental()) {
                    ledger.notRun(FOREIGN_KEYS, label, e.reason());
                } else {
                    ledger.add(
                            FOREIGN_KEYS,
                            ObjectOutcome.notChecked(
                                    label, "its columns cannot be compared: " + e.reason()));
                }
            }
        }

        private void judge(long orphans) {
            if (orphans == 0) {
                ledger.add(FOREIGN_KEYS, ObjectOutcome.passed(label));
                return;
            }
            String message =
                    "%,d rows of \"%s\" refer to rows of \"%s\" that are missing (foreign key \"%s\")"
                            .formatted(orphans, table.label(), referenced.label(), key.name());
            if (key.validated()) {
                ledger.add(FOREIGN_KEYS, ObjectOutcome.failed(label, message, 0, orphans));
                orphaned(FindingCode.FOREIGN_KEY_ORPHANS, referenced, label, message);
            } else {
                String why = message + ", which the source has not validated";
                ledger.add(FOREIGN_KEYS, ObjectOutcome.warned(label, why));
                orphaned(FindingCode.FOREIGN_KEY_NOT_VALID, referenced, label, why);
            }
        }
    }

    private synchronized void orphaned(
            FindingCode code, Relation referenced, String label, String message) {
        orphaned.computeIfAbsent(new MissingRows(code, referenced.label()), k -> new TreeMap<>())
                .put(label, message);
    }

    /** Keys that miss rows of the same table have one cause. */
    private synchronized void report() {
        orphaned.forEach((missing, keys) -> {
            Map.Entry<String, String> first = keys.firstEntry();
            List<String> others = keys.values().stream().skip(1).toList();
            ledger.add(
                    others.isEmpty()
                            ? Finding.of(missing.code, first.getKey(), first.getValue())
                            : Finding.of(
                                            missing.code,
                                            missing.table,
                                            "rows of \"%s\" are missing that %d foreign keys refer to; the first: %s"
                                                    .formatted(
                                                            missing.table,
                                                            keys.size(),
                                                            first.getValue()))
                                    .withConsequences(others.size(), Ledger.examples(others))
                                    .about(List.copyOf(keys.keySet())));
        });
    }

    /** What several foreign keys may find in common. */
    private record MissingRows(FindingCode code, String table) {}
}
