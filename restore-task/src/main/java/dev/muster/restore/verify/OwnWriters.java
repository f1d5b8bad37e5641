package dev.muster.restore.verify;

import org.jspecify.annotations.Nullable;

/**
 * Knows what of the backup's own code may have added rows to a table while it was restored: event
 * triggers run on what the restore does after them, and functions run where indexes, rules of rows
 * and materialized views call them.
 */
final class OwnWriters {
    private static final String EVENT_TRIGGER =
            """
            SELECT min(format('event trigger "%s"', evtname))
              FROM pg_event_trigger WHERE evtenabled <> 'D'
            """;

    /** Of one table. The body counts as well as what BEGIN ATOMIC holds. */
    private static final String FUNCTION =
            """
            SELECT min(format('function "%s.%s"', n.nspname, p.proname))
              FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
              CROSS JOIN pg_class c
              CROSS JOIN LATERAL pg_get_functiondef(p.oid) f(definition)
             WHERE p.prokind IN ('f', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
               AND f.definition ~* '[[:<:]]insert[[:space:]]+into[[:>:]]'
               AND position(lower(c.relname) in lower(f.definition)) > 0
               AND c.oid =
            """;

    private final Session session;

    OwnWriters(Session session) {
        this.session = session;
    }

    /** What may have written to the table, in a few words; null where nothing did. */
    @Nullable String of(Relation table) throws QueryFailed {
        String trigger = session.row(EVENT_TRIGGER, row -> row.getString(1));
        String writer =
                trigger == null
                        ? session.row(FUNCTION + table.oid(), row -> row.getString(1))
                        : trigger;
        return writer == null ? null : session.name(writer);
    }
}
