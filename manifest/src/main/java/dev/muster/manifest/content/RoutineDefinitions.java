package dev.muster.manifest.content;

import static dev.muster.manifest.content.DefinitionQueries.USER_SCHEMA;
import static dev.muster.manifest.content.DefinitionQueries.member;

import java.util.List;

/**
 * The queries that read types, and the functions, operators and casts that compute with them. They
 * give what {@link DefinitionQueries} give.
 */
final class RoutineDefinitions {
    private static final String TYPES =
            """
            SELECT CASE t.typtype WHEN 'd' THEN 'domain' ELSE 'type' END,
                   format('%%s.%%s', n.nspname, t.typname),
                   CASE WHEN t.typtype = 'd'
                        THEN COALESCE(pg_get_expr(t.typdefaultbin, 0), t.typdefault) END,
                   concat_ws(' | ', t.typtype, t.typnotnull,
                       CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END,
                       (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder)
                          FROM pg_enum e WHERE e.enumtypid = t.oid),
                       (SELECT r.rngsubtype::regtype::text FROM pg_range r
                         WHERE r.rngtypid = t.oid)),
                   'pg_type'::regclass::oid, t.oid, 0
              FROM pg_type t
              JOIN pg_namespace n ON n.oid = t.typnamespace
              LEFT JOIN pg_class c ON c.oid = t.typrelid
             WHERE (t.typtype IN ('d', 'e', 'r') OR (t.typtype = 'c' AND c.relkind = 'c'))
               AND %s AND NOT %s
            """
                    .formatted(USER_SCHEMA, member("pg_type", "t.oid"));

    private static final String OPERATORS =
            """
            SELECT 'operator', format('%%s.%%s(%%s,%%s)', n.nspname, o.oprname,
                                      o.oprleft::regtype, o.oprright::regtype),
                   '', o.oprcode::text, 'pg_operator'::regclass::oid, o.oid, 0
              FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
             WHERE o.oprcode <> 0 AND %s AND NOT %s
            """
                    .formatted(USER_SCHEMA, member("pg_operator", "o.oid"));

    /** Those that came with a range type of their own accord, as since 14, belong to that type. */
    private static final String CASTS =
            """
            SELECT 'cast', format('%%s AS %%s', c.castsource::regtype, c.casttarget::regtype), '',
                   concat_ws(' | ', c.castcontext, c.castmethod,
                             CASE WHEN c.castfunc <> 0 THEN c.castfunc::regproc::text END),
                   'pg_cast'::regclass::oid, c.oid, 0
              FROM pg_cast c WHERE c.oid >= 16384 AND NOT %s
               AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_cast'::regclass
                                  AND d.objid = c.oid AND d.deptype = 'i')
            """
                    .formatted(member("pg_cast", "c.oid"));

    private RoutineDefinitions() {}

    static List<String> all(int serverMajor) {
        return List.of(functions(serverMajor), TYPES, OPERATORS, CASTS);
    }

    private static String functions(int serverMajor) {
        // Bodies of the SQL standard's form came with 14.
        String body = serverMajor >= 14 ? "pg_get_function_sqlbody(p.oid)" : "NULL";
        return """
        SELECT 'function', format('%%s.%%s(%%s)', n.nspname, p.proname,
                                  pg_get_function_identity_arguments(p.oid)),
               concat_ws(' | ', pg_get_function_arguments(p.oid),
                   pg_get_function_result(p.oid), %s),
               concat_ws(' | ', p.prokind, l.lanname, p.provolatile, p.proisstrict,
                   p.prosecdef, p.proleakproof, p.proparallel, p.proretset, p.procost,
                   p.prorows,
                   (SELECT string_agg(o, ', ' ORDER BY o COLLATE "C")
                      FROM unnest(p.proconfig) o),
                   CASE WHEN p.prokind <> 'a' THEN p.prosrc END,
                   (SELECT concat_ws(' ', a.aggtransfn, a.aggfinalfn, a.aggtranstype::regtype,
                                     a.agginitval, a.aggkind)
                      FROM pg_aggregate a WHERE a.aggfnoid = p.oid)),
               'pg_proc'::regclass::oid, p.oid, 0
          FROM pg_proc p
          JOIN pg_namespace n ON n.oid = p.pronamespace
          JOIN pg_language l ON l.oid = p.prolang
         WHERE %s AND NOT %s
           AND NOT EXISTS (SELECT FROM pg_depend d
                            WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid
                              AND d.deptype = 'i')
        """
                .formatted(body, USER_SCHEMA, member("pg_proc", "p.oid"));
    }
}
