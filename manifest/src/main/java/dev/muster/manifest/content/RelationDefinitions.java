package dev.muster.manifest.content;

import static dev.muster.manifest.content.DefinitionQueries.USER_SCHEMA;
import static dev.muster.manifest.content.DefinitionQueries.member;

import java.util.List;

/**
 * The queries that read tables, views and sequences, and what belongs to them. They give what
 * {@link DefinitionQueries} give.
 */
final class RelationDefinitions {
    private static final String RELATIONS =
            """
            SELECT CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'table' WHEN 'v' THEN 'view'
                        WHEN 'm' THEN 'materialized view' ELSE 'foreign table' END,
                   format('%%s.%%s', n.nspname, c.relname),
                   concat_ws(' | ', c.relpersistence,
                       CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END,
                       CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END,
                       CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END),
                   concat_ws(' | ', c.relkind, c.relrowsecurity, c.relforcerowsecurity,
                       c.relreplident,
                       (SELECT string_agg(o, ', ' ORDER BY o COLLATE "C")
                          FROM unnest(c.reloptions) o),
                       (SELECT string_agg(p.inhparent::regclass::text, ', '
                                          ORDER BY p.inhparent::regclass::text COLLATE "C")
                          FROM pg_inherits p WHERE p.inhrelid = c.oid),
                       CASE WHEN c.reloftype <> 0 THEN c.reloftype::regtype::text END,
                       (SELECT concat_ws(' ', s.srvname,
                                   (SELECT string_agg(o, ', ' ORDER BY o COLLATE "C")
                                      FROM unnest(t.ftoptions) o))
                          FROM pg_foreign_table t
                          JOIN pg_foreign_server s ON s.oid = t.ftserver WHERE t.ftrelid = c.oid)),
                   'pg_class'::regclass::oid, c.oid, 0
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relpersistence <> 't'
               AND %s AND NOT %s
            """
                    .formatted(USER_SCHEMA, member("pg_class", "c.oid"));

    /** A partition's identity is its table's: only since 17 does PostgreSQL tell it of both. */
    private static final String COLUMNS =
            """
            SELECT 'column', format('%%s.%%s.%%s', n.nspname, c.relname, a.attname),
                   pg_get_expr(d.adbin, d.adrelid),
                   concat_ws(' | ', format_type(a.atttypid, a.atttypmod), a.attnotnull,
                       CASE WHEN c.relispartition THEN '' ELSE a.attidentity::text END,
                       a.attgenerated,
                       CASE WHEN a.attcollation <> t.typcollation
                            THEN a.attcollation::regcollation::text END),
                   CASE WHEN c.relkind = 'c' THEN 'pg_type'::regclass::oid
                        ELSE 'pg_class'::regclass::oid END,
                   CASE WHEN c.relkind = 'c' THEN c.reltype ELSE c.oid END, c.oid
              FROM pg_attribute a
              JOIN pg_class c ON c.oid = a.attrelid
              JOIN pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_type t ON t.oid = a.atttypid
              LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
             WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'f', 'c')
               AND c.relpersistence <> 't' AND %s AND NOT %s
               AND NOT (c.relkind = 'c' AND %s)
            """
                    .formatted(
                            USER_SCHEMA,
                            member("pg_class", "c.oid"),
                            member("pg_type", "c.reltype"));

    /** What a partition has of its table's foreign keys, PostgreSQL makes itself. */
    private static final String CONSTRAINTS =
            """
            SELECT 'constraint', format('%%s.%%s.%%s', n.nspname, COALESCE(c.relname, t.typname),
                                        k.conname),
                   pg_get_constraintdef(k.oid), k.contype::text,
                   'pg_constraint'::regclass::oid, k.oid,
                   CASE WHEN k.contype = 'c' THEN COALESCE(c.oid, t.oid) ELSE 0 END
              FROM pg_constraint k
              LEFT JOIN pg_class c ON c.oid = k.conrelid
              LEFT JOIN pg_type t ON t.oid = k.contypid
              JOIN pg_namespace n ON n.oid = k.connamespace
             WHERE k.contype IN ('p', 'u', 'f', 'c', 'x')
               AND NOT (k.contype = 'f' AND k.conparentid <> 0)
               AND COALESCE(c.relpersistence, 'p') <> 't'
               AND %s AND NOT %s AND NOT %s
            """
                    .formatted(
                            USER_SCHEMA, member("pg_class", "c.oid"), member("pg_type", "t.oid"));

