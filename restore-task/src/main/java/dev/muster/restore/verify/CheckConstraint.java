package dev.muster.restore.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A CHECK of a stored table.
 *
 * @param expression in SQL, every name with its schema
 * @param validated whether the source declares that all rows hold to it
 * @param immutable whether it depends on the row alone, and not on the time or on other tables
 */
record CheckConstraint(
        long table, String name, String expression, boolean validated, boolean immutable) {

    /**
     * In SQL, for a pg_constraint k: whether its expression calls nothing but immutable functions.
     */
    static final String IMMUTABLE =
            """
            NOT EXISTS (SELECT FROM regexp_matches(k.conbin::text, ':(?:op)?funcid (\\d+)', 'g') f(id)
                          JOIN pg_proc p ON p.oid = f.id[1]::oid WHERE p.provolatile <> 'i')
            AND k.conbin::text !~ 'SQLVALUEFUNCTION|COERCEVIAIO'
            """;

    /** Since PostgreSQL 18 a NOT NULL may be NOT VALID, too; then it is a rule like a CHECK. */
    private static final String SQL =
            """
            SELECT k.conrelid, k.conname, pg_get_expr(k.conbin, k.conrelid),
                   k.convalidated AND COALESCE(to_jsonb(k)->>'conenforced', 'true') = 'true',
                   %s
              FROM pg_constraint k
              JOIN pg_class c ON c.oid = k.conrelid
              JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE k.contype = 'c' AND c.relkind = 'r' AND c.relpersistence <> 't'
               AND n.nspname NOT IN ('pg_catalog', 'information_schema')
            UNION ALL
            SELECT k.conrelid, k.conname, format('%%I IS NOT NULL', a.attname), false, true
              FROM pg_constraint k
              JOIN pg_class c ON c.oid = k.conrelid AND c.relkind = 'r'
              JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
             WHERE k.contype = 'n' AND NOT k.convalidated
             ORDER BY 1, 2
            """
                    .formatted(IMMUTABLE);

    /** The CHECKs of all stored tables and of their columns' domains, by the table's oid. */
    static Map<Long, List<CheckConstraint>> readAll(Session session) throws QueryFailed {
        Map<Long, List<CheckConstraint>> byTable = new HashMap<>();
        List<CheckConstraint> all =
                session.rows(
                        SQL,
                        r ->
                                new CheckConstraint(
                                        r.getLong(1),
                                        session.name(r.getString(2)),
                                        session.name(r.getString(3)),
                                        r.getBoolean(4),
                                        r.getBoolean(5)));
        all.addAll(DomainChecks.readAll(session));
        all.forEach(c -> byTable.computeIfAbsent(c.table(), t -> new ArrayList<>()).add(c));
        return byTable;
    }
}
