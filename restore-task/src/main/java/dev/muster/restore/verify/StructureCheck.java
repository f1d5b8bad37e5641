package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.STRUCTURE;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.result.ObjectOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Has amcheck look at heaps and B-tree indexes. It proves the drill's own server, not the backup,
 * so what stands in its way is no finding.
 */
final class StructureCheck {
    /** Indexes and heaps of up to so many pages share a statement. */
    private static final long BATCH_PAGES = 4096;

    private static final String SCHEMA = "muster_amcheck";
    private static final int BATCH_SIZE = 100;

    private final Ledger ledger;

    StructureCheck(Ledger ledger) {
        this.ledger = ledger;
    }

    /** A heap or an index that amcheck can look at. */
    private record Target(long oid, String label, boolean index, long pages) {}

    void check(Crew crew) throws QueryFailed {
        ledger.plan(STRUCTURE);
        Session session = crew.first();
        String schema = amcheck(session);
        if (schema == null) {
            ledger.add(
                    STRUCTURE,
                    ObjectOutcome.notChecked(
                            "database",
                            "the server has no amcheck (PostgreSQL's contrib), or the drill's role"
                                    + " may not create it"));
            return;
        }
        try {
            look(crew, schema);
        } finally {
            if (schema.equals(SCHEMA)) {
                remove(session);
            }
        }
    }

    private void look(Crew crew, String schema) throws QueryFailed {
        Session session = crew.first();
        Map<Boolean, List<Target>> targets =
                targets(session).stream().collect(Collectors.partitioningBy(Target::index));
        List<Crew.Work> work = new ArrayList<>();
        batches(targets.getOrDefault(true, List.of())).forEach(b -> work.add(indexes(b, schema)));
        List<Target> heaps = targets.getOrDefault(false, List.of());
        if (session.serverMajor() < 14) {
            String reason = "amcheck looks at heaps from PostgreSQL 14 on";
            heaps.forEach(h -> ledger.add(STRUCTURE, ObjectOutcome.notChecked(h.label(), reason)));
        } else {
            batches(heaps).forEach(b -> work.add(heaps(b, schema)));
        }
        crew.announce(work.size());
        crew.run(work);
    }

    /** The schema in which amcheck lives, created where it is missing; null where it cannot be. */
    private static @Nullable String amcheck(Session session) throws QueryFailed {
        String where =
                """
                SELECT quote_ident(n.nspname) FROM pg_extension e
                  JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'amcheck'
                """;
        List<String> there = session.rows(where, row -> row.getString(1));
        if (!there.isEmpty()) {
            return there.getFirst();
        }
        try {
            change(
                    session,
                    "CREATE SCHEMA " + SCHEMA + "; CREATE EXTENSION amcheck SCHEMA " + SCHEMA);
            return SCHEMA;
        } catch (QueryFailed e) {
            return null;
        }
    }

    /** What is looked at after this holds nothing of the drill's own. */
    private static void remove(Session session) {
        try {
            change(session, "DROP SCHEMA " + SCHEMA + " CASCADE");
        } catch (QueryFailed _) {
            // The whole database is about to go, and nothing of the backup hangs on it.
        }
    }

    private static void change(Session session, String statements) throws QueryFailed {
        // As a replica, so that the database's own event triggers do not hear of it; where no
        // superuser restored, there are none.
        boolean superuser = session.row("SHOW is_superuser", row -> row.getString(1)).equals("on");
        try {
            session.execute("SET default_transaction_read_only = off");
            if (superuser) {
                session.execute("SET session_replication_role = replica");
            }
            session.execute(statements);
        } finally {
            session.execute("SET default_transaction_read_only = on");
            if (superuser) {
                session.execute("RESET session_replication_role");
            }
        }
    }

