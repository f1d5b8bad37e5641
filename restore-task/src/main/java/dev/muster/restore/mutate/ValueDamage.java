package dev.muster.restore.mutate;

import static dev.muster.restore.mutate.Catalogs.rows;

import dev.muster.restore.mutate.Kind.InDatabase;
import java.util.List;

/** The kinds of damage to a single value: as many rows as before, and nothing that is refused. */
final class ValueDamage {
    /** Columns of tables with rows, in no key, no constraint and no expression of an index. */
    private static final String FREE =
            """
            a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
            AND NOT EXISTS (SELECT FROM pg_index i
                             WHERE i.indrelid = c.oid AND i.indisunique AND a.attnum = ANY (i.indkey))
            AND NOT EXISTS (SELECT FROM pg_constraint k
                             WHERE k.conrelid = c.oid AND a.attnum = ANY (k.conkey))
            """;

    private static final String NUMBERS =
            "a.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype, 'numeric'::regtype,"
                    + " 'float8'::regtype, 'money'::regtype)";

    private static final String TEXTS =
            "a.atttypid IN ('text'::regtype, 'varchar'::regtype, 'bpchar'::regtype)";

    static final List<InDatabase> KINDS =
            List.of(
                    one(
                            "change-number",
                            "one number differs by 1",
                            "%2$I + 1::%3$s",
                            "%2$I IS NOT NULL",
                            NUMBERS),
                    one(
                            "cut-number",
                            "one number lost what stood behind the point",
                            "trunc(%2$I)",
                            "trunc(%2$I) <> %2$I",
                            "a.atttypid = 'numeric'::regtype"),
                    one(
                            "change-letter",
                            "one letter of a text is another",
                            "overlay(%2$I PLACING CASE left(%2$I, 1) WHEN ''x'' THEN ''y'' ELSE ''x'' END"
                                    + " FROM 1)",
                            "%2$I <> ''''",
                            TEXTS),
                    one(
                            "trailing-space",
                            "one text has a space more at its end",
                            "%2$I || '' ''",
                            "%2$I IS NOT NULL",
                            "a.atttypid IN ('text'::regtype, 'varchar'::regtype)"),
                    one(
                            "change-time",
                            "one time is an hour later",
                            "%2$I + interval ''1 hour''",
                            "isfinite(%2$I)",
                            "a.atttypid IN ('timestamp'::regtype, 'timestamptz'::regtype)"),
                    one(
                            "change-date",
                            "one date is a day later",
                            "%2$I + 1",
                            "isfinite(%2$I)",
                            "a.atttypid = 'date'::regtype"),
                    one(
                            "change-boolean",
                            "one truth value is the other",
                            "NOT %2$I",
                            "%2$I IS NOT NULL",
                            "a.atttypid = 'bool'::regtype"),
                    one(
                            "change-bytes",
                            "a bit of binary data is another",
                            "set_byte(%2$I, 0, get_byte(%2$I, 0) # 1)",
                            "length(%2$I) > 0",
                            "a.atttypid = 'bytea'::regtype"),
                    one(
                            "change-json",
                            "one JSON document is empty",
                            "''{}''",
                            "%2$I::text <> ''{}''",
                            "a.atttypid IN ('json'::regtype, 'jsonb'::regtype)"),
                    one(
                            "cut-array",
                            "one array lost its first element",
                            "%2$I[2:]",
                            "array_ndims(%2$I) = 1",
                            "a.atttypid IN (SELECT oid FROM pg_type WHERE typcategory = 'A' AND typelem"
                                    + " <> 0 AND typlen = -1)"),
                    one(
                            "null-value",
                            "one value is NULL",
                            "NULL",
                            "%2$I IS NOT NULL",
                            "NOT a.attnotnull"),
                    one("empty-value", "one NULL is an empty text", "''''", "%2$I IS NULL", TEXTS),
                    rows(
                            "swap-values",
                            "two rows have each other's value",
                            """
                            SELECT format('%s.%I', c.oid::regclass, a.attname), format('
                                   WITH a AS (SELECT ctid AS id, %2$I AS v FROM ONLY %1$s
                                               WHERE %2$I IS NOT NULL LIMIT 1),
                                        b AS (SELECT t.ctid AS id, t.%2$I AS v FROM ONLY %1$s t, a
                                               WHERE t.%2$I <> a.v LIMIT 1)
                                   UPDATE ONLY %1$s t
                                      SET %2$I = CASE WHEN t.ctid = a.id THEN b.v ELSE a.v END
                                     FROM a, b WHERE t.ctid IN (a.id, b.id)',
                                   c.oid::regclass, a.attname)
                              FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                                   {schema c.relnamespace}
                             WHERE c.relkind = 'r' AND pg_relation_size(c.oid) > 0 AND {own c.oid}
                               AND EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)
                            """
                                    + " AND "
                                    + FREE
                                    + " AND ("
                                    + NUMBERS
                                    + " OR "
                                    + TEXTS
                                    + ")"),
                    rows(
                            "swap-columns",
                            "two columns of one row have each other's value",
                            """
                            SELECT format('%s.%I and %I', c.oid::regclass, a.attname, b.attname), format('
                                   UPDATE ONLY %1$s SET %2$I = %3$I, %3$I = %2$I
                                    WHERE ctid = (SELECT ctid FROM ONLY %1$s WHERE %2$I <> %3$I LIMIT 1)',
                                   c.oid::regclass, a.attname, b.attname)
                              FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                                   {schema c.relnamespace}
                              JOIN pg_attribute b ON b.attrelid = c.oid AND b.attnum > a.attnum
                                   AND b.atttypid = a.atttypid AND b.attgenerated = ''
                             WHERE c.relkind = 'r' AND pg_relation_size(c.oid) > 0 AND {own c.oid}
                            """
                                    + " AND "
                                    + FREE
                                    + " AND ("
                                    + NUMBERS
                                    + " OR "
                                    + TEXTS
                                    + ")"));

    private ValueDamage() {}

    /** Writes another value into the first row that has one to be changed. */
    private static InDatabase one(
            String name, String what, String value, String having, String type) {
        return rows(
                name,
                what,
                "SELECT format('%s.%I', c.oid::regclass, a.attname), format('UPDATE ONLY %1$s SET %2$I = "
                        + value
                        + " WHERE ctid = (SELECT ctid FROM ONLY %1$s WHERE "
                        + having
                        + " LIMIT 1)', c.oid::regclass, a.attname, format_type(a.atttypid, NULL))"
                        + """
                         FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid {schema c.relnamespace}
                         WHERE c.relkind = 'r' AND pg_relation_size(c.oid) > 0 AND {own c.oid} AND
                        """
                        + FREE
                        + " AND "
                        + type);
    }
}
