package dev.muster.restore.verify;

import java.util.List;

/**
 * A table, view, materialized view or foreign table of the restored database.
 *
 * @param kind pg_class.relkind
 * @param parent the partitioned table that this is a partition of, or 0
 * @param ofExtension whether an extension made it
 * @param pages pages of 8 KiB in its main fork
 * @param bytes of the main fork and TOAST
 * @param heap whether it lies in PostgreSQL's own heap, where a ctid is a place
 * @param toasted whether its values may be compressed or lie outside of their row
 * @param addressable whether a statement can name it: bytes in no encoding cannot be sent
 */
record Relation(
        long oid,
        String schema,
        String name,
        String quoted,
        char kind,
        boolean populated,
        long parent,
        boolean ofExtension,
        long pages,
        long bytes,
        boolean heap,
        boolean toasted,
        boolean addressable) {

    private static final String SQL =
            """
            SELECT c.oid, n.nspname, c.relname, format('%I.%I', n.nspname, c.relname),
                   c.relkind, c.relispopulated,
                   COALESCE(i.inhparent, 0),
                   EXISTS (SELECT FROM pg_depend d
                            WHERE d.classid = 'pg_class'::regclass
                              AND d.objid = c.oid AND d.deptype = 'e'),
                   CASE WHEN c.relkind IN ('r', 'm')
                        THEN pg_relation_size(c.oid)
                             / current_setting('block_size')::bigint END,
                   CASE WHEN c.relkind IN ('r', 'm')
                        THEN pg_relation_size(c.oid)
                             + COALESCE(pg_relation_size(NULLIF(c.reltoastrelid, 0)), 0) END,
                   am.amname IS NOT DISTINCT FROM 'heap', c.reltoastrelid <> 0
              FROM pg_class c
              JOIN pg_namespace n ON n.oid = c.relnamespace
              LEFT JOIN pg_am am ON am.oid = c.relam
              LEFT JOIN pg_inherits i ON c.relispartition AND i.inhrelid = c.oid
             WHERE c.relkind IN ('r', 'p', 'm', 'v', 'f') AND c.relpersistence <> 't'
               AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
             ORDER BY 2, 3
            """;

    static List<Relation> readAll(Session session) throws QueryFailed {
        return session.rows(
                SQL,
                r ->
                        new Relation(
                                r.getLong(1),
                                session.name(r.getString(2)),
                                session.name(r.getString(3)),
                                session.name(r.getString(4)),
                                r.getString(5).charAt(0),
                                r.getBoolean(6),
                                r.getLong(7),
                                r.getBoolean(8),
                                r.getLong(9),
                                r.getLong(10),
                                r.getBoolean(11),
                                r.getBoolean(12),
                                session.canSend(r.getString(4))));
    }

    /** As it stands in results. */
    String label() {
        return schema + "." + name;
    }

    /** Whether it holds rows of its own that can be read here. */
    boolean stored() {
        return addressable && (kind == 'r' || (kind == 'm' && populated));
    }

    boolean partitioned() {
        return kind == 'p';
    }

    /** The relation in a FROM clause: its own rows only, or all partitions' rows. */
    String from() {
        return partitioned() ? quoted : "ONLY " + quoted;
    }
}
