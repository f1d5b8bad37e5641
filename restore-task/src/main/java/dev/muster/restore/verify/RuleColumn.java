package dev.muster.restore.verify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * A column that a rule names.
 *
 * @param type as a statement names it, without length or precision, so that a cast cuts nothing
 * @param base the name of its type beneath any domains, where that is PostgreSQL's own, else empty
 * @param number whether its type is one of numbers
 */
record RuleColumn(String name, String quoted, String type, String base, boolean number) {
    private static final String SQL =
            """
            WITH RECURSIVE beneath(oid, up) AS (
                SELECT a.atttypid, a.attnum FROM pg_catalog.pg_attribute a
                 WHERE a.attrelid = {table} AND a.attnum > 0 AND NOT a.attisdropped
                UNION ALL
                SELECT t.typbasetype, b.up FROM beneath b
                  JOIN pg_catalog.pg_type t ON t.oid = b.oid AND t.typtype = 'd')
            SELECT a.attname, pg_catalog.quote_ident(a.attname),
                   pg_catalog.format_type(t.oid, -1),
                   CASE WHEN t.typnamespace = 'pg_catalog'::pg_catalog.regnamespace
                        THEN t.typname ELSE '' END,
                   t.typcategory = 'N'
              FROM pg_catalog.pg_attribute a
              JOIN beneath b ON b.up = a.attnum
              JOIN pg_catalog.pg_type t ON t.oid = b.oid AND t.typtype <> 'd'
             WHERE a.attrelid = {table}
             ORDER BY a.attnum
            """;

    /** The column of this name: as written, else in lower case. */
    static RuleColumn find(Session session, Relation table, String written)
            throws QueryFailed, RuleStopped {
        List<RuleColumn> columns = new ArrayList<>();
        columns.addAll(
                session.rows(
                        SQL.replace("{table}", Long.toString(table.oid())),
                        row -> read(session, row)));
        String plain =
                written.length() > 2 && written.startsWith("\"") && written.endsWith("\"")
                        ? written.substring(1, written.length() - 1).replace("\"\"", "\"")
                        : written.strip();
        String folded = plain.toLowerCase(Locale.ROOT);
        Predicate<RuleColumn> exact = column -> column.name.equals(plain);
        return columns.stream()
                .filter(exact)
                .findFirst()
                .or(() -> columns.stream().filter(c -> c.name.equals(folded)).findFirst())
                .orElseThrow(() ->
                        RuleStopped.wrong(
                                "table \"%s\" has no column \"%s\""
                                        .formatted(table.label(), written),
                                "correct the column's name"));
    }

    private static RuleColumn read(Session session, ResultSet row) throws SQLException {
        return new RuleColumn(
                session.name(row.getString(1)),
                session.name(row.getString(2)),
                session.name(row.getString(3)),
                row.getString(4),
                row.getBoolean(5));
    }
}
