package dev.muster.restore.mutate;

import dev.muster.restore.mutate.Kind.InDatabase;
import java.util.List;

/**
 * The kinds of damage to rows, sequences and large objects. Triggers and foreign keys are off while
 * they are done, as when a disk or a broken program does them.
 */
final class RowDamage {
    /** Tables that hold rows themselves. */
    private static final String TABLES =
            " pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND"
                    + " pg_relation_size(c.oid) > 0 AND "
                    + ObjectDamage.OWN.formatted("c.oid");

    /** Columns of such tables that are in no key, and so may hold any value. */
    private static final String COLUMNS =
            " pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid ="
                    + " c.relnamespace WHERE c.relkind = 'r' AND pg_relation_size(c.oid) > 0 AND "
                    + ObjectDamage.OWN.formatted("c.oid")
                    + " AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND NOT"
                    + " EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique"
                    + " AND a.attnum = ANY (i.indkey)) AND NOT EXISTS (SELECT FROM pg_constraint k"
                    + " WHERE k.conrelid = c.oid AND a.attnum = ANY (k.conkey))";

    private static final String NUMBERS =
            "a.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype,"
                    + " 'numeric'::regtype, 'float8'::regtype, 'money'::regtype)";

    private static final String TEXTS =
            "a.atttypid IN ('text'::regtype, 'varchar'::regtype, 'bpchar'::regtype)";

    /** As if the dump were older than it says. */
    static final InDatabase NEWEST =
            table(
                    "delete-newest",
                    "the tenth of a table's rows that was written last is gone",
                    "DELETE FROM ONLY %1$s WHERE ctid IN (SELECT ctid FROM ONLY %1$s ORDER"
                            + " BY ctid DESC LIMIT (SELECT count(*) / 10 + 1 FROM ONLY"
                            + " %1$s))",
                    "");