    private static List<Target> targets(Session session) throws QueryFailed {
        return session.rows(
                """
                SELECT c.oid, n.nspname || '.' || c.relname, c.relkind = 'i',
                       pg_relation_size(c.oid) / current_setting('block_size')::bigint
                  FROM pg_class c
                  JOIN pg_namespace n ON n.oid = c.relnamespace
                  LEFT JOIN pg_am am ON am.oid = c.relam
                  LEFT JOIN pg_index i ON i.indexrelid = c.oid
                 WHERE c.relpersistence <> 't'
                   AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
                   AND (c.relkind IN ('r', 'm') AND am.amname = 'heap'
                        OR c.relkind = 'i' AND am.amname = 'btree' AND i.indisvalid AND i.indisready)
                 ORDER BY 4 DESC, 2
                """,
                row ->
                        new Target(
                                row.getLong(1),
                                session.name(row.getString(2)),
                                row.getBoolean(3),
                                row.getLong(4)));
    }

    private static List<List<Target>> batches(List<Target> targets) {
        List<List<Target>> batches = new ArrayList<>();
        long pages = BATCH_PAGES + 1;
        for (Target target : targets) {
            if (pages + target.pages() > BATCH_PAGES || batches.getLast().size() == BATCH_SIZE) {
                batches.add(new ArrayList<>());
                pages = 0;
            }
            pages += target.pages();
            batches.getLast().add(target);
        }
        return batches;
    }

    private Crew.Work heaps(List<Target> batch, String schema) {
        return new Batch(
                batch,
                (session, targets) -> {
                    List<Long> damaged =
                            session.rows(
                                    """
                                    SELECT r.oid, count(p.msg)
                                      FROM unnest('%s'::oid[]) r(oid) LEFT JOIN LATERAL
                                           %s.verify_heapam(r.oid::regclass) p ON true
                                     GROUP BY r.oid
                                    """
                                            .formatted(oids(targets), schema),
                                    row -> row.getLong(2) > 0 ? row.getLong(1) : 0);
                    for (Target target : targets) {
                        if (damaged.contains(target.oid())) {
                            damaged(target, "amcheck finds its heap damaged");
                        } else {
                            ledger.add(STRUCTURE, ObjectOutcome.passed(target.label()));
                        }
                    }
                });
    }

    private Crew.Work indexes(List<Target> batch, String schema) {
        return new Batch(
                batch,
                (session, targets) -> {
                    Long _ =
                            session.row(
                                    "SELECT count(%s.bt_index_check(r.oid::regclass)::text) FROM unnest('%s'::oid[]) r(oid)"
                                            .formatted(schema, oids(targets)),
                                    row -> row.getLong(1));
                    targets.forEach(t -> ledger.add(STRUCTURE, ObjectOutcome.passed(t.label())));
                });
    }

    private static String oids(List<Target> targets) {
        return targets.stream()
                .map(t -> Long.toString(t.oid()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private void damaged(Target target, String what) {
        ledger.add(STRUCTURE, ObjectOutcome.failed(target.label(), what));
        ledger.add(
                Finding.of(
                        FindingCode.STRUCTURE_DAMAGED,
                        target.label(),
                        "\"%s\" in the drill's own server: %s".formatted(target.label(), what)));
    }

    /** What amcheck is asked about several targets in one statement. */
    @FunctionalInterface
    private interface Question {
        void ask(Session session, List<Target> targets) throws QueryFailed;
    }

    /** One statement for several targets; where it fails, one for each. */
    private final class Batch implements Crew.Work {
        private final List<Target> targets;
        private final Question question;

        Batch(List<Target> targets, Question question) {
            this.targets = targets;
            this.question = question;
        }

        @Override
        public long weight() {
            return targets.stream().mapToLong(Target::pages).sum();
        }

        @Override
        public void run(Session session) {
            try {
                question.ask(session, targets);
            } catch (QueryFailed e) {
                for (Target target : targets) {
                    one(session, target);
                }
            }
        }

        private void one(Session session, Target target) {
            try {
                question.ask(session, List.of(target));
            } catch (QueryFailed e) {
                if (e.damagedStorage()) {
                    damaged(target, "amcheck finds it damaged (SQLSTATE " + e.sqlState() + ")");
                } else {
                    ledger.add(STRUCTURE, ObjectOutcome.notChecked(target.label(), e.reason()));
                }
            }
        }
    }
}
