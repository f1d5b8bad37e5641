package dev.muster.restore.mutate;

import static dev.muster.restore.mutate.Catalogs.definition;

import dev.muster.restore.mutate.Kind.InDatabase;
import java.util.List;

/** The kinds of damage to what a database does: functions, triggers, policies, rules, views. */
final class BehaviourDamage {
    private static final String TRIGGERS =
            """
            FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid {schema c.relnamespace}
             WHERE NOT t.tgisinternal AND NOT c.relispartition AND {own c.oid}
            """;

    private static final String ROUTINES =
            """
            FROM pg_proc p {schema p.pronamespace} WHERE p.prokind IN ('f', 'p') AND {own p.oid}
            """;

    private static final String POLICIES =
            """
            FROM pg_policy o JOIN pg_class c ON c.oid = o.polrelid {schema c.relnamespace}
             WHERE {own c.oid}
            """;

    private static final String EVENT_TRIGGERS =
            """
            FROM pg_event_trigger t
             WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e')
            """;

    static final List<InDatabase> KINDS =
            List.of(
                    definition(
                            "drop-trigger",
                            "a trigger was dropped",
                            """
                            SELECT format('%I on %s', t.tgname, c.oid::regclass),
                                   format('DROP TRIGGER %I ON %s CASCADE', t.tgname, c.oid::regclass)
                            """
                                    + TRIGGERS),
                    definition(
                            "disable-trigger",
                            "a trigger is disabled",
                            """
                            SELECT format('%I on %s', t.tgname, c.oid::regclass),
                                   format('ALTER TABLE %s DISABLE TRIGGER %I', c.oid::regclass, t.tgname)
                            """
                                    + TRIGGERS
                                    + " AND t.tgenabled <> 'D' AND c.relkind IN ('r', 'p')"),
                    definition(
                            "drop-event-trigger",
                            "an event trigger was dropped",
                            """
                            SELECT t.evtname::text, format('DROP EVENT TRIGGER %I CASCADE', t.evtname)
                            """
                                    + EVENT_TRIGGERS),
                    definition(
                            "disable-event-trigger",
                            "an event trigger is disabled",
                            """
                            SELECT t.evtname::text, format('ALTER EVENT TRIGGER %I DISABLE', t.evtname)
                            """
                                    + EVENT_TRIGGERS
                                    + " AND t.evtenabled <> 'D'"),
                    definition(
                            "drop-function",
                            "a function or procedure was dropped",
                            """
                            SELECT p.oid::regprocedure::text,
                                   format('DROP ROUTINE %s CASCADE', p.oid::regprocedure)
                            """
                                    + ROUTINES),
                    definition(
                            "change-function",
                            "a function's body is another",
                            """
                            SELECT p.oid::regprocedure::text,
                                   format('UPDATE pg_proc SET prosrc = prosrc || '' -- '' WHERE oid = %s', p.oid)
                            """
                                    + ROUTINES
                                    + " AND p.prosrc <> '' AND p.prolang IN (SELECT oid FROM"
                                    + " pg_language WHERE lanname IN ('sql', 'plpgsql'))"),
                    definition(
                            "drop-policy",
                            "a row security policy was dropped",
                            """
                            SELECT format('%I on %s', o.polname, c.oid::regclass),
                                   format('DROP POLICY %I ON %s', o.polname, c.oid::regclass)
                            """
                                    + POLICIES),
                    definition(
                            "open-policy",
                            "a row security policy lets every row be seen",
                            """
                            SELECT format('%I on %s', o.polname, c.oid::regclass),
                                   format('ALTER POLICY %I ON %s USING (true)', o.polname, c.oid::regclass)
                            """
                                    + POLICIES
                                    + " AND o.polqual IS NOT NULL AND pg_get_expr(o.polqual,"
                                    + " o.polrelid) <> 'true'"),
                    definition(
                            "disable-row-security",
                            "row security of a table is off",
                            """
                            SELECT c.oid::regclass::text,
                                   format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', c.oid::regclass)
                              FROM pg_class c {schema c.relnamespace}
                             WHERE c.relrowsecurity AND {own c.oid}
                            """),
                    definition(
                            "drop-rule",
                            "a rule was dropped",
                            """
                            SELECT format('%I on %s', w.rulename, c.oid::regclass),
                                   format('DROP RULE %I ON %s', w.rulename, c.oid::regclass)
                              FROM pg_rewrite w JOIN pg_class c ON c.oid = w.ev_class
                                   {schema c.relnamespace}
                             WHERE w.rulename <> '_RETURN' AND {own c.oid}
                            """),
                    definition(
                            "change-view",
                            "a view's column has another name",
                            """
                            SELECT format('%s.%I', c.oid::regclass, a.attname),
                                   format('ALTER VIEW %s RENAME COLUMN %I TO muster_renamed',
                                          c.oid::regclass, a.attname)
                              FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                                   {schema c.relnamespace}
                             WHERE c.relkind = 'v' AND a.attnum > 0 AND {own c.oid}
                            """),
                    definition(
                            "drop-statistics",
                            "extended statistics were dropped",
                            """
                            SELECT format('%I.%I', n.nspname, s.stxname),
                                   format('DROP STATISTICS %I.%I', n.nspname, s.stxname)
                              FROM pg_statistic_ext s {schema s.stxnamespace} WHERE {own s.oid}
                            """),
                    definition(
                            "drop-publication",
                            "a publication was dropped",
                            """
                            SELECT b.pubname::text, format('DROP PUBLICATION %I', b.pubname)
                              FROM pg_publication b
                            """));

    private BehaviourDamage() {}
}
