package dev.muster.restore.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A column of a stored table, with what a scan must know of it.
 *
 * @param quoted its name, quoted where it must be; columns whose name cannot be sent are left out
 * @param notNull whether the table or a domain declares it so
 * @param stored whether its values lie in the table, and are not computed when read
 * @param varlena whether its values can be compressed or lie in TOAST
 * @param type the name of its type in pg_catalog, domains resolved; empty for any other type
 * @param array whether it is an array
 */
record Column(
        long table,
        String name,
        String quoted,
        boolean notNull,
        boolean stored,
        boolean varlena,
        String type,
        boolean array) {

    /** Types whose values are never long enough to be compressed or moved out. */
    private static final List<String> SHORT = List.of("inet", "cidr");

    private static final String SQL =
            """
            WITH RECURSIVE domain(oid, base, filled) AS (
                SELECT oid, typbasetype, typnotnull FROM pg_type WHERE typtype = 'd'
                UNION ALL
                SELECT d.oid, t.typbasetype, d.filled OR t.typnotnull FROM domain d
                  JOIN pg_type t ON t.oid = d.base WHERE t.typtype = 'd')
            SELECT a.attrelid, a.attname, quote_ident(a.attname),
                   a.attnotnull AND NOT EXISTS (
                       SELECT FROM pg_constraint k
                        WHERE k.conrelid = a.attrelid AND k.contype = 'n' AND NOT k.convalidated
                          AND k.conkey[1] = a.attnum)
                   OR COALESCE(d.filled, false), a.attgenerated IS DISTINCT FROM 'v',
                   a.attlen < 0 AND a.attstorage <> 'p',
                   CASE WHEN t.typnamespace = 'pg_catalog'::regnamespace
                        THEN t.typname ELSE '' END,
                   t.typcategory = 'A' AND t.typlen = -1
              FROM pg_attribute a
              JOIN pg_class c ON c.oid = a.attrelid
              LEFT JOIN (SELECT d.oid, d.base, d.filled FROM domain d
                           JOIN pg_type b ON b.oid = d.base AND b.typtype <> 'd') d
                     ON d.oid = a.atttypid
              JOIN pg_type t ON t.oid = COALESCE(d.base, a.atttypid)
              JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'm')
               AND c.relpersistence <> 't'
               AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
             ORDER BY a.attrelid, a.attnum
            """;

    /** The columns of all stored tables, by the table's oid, in their order. */
    static Map<Long, List<Column>> readAll(Session session) throws QueryFailed {
        Map<Long, List<Column>> byTable = new HashMap<>();
        List<Column> all =
                session.rows(
                        SQL,
                        r ->
                                new Column(
                                        r.getLong(1),
                                        session.name(r.getString(2)),
                                        session.canSend(r.getString(3))
                                                ? session.name(r.getString(3))
                                                : "",
                                        r.getBoolean(4),
                                        r.getBoolean(5),
                                        r.getBoolean(6),
                                        r.getString(7),
                                        r.getBoolean(8)));
        all.removeIf(c -> c.quoted().isEmpty());
        all.forEach(c -> byTable.computeIfAbsent(c.table(), t -> new ArrayList<>()).add(c));
        return byTable;
    }

    /** Whether its values must be fetched for their own sake: a scan alone does not unpack them. */
    boolean needsReading() {
        return stored && varlena && !SHORT.contains(type);
    }

    /**
     * An expression that cannot be computed without unpacking the whole value, and is cheap beyond
     * that. Where no function of the type is known to do that, whole rows are compared by image,
     * which unpacks anything.
     */
    String reading() {
        if (array) {
            return "array_ndims(" + quoted + ")";
        }
        return switch (type) {
            case "text", "varchar", "json", "xml" ->
                    "(" + quoted + "::text COLLATE \"C\"" + " > '')";
            case "bpchar" -> "(" + quoted + " COLLATE \"C\" > '')";
            case "bytea" -> "(" + quoted + " > ''::bytea)";
            case "jsonb" -> "jsonb_typeof(" + quoted + ")";
            case "numeric" -> "(" + quoted + " = 'NaN'::numeric)";
            case "tsvector" -> "length(" + quoted + ")";
            default -> "record_image_ne(ROW(" + quoted + "), ROW(" + quoted + "))";
        };
    }
}
