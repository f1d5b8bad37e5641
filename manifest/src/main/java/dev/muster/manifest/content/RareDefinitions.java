package dev.muster.manifest.content;

import java.util.List;

/**
 * The queries that read what few databases define: collations, text search, operator classes,
 * languages. They give what {@link DefinitionQueries} give.
 */
final class RareDefinitions {
    /** An ICU collation's locale has lain in three columns. */
    private static final String COLLATIONS =
            """
            SELECT 'collation', format('%%s.%%s', n.nspname, c.collname), '',
                   concat_ws(' | ', c.collprovider, c.collisdeterministic,
                       COALESCE(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale',
                                concat_ws(', ', c.collcollate, c.collctype))),
                   'pg_collation'::regclass::oid, c.oid, 0
              FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
             WHERE %s AND NOT %s
            """;

    private static final String SEARCH_CONFIGURATIONS =
            """
            SELECT 'text search configuration', format('%%s.%%s', n.nspname, c.cfgname), '',
                   concat_ws(' | ', (SELECT p.prsname FROM pg_ts_parser p WHERE p.oid = c.cfgparser),
                       (SELECT string_agg(concat_ws(' ', m.maptokentype, m.mapdict::regdictionary),
                                          ', ' ORDER BY m.maptokentype, m.mapseqno)
                          FROM pg_ts_config_map m WHERE m.mapcfg = c.oid)),
                   'pg_ts_config'::regclass::oid, c.oid, 0
              FROM pg_ts_config c JOIN pg_namespace n ON n.oid = c.cfgnamespace
             WHERE %s AND NOT %s
            """;

    private static final String SEARCH_DICTIONARIES =
            """
            SELECT 'text search dictionary', format('%%s.%%s', n.nspname, d.dictname), '',
                   concat_ws(' | ',
                       (SELECT t.tmplname FROM pg_ts_template t WHERE t.oid = d.dicttemplate),
                       d.dictinitoption),
                   'pg_ts_dict'::regclass::oid, d.oid, 0
              FROM pg_ts_dict d JOIN pg_namespace n ON n.oid = d.dictnamespace
             WHERE %s AND NOT %s
            """;

    /** With the operators and functions of its own; those of its family alone are left out. */
    private static final String OPERATOR_CLASSES =
            """
            SELECT 'operator class', format('%%s.%%s USING %%s', n.nspname, o.opcname, a.amname), '',
                   concat_ws(' | ', o.opcintype::regtype, o.opcdefault,
                       NULLIF(o.opckeytype, 0)::regtype,
                       (SELECT string_agg(concat_ws(' ', x.amopstrategy, x.amopopr::regoperator),
                                          ', ' ORDER BY x.amopstrategy,
                                          x.amopopr::regoperator::text COLLATE "C")
                          FROM pg_amop x JOIN pg_depend d ON d.classid = 'pg_amop'::regclass
                           AND d.objid = x.oid AND d.refclassid = 'pg_opclass'::regclass
                           AND d.refobjid = o.oid),
                       (SELECT string_agg(concat_ws(' ', x.amprocnum, x.amproc::regprocedure), ', '
                                          ORDER BY x.amprocnum,
                                          x.amproc::regprocedure::text COLLATE "C")
                          FROM pg_amproc x JOIN pg_depend d ON d.classid = 'pg_amproc'::regclass
                           AND d.objid = x.oid AND d.refclassid = 'pg_opclass'::regclass
                           AND d.refobjid = o.oid)),
                   'pg_opclass'::regclass::oid, o.oid, 0
              FROM pg_opclass o
              JOIN pg_namespace n ON n.oid = o.opcnamespace
              JOIN pg_am a ON a.oid = o.opcmethod
             WHERE %s AND NOT %s
            """;

    private static final String WRAPPERS =
            """
            SELECT 'foreign data wrapper', w.fdwname, '',
                   concat_ws(' | ', NULLIF(w.fdwhandler, 0)::regproc,
                             NULLIF(w.fdwvalidator, 0)::regproc),
                   'pg_foreign_data_wrapper'::regclass::oid, w.oid, 0
              FROM pg_foreign_data_wrapper w WHERE NOT %s
            """
                    .formatted(DefinitionQueries.member("pg_foreign_data_wrapper", "w.oid"));

    private static final String LANGUAGES =
            """
            SELECT 'language', l.lanname, '',
                   concat_ws(' | ', l.lanpltrusted, NULLIF(l.lanplcallfoid, 0)::regproc),
                   'pg_language'::regclass::oid, l.oid, 0
              FROM pg_language l WHERE l.lanispl AND NOT %s
            """
                    .formatted(DefinitionQueries.member("pg_language", "l.oid"));

    private RareDefinitions() {}

    static List<String> all() {
        return List.of(
                inSchema(COLLATIONS, "pg_collation", "c.oid"),
                inSchema(SEARCH_CONFIGURATIONS, "pg_ts_config", "c.oid"),
                inSchema(SEARCH_DICTIONARIES, "pg_ts_dict", "d.oid"),
                inSchema(OPERATOR_CLASSES, "pg_opclass", "o.oid"),
                WRAPPERS,
                LANGUAGES);
    }

    private static String inSchema(String sql, String catalog, String oid) {
        return sql.formatted(DefinitionQueries.USER_SCHEMA, DefinitionQueries.member(catalog, oid));
    }
}
