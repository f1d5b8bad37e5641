package dev.muster.manifest.content;

import static dev.muster.manifest.content.DefinitionQueries.USER_SCHEMA;
import static dev.muster.manifest.content.DefinitionQueries.member;

import java.util.List;

/**
 * The queries that read what stands beside the relations of a database: schemas, extensions, event
 * triggers, publications, foreign servers. They give what {@link DefinitionQueries} give.
 */
final class DatabaseDefinitions {
    private static final String SCHEMAS =
            """
            SELECT 'schema', n.nspname, '', '', 'pg_namespace'::regclass::oid, n.oid, 0
              FROM pg_namespace n WHERE n.nspname <> 'public' AND %s AND NOT %s
            """
                    .formatted(USER_SCHEMA, member("pg_namespace", "n.oid"));

    /** Every database has plpgsql, and no dump names it. */
    private static final String EXTENSIONS =
            """
            SELECT 'extension', x.extname, '', '', 'pg_extension'::regclass::oid, x.oid, 0
              FROM pg_extension x WHERE x.extname <> 'plpgsql'
            """;

    private static final String EVENT_TRIGGERS =
            """
            SELECT 'event trigger', e.evtname, '',
                   concat_ws(' | ', e.evtevent, e.evtenabled, e.evtfoid::regproc::text,
                             array_to_string(e.evttags, ', ')),
                   'pg_event_trigger'::regclass::oid, e.oid, 0
              FROM pg_event_trigger e WHERE NOT %s
            """
                    .formatted(member("pg_event_trigger", "e.oid"));

    private static final String PUBLICATIONS =
            """
            SELECT 'publication', p.pubname, '',
                   concat_ws(' | ', p.puballtables, p.pubinsert, p.pubupdate, p.pubdelete,
                             p.pubtruncate,
                             (SELECT string_agg(r.prrelid::regclass::text, ', '
                                                ORDER BY r.prrelid::regclass::text COLLATE "C")
                                FROM pg_publication_rel r WHERE r.prpubid = p.oid)),
                   'pg_publication'::regclass::oid, p.oid, 0
              FROM pg_publication p WHERE NOT %s
            """
                    .formatted(member("pg_publication", "p.oid"));

    private static final String SERVERS =
            """
            SELECT 'server', s.srvname, '',
                   concat_ws(' | ', w.fdwname, s.srvtype, s.srvversion,
                       (SELECT string_agg(o, ', ' ORDER BY o COLLATE "C")
                          FROM unnest(s.srvoptions) o)),
                   'pg_foreign_server'::regclass::oid, s.oid, 0
              FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
             WHERE NOT %s
            """
                    .formatted(member("pg_foreign_server", "s.oid"));

    private DatabaseDefinitions() {}

    static List<String> all() {
        return List.of(SCHEMAS, EXTENSIONS, EVENT_TRIGGERS, PUBLICATIONS, SERVERS);
    }
}