    static final List<InDatabase> KINDS =
            List.of(
                    table(
                            "delete-row",
                            "one row is gone",
                            "DELETE FROM ONLY %1$s WHERE ctid = (SELECT ctid FROM ONLY %1$s LIMIT"
                                    + " 1)",
                            ""),
                    table(
                            "duplicate-row",
                            "one row is there twice",
                            "INSERT INTO %1$s SELECT * FROM ONLY %1$s LIMIT 1",
                            " AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND"
                                    + " i.indisunique) AND NOT EXISTS (SELECT FROM pg_attribute a"
                                    + " WHERE a.attrelid = c.oid AND (a.attgenerated <> '' OR"
                                    + " a.attidentity <> ''))"),
                    table("empty-table", "a table is empty", "DELETE FROM ONLY %1$s", ""),
                    table(
                            "empty-partition",
                            "a partition is empty",
                            "DELETE FROM ONLY %1$s",
                            " AND c.relispartition"),
                    NEWEST,
                    column(
                            "change-number",
                            "one number differs by 1",
                            "UPDATE ONLY %1$s SET %2$I = %2$I + 1::%3$s WHERE ctid = (SELECT ctid"
                                    + " FROM ONLY %1$s WHERE %2$I IS NOT NULL LIMIT 1)",
                            NUMBERS),
                    column(
                            "change-letter",
                            "one letter of a text is another",
                            "UPDATE ONLY %1$s SET %2$I = overlay(%2$I PLACING CASE left(%2$I, 1)"
                                    + " WHEN ''x'' THEN ''y'' ELSE ''x'' END FROM 1) WHERE ctid ="
                                    + " (SELECT ctid FROM ONLY %1$s WHERE %2$I <> '''' LIMIT 1)",
                            TEXTS),
                    column(
                            "change-time",
                            "one time is an hour later",
                            "UPDATE ONLY %1$s SET %2$I = %2$I + interval ''1 hour'' WHERE ctid ="
                                    + " (SELECT ctid FROM ONLY %1$s WHERE isfinite(%2$I) LIMIT 1)",
                            "a.atttypid IN ('timestamp'::regtype, 'timestamptz'::regtype)"),
                    column(
                            "null-value",
                            "one value is NULL",
                            "UPDATE ONLY %1$s SET %2$I = NULL WHERE ctid = (SELECT ctid FROM ONLY"
                                    + " %1$s WHERE %2$I IS NOT NULL LIMIT 1)",
                            "NOT a.attnotnull"),
                    column(
                            "empty-value",
                            "one NULL is an empty text",
                            "UPDATE ONLY %1$s SET %2$I = '''' WHERE ctid = (SELECT ctid FROM ONLY"
                                    + " %1$s WHERE %2$I IS NULL LIMIT 1)",
                            TEXTS),
                    column(
                            "swap-values",
                            "two rows have each other's value",
                            "WITH a AS (SELECT ctid AS id, %2$I AS v FROM ONLY %1$s WHERE %2$I IS"
                                    + " NOT NULL LIMIT 1), b AS (SELECT t.ctid AS id, t.%2$I AS v"
                                    + " FROM ONLY %1$s t, a WHERE t.%2$I <> a.v LIMIT 1) UPDATE"
                                    + " ONLY %1$s t SET %2$I = CASE WHEN t.ctid = a.id THEN b.v"
                                    + " ELSE a.v END FROM a, b WHERE t.ctid IN (a.id, b.id)",
                            "("
                                    + NUMBERS
                                    + " OR "
                                    + TEXTS
                                    + ") AND EXISTS (SELECT FROM pg_index i WHERE i.indrelid ="
                                    + " c.oid AND i.indisprimary)"),
                    new InDatabase(
                            "orphan-row",
                            "a row is gone that others refer to",
                            "SELECT format('%s, referred to by %s', p.oid::regclass,"
                                    + " c.oid::regclass), format('DELETE FROM ONLY %1$s WHERE ctid"
                                    + " = (SELECT p.ctid FROM ONLY %1$s p JOIN %2$s c ON c.%3$I ="
                                    + " p.%4$I LIMIT 1)', p.oid::regclass, c.oid::regclass,"
                                    + " f.attname, r.attname) FROM pg_constraint k JOIN pg_class c"
                                    + " ON c.oid = k.conrelid JOIN pg_class p ON p.oid ="
                                    + " k.confrelid JOIN pg_namespace n ON n.oid = p.relnamespace"
                                    + " JOIN pg_attribute f ON f.attrelid = c.oid AND f.attnum ="
                                    + " k.conkey[1] JOIN pg_attribute r ON r.attrelid = p.oid AND"
                                    + " r.attnum = k.confkey[1] WHERE k.contype = 'f' AND"
                                    + " array_length(k.conkey, 1) = 1 AND p.oid <> c.oid AND"
                                    + " p.relkind = 'r' AND "
                                    + ObjectDamage.OWN.formatted("p.oid"),
                            true,
                            Remedy.MANIFEST),
                    other(
                            "rewind-sequence",
                            "a sequence stands at its start again",
                            "SELECT c.oid::regclass::text, format('SELECT setval(%s, %s, false)',"
                                    + " c.oid, s.start_value) FROM pg_sequences s JOIN pg_namespace"
                                    + " n ON n.nspname = s.schemaname JOIN pg_class c ON"
                                    + " c.relnamespace = n.oid AND c.relname = s.sequencename WHERE"
                                    + " s.last_value > s.start_value AND "
                                    + ObjectDamage.OWN.formatted("c.oid")),
                    other(
                            "drop-large-object",
                            "a large object is gone",
                            "SELECT 'large object ' || oid, format('SELECT lo_unlink(%s)', oid) FROM"
                                    + " pg_largeobject_metadata"),
                    other(
                            "change-large-object",
                            "a bit of a large object is another",
                            "SELECT 'large object ' || loid, format('SELECT lo_put(%1$s, 0,"
                                    + " set_byte(lo_get(%1$s, 0, 1), 0, get_byte(lo_get(%1$s, 0,"
                                    + " 1), 0) # 1))', loid) FROM pg_largeobject WHERE pageno = 0"
                                    + " AND length(data) > 0"));

    private RowDamage() {}

    private static InDatabase table(String name, String what, String statement, String which) {
        return new InDatabase(
                name,
                what,
                "SELECT c.oid::regclass::text, format('"
                        + statement
                        + "', c.oid::regclass) FROM"
                        + TABLES
                        + which,
                true,
                Remedy.MANIFEST);
    }

    private static InDatabase column(String name, String what, String statement, String which) {
        return new InDatabase(
                name,
                what,
                "SELECT format('%s.%I', c.oid::regclass, a.attname), format('"
                        + statement
                        + "', c.oid::regclass, a.attname, format_type(a.atttypid, NULL)) FROM"
                        + COLUMNS
                        + " AND "
                        + which,
                true,
                Remedy.MANIFEST);
    }

    private static InDatabase other(String name, String what, String pick) {
        return new InDatabase(name, what, pick, false, Remedy.MANIFEST);
    }
}
