package dev.muster.restore.verify;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The CHECKs of domains, as each column of such a type must hold to them. */
final class DomainChecks {
    /** What can hold the word VALUE without meaning it, then the word itself. */
    private static final Pattern VALUE =
            Pattern.compile("'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\\bVALUE\\b");

    private static final String SQL =
            """
            WITH RECURSIVE domain(oid, part) AS (
                SELECT oid, oid FROM pg_type WHERE typtype = 'd'
                UNION ALL
                SELECT d.oid, t.typbasetype FROM domain d
                  JOIN pg_type t ON t.oid = d.part
                  JOIN pg_type b ON b.oid = t.typbasetype AND b.typtype = 'd')
            SELECT a.attrelid, k.conname || ' of ' || a.attname, pg_get_expr(k.conbin, 0),
                   format('(%%I::%%s)', a.attname, format_type(t.typbasetype, t.typtypmod)),
                   k.convalidated, %s
              FROM domain d
              JOIN pg_constraint k ON k.contypid = d.part AND k.contype = 'c'
              JOIN pg_type t ON t.oid = d.part
              JOIN pg_attribute a ON a.atttypid = d.oid AND a.attnum > 0 AND NOT a.attisdropped
              JOIN pg_class c ON c.oid = a.attrelid
              JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind = 'r' AND c.relpersistence <> 't'
               AND n.nspname NOT IN ('pg_catalog', 'information_schema')
             ORDER BY 1, 2
            """
                    .formatted(CheckConstraint.IMMUTABLE);

    private DomainChecks() {}

    static List<CheckConstraint> readAll(Session session) throws QueryFailed {
        return session.rows(
                SQL,
                r ->
                        new CheckConstraint(
                                r.getLong(1),
                                session.name(r.getString(2)),
                                about(session.name(r.getString(3)), session.name(r.getString(4))),
                                r.getBoolean(5),
                                r.getBoolean(6)));
    }

    /** The expression with the column in place of VALUE. */
    static String about(String expression, String column) {
        return VALUE.matcher(expression)
                .replaceAll(m ->
                        Matcher.quoteReplacement(m.group().equals("VALUE") ? column : m.group()));
    }
}
