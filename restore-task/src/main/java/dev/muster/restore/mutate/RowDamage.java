package dev.muster.restore.mutate;

import static dev.muster.restore.mutate.Catalogs.content;
import static dev.muster.restore.mutate.Catalogs.rows;

import dev.muster.restore.mutate.Kind.InDatabase;
import java.util.List;

/**
 * The kinds of damage to rows, sequences and large objects. Triggers and foreign keys are off while
 * they are done, as when a disk or a broken program does them.
 */
final class RowDamage {
    /** Tables that hold rows themselves. */
    private static final String TABLES =
            """
            FROM pg_class c {schema c.relnamespace}
             WHERE c.relkind = 'r' AND pg_relation_size(c.oid) > 0 AND {own c.oid}
            """;

    /** Any row may be there twice, and may be written again as it was read. */
    private static final String FREE =
            """
             AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique)
             AND NOT EXISTS (SELECT FROM pg_attribute a
                              WHERE a.attrelid = c.oid AND (a.attgenerated <> '' OR a.attidentity <> ''))
            """;

    private static final String SEQUENCES =
            """
            FROM pg_sequences s JOIN pg_namespace n ON n.nspname = s.schemaname
              JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = s.sequencename
             WHERE {own c.oid}
            """;

    /** As if the dump were older than it says. */
    static final InDatabase NEWEST =
            table(
                    "delete-newest",
                    "the tenth of a table's rows that was written last is gone",
                    """
                    DELETE FROM ONLY %1$s WHERE ctid IN (
                        SELECT ctid FROM ONLY %1$s ORDER BY ctid DESC
                         LIMIT (SELECT count(*) / 10 + 1 FROM ONLY %1$s))
                    """,
                    "");

    static final List<InDatabase> KINDS =
            List.of(
                    table(
                            "delete-row",
                            "one row is gone",
                            """
                            DELETE FROM ONLY %1$s WHERE ctid = (SELECT ctid FROM ONLY %1$s LIMIT 1)
                            """,
                            ""),
                    table(
                            "duplicate-row",
                            "one row is there twice",
                            "INSERT INTO %1$s SELECT * FROM ONLY %1$s LIMIT 1",
                            FREE),
                    table(
                            "replace-row",
                            "one row is gone, and another is there twice",
                            """
                            WITH gone AS (DELETE FROM ONLY %1$s
                                           WHERE ctid = (SELECT min(ctid) FROM ONLY %1$s))
                            INSERT INTO %1$s SELECT * FROM ONLY %1$s
                             WHERE ctid = (SELECT max(ctid) FROM ONLY %1$s)
                            """,
                            FREE),
                    table("empty-table", "a table is empty", "DELETE FROM ONLY %1$s", ""),
                    table(
                            "empty-partition",
                            "a partition is empty",
                            "DELETE FROM ONLY %1$s",
                            " AND c.relispartition"),
                    NEWEST,
                    rows(
                            "orphan-row",
                            "a row is gone that others refer to",
                            """
                            SELECT format('%s, referred to by %s', p.oid::regclass, c.oid::regclass),
                                   format('DELETE FROM ONLY %1$s WHERE ctid = (SELECT p.ctid FROM ONLY %1$s p
                                           JOIN %2$s c ON c.%3$I = p.%4$I LIMIT 1)',
                                          p.oid::regclass, c.oid::regclass, f.attname, r.attname)
                              FROM pg_constraint k
                              JOIN pg_class c ON c.oid = k.conrelid
                              JOIN pg_class p ON p.oid = k.confrelid
                                   {schema p.relnamespace}
                              JOIN pg_attribute f ON f.attrelid = c.oid AND f.attnum = k.conkey[1]
                              JOIN pg_attribute r ON r.attrelid = p.oid AND r.attnum = k.confkey[1]
                             WHERE k.contype = 'f' AND array_length(k.conkey, 1) = 1
                               AND p.oid <> c.oid AND p.relkind = 'r' AND {own p.oid}
                            """),
                    content(
                            "empty-materialized-view",
                            "a materialized view holds nothing",
                            """
                            SELECT c.oid::regclass::text,
                                   format('REFRESH MATERIALIZED VIEW %s WITH NO DATA', c.oid::regclass)
                              FROM pg_class c {schema c.relnamespace}
                             WHERE c.relkind = 'm' AND c.relispopulated AND {own c.oid}
                            """),
                    content(
                            "rewind-sequence",
                            "a sequence stands at its start again",
                            """
                            SELECT c.oid::regclass::text,
                                   format('SELECT setval(%s, %s, false)', c.oid, s.start_value)
                            """
                                    + SEQUENCES
                                    + " AND s.last_value <> s.start_value"),
                    content(
                            "advance-sequence",
                            "a sequence stands further than it did",
                            """
                            SELECT c.oid::regclass::text,
                                   format('SELECT setval(%s, %s)', c.oid, s.last_value + 7 * s.increment_by)
                            """
                                    + SEQUENCES
                                    + " AND s.last_value IS NOT NULL AND s.last_value + 7 *"
                                    + " s.increment_by BETWEEN s.min_value AND s.max_value"),
                    content(
                            "drop-large-object",
                            "a large object is gone",
                            """
                            SELECT 'large object ' || oid, format('SELECT lo_unlink(%s)', oid)
                              FROM pg_largeobject_metadata
                            """),
                    content(
                            "change-large-object",
                            "a bit of a large object is another",
                            """
                            SELECT 'large object ' || loid,
                                   format('SELECT lo_put(%1$s, 0, set_byte(lo_get(%1$s, 0, 1), 0,
                                           get_byte(lo_get(%1$s, 0, 1), 0) # 1))', loid)
                              FROM pg_largeobject WHERE pageno = 0 AND length(data) > 0
                            """));

    private RowDamage() {}

    private static InDatabase table(String name, String what, String statement, String which) {
        return rows(
                name,
                what,
                "SELECT c.oid::regclass::text, format('"
                        + statement.strip()
                        + "', c.oid::regclass) "
                        + TABLES
                        + which);
    }
}
