package dev.muster.manifest.content;

import dev.muster.manifest.QualifiedName;
import dev.muster.manifest.TableContent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A relation that holds rows of its own, with all that a hash of them must know.
 *
 * @param quoted schema and name in SQL
 * @param root the partitioned table at the top of its tree, null where it is no partition
 * @param populated whether it can be read: a materialized view without data cannot
 * @param heap whether a ctid is a place in it
 * @param pages of 8 KiB in its main fork
 * @param bytes of the main fork and TOAST
 * @param columns to be hashed, in the order of their names
 * @param key columns of the primary key, in the key's order; empty where there is none
 * @param integerKey whether the key's first column is a whole number
 * @param condition which rows of an extension's own table are the user's; empty for all others
 * @param readable whether the role may read it
 */
public record TableShape(
        long oid,
        QualifiedName name,
        String quoted,
        @Nullable QualifiedName root,
        TableContent.Kind kind,
        boolean populated,
        boolean heap,
        long pages,
        long bytes,
        List<HashedColumn> columns,
        List<String> key,
        boolean integerKey,
        String condition,
        boolean readable) {

    private static final String RELATIONS =
            """
            WITH RECURSIVE up(leaf, top, depth) AS (
                SELECT i.inhrelid, i.inhparent, 1 FROM pg_inherits i
                  JOIN pg_class c ON c.oid = i.inhrelid WHERE c.relispartition
                UNION ALL
                SELECT u.leaf, i.inhparent, u.depth + 1 FROM up u
                  JOIN pg_class c ON c.oid = u.top AND c.relispartition
                  JOIN pg_inherits i ON i.inhrelid = u.top)
            SELECT c.oid, n.nspname, c.relname, format('%I.%I', n.nspname, c.relname),
                   c.relkind, c.relispopulated, am.amname IS NOT DISTINCT FROM 'heap',
                   pg_relation_size(c.oid) / current_setting('block_size')::bigint,
                   pg_relation_size(c.oid)
                       + COALESCE(pg_relation_size(NULLIF(c.reltoastrelid, 0)), 0),
                   rn.nspname, r.relname,
                   COALESCE(e.condition, ''),
                   has_table_privilege(c.oid, 'SELECT') AND has_schema_privilege(n.oid, 'USAGE')
              FROM pg_class c
              JOIN pg_namespace n ON n.oid = c.relnamespace
              LEFT JOIN pg_am am ON am.oid = c.relam
              LEFT JOIN LATERAL (
                       SELECT u.top FROM up u WHERE u.leaf = c.oid
                        ORDER BY u.depth DESC LIMIT 1) t ON true
              LEFT JOIN pg_class r ON r.oid = t.top
              LEFT JOIN pg_namespace rn ON rn.oid = r.relnamespace
              LEFT JOIN (
                       SELECT x.oid, k.config, COALESCE(x.extcondition[k.place], '') AS condition
                         FROM pg_extension x,
                              LATERAL unnest(x.extconfig) WITH ORDINALITY k(config, place)) e
                     ON e.config = c.oid
             WHERE c.relkind IN ('r', 'm') AND c.relpersistence <> 't'
               AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
               AND n.nspname NOT LIKE 'pg\\_temp\\_%'
               AND (e.config IS NOT NULL OR NOT EXISTS (
                       SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
                          AND d.objid = c.oid AND d.deptype = 'e'))
             ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"
            """;

    private static final String COLUMNS =
            """
            WITH RECURSIVE base(oid, type) AS (
                SELECT t.oid, t.typbasetype FROM pg_type t WHERE t.typtype = 'd'
                UNION ALL
                SELECT b.oid, t.typbasetype FROM base b JOIN pg_type t ON t.oid = b.type
                 WHERE t.typtype = 'd')
            SELECT a.attrelid, a.attname, quote_ident(a.attname),
                   CASE WHEN t.typnamespace = 'pg_catalog'::regnamespace THEN t.typname ELSE '' END,
                   COALESCE((SELECT x.extname FROM pg_depend d
                               JOIN pg_extension x ON x.oid = d.refobjid
                              WHERE d.classid = 'pg_type'::regclass AND d.deptype = 'e'
                                AND d.refclassid = 'pg_extension'::regclass
                                AND d.objid = COALESCE(NULLIF(t.typelem, 0), t.oid)
                              LIMIT 1), '')
              FROM pg_attribute a
              JOIN pg_class c ON c.oid = a.attrelid
              JOIN pg_namespace n ON n.oid = c.relnamespace
              LEFT JOIN (SELECT b.oid, b.type FROM base b
                           JOIN pg_type u ON u.oid = b.type AND u.typtype <> 'd') b
                     ON b.oid = a.atttypid
              JOIN pg_type t ON t.oid = COALESCE(b.type, a.atttypid)
             WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
               AND c.relkind IN ('r', 'm') AND c.relpersistence <> 't'
               AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
             ORDER BY a.attrelid
            """;

    private static final String KEYS =
            """
            SELECT i.indrelid, quote_ident(a.attname), a.atttypid IN (20, 21, 23)
              FROM pg_index i
              JOIN pg_class c ON c.oid = i.indrelid
              JOIN pg_namespace n ON n.oid = c.relnamespace
              CROSS JOIN LATERAL generate_series(0, i.indnkeyatts - 1) AS k(place)
              JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.place]
             WHERE i.indisprimary
               AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
             ORDER BY i.indrelid, k.place
            """;

    public TableShape {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    private record KeyColumn(long table, String quoted, boolean integer) {}

    private record OwnedColumn(long table, HashedColumn column) {}

    /** All of the database, in the order of their names. */
    public static <X extends Exception> List<TableShape> readAll(Queries<X> queries) throws X {
        Map<Long, TreeMap<String, HashedColumn>> columns = columns(queries);
        Map<Long, List<KeyColumn>> keys = new HashMap<>();
        for (KeyColumn each :
                queries.rows(
                        KEYS, r -> new KeyColumn(r.getLong(1), r.getString(2), r.getBoolean(3)))) {
            keys.computeIfAbsent(each.table(), _ -> new ArrayList<>()).add(each);
        }
        return queries
                .rows(
                        RELATIONS,
                        r -> {
                            long oid = r.getLong(1);
                            List<KeyColumn> key = keys.getOrDefault(oid, List.of());
                            String rootSchema = r.getString(10);
                            return new TableShape(
                                    oid,
                                    new QualifiedName(r.getString(2), r.getString(3)),
                                    r.getString(4),
                                    rootSchema == null
                                            ? null
                                            : new QualifiedName(rootSchema, r.getString(11)),
                                    "m".equals(r.getString(5))
                                            ? TableContent.Kind.MATERIALIZED_VIEW
                                            : TableContent.Kind.TABLE,
                                    r.getBoolean(6),
                                    r.getBoolean(7),
                                    r.getLong(8),
                                    r.getLong(9),
                                    List.copyOf(
                                            columns.getOrDefault(oid, new TreeMap<>()).values()),
                                    key.stream().map(KeyColumn::quoted).toList(),
                                    !key.isEmpty() && key.getFirst().integer(),
                                    r.getString(12),
                                    r.getBoolean(13));
                        })
                .stream()
                .sorted(
                        Comparator.comparing((TableShape t) -> t.name().schema())
                                .thenComparing(t -> t.name().name()))
                .toList();
    }

    private static <X extends Exception> Map<Long, TreeMap<String, HashedColumn>> columns(
            Queries<X> queries) throws X {
        Map<Long, TreeMap<String, HashedColumn>> columns = new HashMap<>();
        for (OwnedColumn each :
                queries.rows(
                        COLUMNS,
                        r ->
                                new OwnedColumn(
                                        r.getLong(1),
                                        new HashedColumn(
                                                r.getString(2),
                                                r.getString(3),
                                                r.getString(4),
                                                r.getString(5))))) {
            columns.computeIfAbsent(each.table(), _ -> new TreeMap<>())
                    .put(each.column().name(), each.column());
        }
        return columns;
    }

    /** Names of the hashed columns, in their order. */
    public List<String> columnNames() {
        return columns.stream().map(HashedColumn::name).toList();
    }

    /** Whether it has a column of type money, which a dump writes as its server's locale has it. */
    public boolean holdsMoney() {
        return columns.stream().anyMatch(column -> column.type().equals("money"));
    }

    /** The extensions whose types its columns have. */
    public List<String> extensions() {
        return columns.stream()
                .map(HashedColumn::extension)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }
}
