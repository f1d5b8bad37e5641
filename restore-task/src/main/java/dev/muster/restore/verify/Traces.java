package dev.muster.restore.verify;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a manifest does not compare, because every restore changes it, and what a migration
 * may leave changed all the same: the order of columns, privileges, comments, extensions' versions.
 */
final class Traces {
    private static final String USER_SCHEMA =
            "n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')"
                    + " AND n.nspname !~ '^pg_(toast_)?temp_'";

    private static final String COLUMNS =
            """
            SELECT format('order of columns of %%s.%%s', n.nspname, c.relname),
                   string_agg(a.attname, ', ' ORDER BY a.attnum)
              FROM pg_catalog.pg_attribute a
              JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'f') AND %s
             GROUP BY n.nspname, c.relname
            """
                    .formatted(USER_SCHEMA);

    private static final String RELATIONS =
            """
            SELECT format('privileges of %%s.%%s', n.nspname, c.relname), %s
              FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND %s
            """
                    .formatted(
                            granted(
                                    "COALESCE(c.relacl, acldefault(CASE c.relkind WHEN 'S'"
                                            + " THEN 's'::\"char\" ELSE 'r'::\"char\" END,"
                                            + " c.relowner))",
                                    "c.relowner"),
                            USER_SCHEMA);

    private static final String OF_COLUMNS =
            """
            SELECT format('privileges of %%s.%%s.%%s', n.nspname, c.relname, a.attname), %s
              FROM pg_catalog.pg_attribute a
              JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE a.attnum > 0 AND NOT a.attisdropped
               AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND %s
            """
                    .formatted(granted("a.attacl", "c.relowner"), USER_SCHEMA);

    private static final String FUNCTIONS =
            """
            SELECT format('privileges of %%s.%%s(%%s)', n.nspname, p.proname,
                          pg_get_function_identity_arguments(p.oid)), %s
              FROM pg_catalog.pg_proc p
              JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
             WHERE %s
            """
                    .formatted(
                            granted(
                                    "COALESCE(p.proacl, acldefault('f', p.proowner))",
                                    "p.proowner"),
                            USER_SCHEMA);

    private static final String SCHEMAS =
            """
            SELECT format('privileges of schema %%s', n.nspname), %s
              FROM pg_catalog.pg_namespace n WHERE %s
            """
                    .formatted(
                            granted(
                                    "COALESCE(n.nspacl, acldefault('n', n.nspowner))",
                                    "n.nspowner"),
                            USER_SCHEMA);

    private static final String COMMENTS =
            """
            SELECT format('comment on %s',
                          pg_catalog.pg_describe_object(d.classoid, d.objoid, d.objsubid)),
                   d.description
              FROM pg_catalog.pg_description d WHERE d.objoid >= 16384
            """;

    private static final String EXTENSIONS =
            "SELECT format('version of extension %s', x.extname), x.extversion"
                    + " FROM pg_catalog.pg_extension x";

    /** How the names of tables' orders begin. */
    static final String ORDER = "order of columns of ";

    private Traces() {}

    /** Whether two orders are of the same columns; else their definitions tell. */
    static boolean sameColumns(@Nullable String one, @Nullable String other) {
        return one != null && other != null && sorted(one).equals(sorted(other));
    }

    private static List<String> sorted(String columns) {
        return Stream.of(columns.split(", ", -1)).sorted().toList();
    }

    /** What others than the owner may do, whoever granted it. */
    private static String granted(String acl, String owner) {
        return """
        (SELECT string_agg(g, ', ' ORDER BY g COLLATE "C")
           FROM (SELECT DISTINCT concat(CASE WHEN e.grantee = 0 THEN 'PUBLIC'
                                             ELSE e.grantee::regrole::text END,
                                        ' ', e.privilege_type,
                                        CASE WHEN e.is_grantable THEN '*' END) AS g
                   FROM pg_catalog.aclexplode(%s) e WHERE e.grantee <> %s) AS others)
        """
                .formatted(acl, owner);
    }

    /** Reads them, each by a name; the text is to be compared and never shown. */
    static Map<String, String> read(SessionQueries queries) throws QueryFailed {
        Map<String, String> traces = new TreeMap<>();
        String all =
                String.join(
                        "; ",
                        COLUMNS,
                        RELATIONS,
                        OF_COLUMNS,
                        FUNCTIONS,
                        SCHEMAS,
                        COMMENTS,
                        EXTENSIONS);
        for (String[] each :
                queries.rows(all, r -> new String[] {r.getString(1), "" + r.getString(2)})) {
            traces.put(each[0], each[1]);
        }
        return traces;
    }
}