    /** pg_dump leaves out an index that is not valid. */
    private static final String INDEXES =
            """
            SELECT 'index', format('%%s.%%s', n.nspname, c.relname), pg_get_indexdef(c.oid), '',
                   'pg_class'::regclass::oid, c.oid, 0
              FROM pg_index i
              JOIN pg_class c ON c.oid = i.indexrelid
              JOIN pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_class r ON r.oid = i.indrelid
             WHERE (i.indisvalid OR r.relkind = 'p') AND c.relpersistence <> 't'
               AND NOT EXISTS (SELECT FROM pg_constraint k
                                WHERE k.conindid = c.oid AND k.contype IN ('p', 'u', 'x'))
               AND %s AND NOT %s
            """
                    .formatted(USER_SCHEMA, member("pg_class", "i.indrelid"));

    private static final String SEQUENCES =
            """
            SELECT 'sequence', format('%%s.%%s', n.nspname, c.relname), '',
                   concat_ws(' | ', format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement,
                       s.seqmin, s.seqmax, s.seqcache, s.seqcycle,
                       (SELECT concat_ws('.', d.refobjid::regclass::text, a.attname)
                          FROM pg_depend d
                          JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                         WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                           AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
                         LIMIT 1)),
                   'pg_class'::regclass::oid, c.oid, 0
              FROM pg_sequence s
              JOIN pg_class c ON c.oid = s.seqrelid
              JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relpersistence <> 't' AND %s AND NOT %s
            """
                    .formatted(USER_SCHEMA, member("pg_class", "c.oid"));

    /** What a partition has of its table's triggers, PostgreSQL makes itself. */
    private static final String TRIGGERS =
            """
            SELECT 'trigger', format('%%s.%%s.%%s', n.nspname, c.relname, g.tgname),
                   pg_get_triggerdef(g.oid), g.tgenabled::text,
                   'pg_trigger'::regclass::oid, g.oid, 0
              FROM pg_trigger g
              JOIN pg_class c ON c.oid = g.tgrelid
              JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE NOT g.tgisinternal AND g.tgparentid = 0 AND %s AND NOT %s
            """
                    .formatted(USER_SCHEMA, member("pg_class", "c.oid"));

    private static final String POLICIES =
            """
            SELECT 'policy', format('%%s.%%s.%%s', n.nspname, c.relname, p.polname),
                   concat_ws(' | ', pg_get_expr(p.polqual, p.polrelid),
                       pg_get_expr(p.polwithcheck, p.polrelid)),
                   concat_ws(' | ', p.polcmd, p.polpermissive,
                       (SELECT string_agg(r::regrole::text, ', ' ORDER BY r::regrole::text COLLATE "C")
                          FROM unnest(p.polroles) r)),
                   'pg_policy'::regclass::oid, p.oid, 0
              FROM pg_policy p
              JOIN pg_class c ON c.oid = p.polrelid
              JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE %s AND NOT %s
            """
                    .formatted(USER_SCHEMA, member("pg_class", "c.oid"));

    private static final String RULES =
            """
            SELECT 'rule', format('%%s.%%s.%%s', n.nspname, c.relname, w.rulename),
                   pg_get_ruledef(w.oid), w.ev_enabled::text, 'pg_rewrite'::regclass::oid, w.oid, 0
              FROM pg_rewrite w
              JOIN pg_class c ON c.oid = w.ev_class
              JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE w.rulename <> '_RETURN' AND %s AND NOT %s
            """
                    .formatted(USER_SCHEMA, member("pg_class", "c.oid"));

    private static final String STATISTICS =
            """
            SELECT 'statistics', format('%%s.%%s', n.nspname, s.stxname),
                   pg_get_statisticsobjdef(s.oid), '', 'pg_statistic_ext'::regclass::oid, s.oid, 0
              FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace
             WHERE %s AND NOT %s
            """
                    .formatted(USER_SCHEMA, member("pg_statistic_ext", "s.oid"));

    private RelationDefinitions() {}

    static List<String> all() {
        return List.of(
                RELATIONS,
                COLUMNS,
                CONSTRAINTS,
                INDEXES,
                SEQUENCES,
                TRIGGERS,
                POLICIES,
                RULES,
                STATISTICS);
    }
}
