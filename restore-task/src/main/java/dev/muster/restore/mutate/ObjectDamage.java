package dev.muster.restore.mutate;

import dev.muster.restore.mutate.Kind.InDatabase;
import java.util.List;

/**
 * The kinds of damage to what a database defines. Each query gives the label of an object and the
 * statement that damages it; extensions' own objects are left alone.
 */
final class ObjectDamage {
    /** Objects of the user's own: neither PostgreSQL's nor an extension's. */
    static final String OWN =
            "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND NOT EXISTS (SELECT FROM"
                    + " pg_depend d WHERE d.objid = %s AND d.deptype = 'e')";

    private static final String NOT_INTERNAL =
            "NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'i')";

    private static final String TRIGGERS =
            " pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid ="
                    + " c.relnamespace WHERE NOT t.tgisinternal AND NOT c.relispartition AND "
                    + OWN.formatted("c.oid");

    private static final String ROUTINES =
            " pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.prokind IN ('f', 'p')"
                    + " AND "
                    + OWN.formatted("p.oid");

    static final List<InDatabase> KINDS =
            List.of(
                    drop("table", "c.relkind = 'r' AND NOT c.relispartition", "TABLE", true),
                    drop("view", "c.relkind = 'v'", "VIEW", true),
                    drop("materialized-view", "c.relkind = 'm'", "MATERIALIZED VIEW", true),
                    drop("sequence", "c.relkind = 'S' AND " + NOT_INTERNAL, "SEQUENCE", true),
                    drop("partition", "c.relispartition AND c.relkind = 'r'", "TABLE", true),
                    drop(
                            "index",
                            "c.relkind = 'i' AND NOT c.relispartition AND NOT EXISTS (SELECT FROM"
                                    + " pg_constraint k WHERE k.conindid = c.oid)",
                            "INDEX",
                            true),
                    constraint("primary-key", "p"),
                    constraint("foreign-key", "f"),
                    constraint("unique-constraint", "u"),
                    constraint("check-constraint", "c"),
                    column("drop-column", "a column was dropped", "", "DROP COLUMN %I CASCADE"),
                    column(
                            "rename-column",
                            "a column has another name",
                            "",
                            "RENAME COLUMN %I TO muster_renamed"),
                    column(
                            "drop-not-null",
                            "a column lost its NOT NULL",
                            "a.attnotnull AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid ="
                                    + " c.oid AND i.indisprimary AND a.attnum = ANY (i.indkey)) AND ",
                            "ALTER COLUMN %I DROP NOT NULL"),
                    column(
                            "drop-default",
                            "a column lost its default",
                            "a.atthasdef AND a.attgenerated = '' AND ",
                            "ALTER COLUMN %I DROP DEFAULT"),
                    column(
                            "change-type",
                            "an integer column has a wider type",
                            "a.atttypid = 'int4'::regtype AND ",
                            "ALTER COLUMN %I TYPE bigint"),
                    of(
                            "drop-trigger",
                            "a trigger was dropped",
                            "SELECT format('%I on %s', t.tgname, c.oid::regclass), format('DROP"
                                    + " TRIGGER %I ON %s CASCADE', t.tgname, c.oid::regclass) FROM"
                                    + TRIGGERS),
                    of(
                            "disable-trigger",
                            "a trigger is disabled",
                            "SELECT format('%I on %s', t.tgname, c.oid::regclass), format('ALTER"
                                    + " TABLE %s DISABLE TRIGGER %I', c.oid::regclass, t.tgname)"
                                    + " FROM"
                                    + TRIGGERS
                                    + " AND t.tgenabled <> 'D' AND c.relkind IN ('r', 'p')"),
                    of(
                            "drop-function",
                            "a function or procedure was dropped",
                            "SELECT p.oid::regprocedure::text, format('DROP ROUTINE %s CASCADE',"
                                    + " p.oid::regprocedure) FROM"
                                    + ROUTINES),
                    of(
                            "change-function",
                            "a function's body is another",
                            "SELECT p.oid::regprocedure::text, format('UPDATE pg_proc SET prosrc ="
                                    + " prosrc || '' -- '' WHERE oid = %s', p.oid) FROM"
                                    + ROUTINES
                                    + " AND p.prosrc <> '' AND p.prolang IN (SELECT oid FROM"
                                    + " pg_language WHERE lanname IN ('sql', 'plpgsql'))"),
                    of(
                            "drop-type",
                            "a type or domain was dropped",
                            "SELECT t.oid::regtype::text, format('DROP %s %s CASCADE', CASE"
                                    + " t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END,"
                                    + " t.oid::regtype) FROM pg_type t JOIN pg_namespace n ON n.oid"
                                    + " = t.typnamespace WHERE t.typtype IN ('d', 'e') AND "
                                    + OWN.formatted("t.oid")),
                    of(
                            "drop-policy",
                            "a row security policy was dropped",
                            "SELECT format('%I on %s', o.polname, c.oid::regclass), format('DROP"
                                    + " POLICY %I ON %s', o.polname, c.oid::regclass) FROM pg_policy"
                                    + " o JOIN pg_class c ON c.oid = o.polrelid JOIN pg_namespace n"
                                    + " ON n.oid = c.relnamespace WHERE "
                                    + OWN.formatted("c.oid")),
                    of(
                            "disable-row-security",
                            "row security of a table is off",
                            "SELECT c.oid::regclass::text, format('ALTER TABLE %s DISABLE ROW LEVEL"
                                    + " SECURITY', c.oid::regclass) FROM pg_class c JOIN"
                                    + " pg_namespace n ON n.oid = c.relnamespace WHERE"
                                    + " c.relrowsecurity AND "
                                    + OWN.formatted("c.oid")));

    private ObjectDamage() {}

    private static InDatabase of(String name, String what, String pick) {
        return new InDatabase(name, what, pick, false, Remedy.DEFINITIONS);
    }

    private static InDatabase drop(String name, String which, String word, boolean cascade) {
        return of(
                "drop-" + name,
                "a " + name.replace('-', ' ') + " was dropped",
                "SELECT c.oid::regclass::text, format('DROP "
                        + word
                        + " %s"
                        + (cascade ? " CASCADE" : "")
                        + "', c.oid::regclass) FROM pg_class c JOIN pg_namespace n ON n.oid ="
                        + " c.relnamespace WHERE "
                        + which
                        + " AND "
                        + OWN.formatted("c.oid"));
    }

    private static InDatabase constraint(String name, String type) {
        return of(
                "drop-" + name,
                "a " + name.replace('-', ' ') + " was dropped",
                "SELECT format('%I on %s', k.conname, c.oid::regclass), format('ALTER TABLE %s DROP"
                        + " CONSTRAINT %I CASCADE', c.oid::regclass, k.conname) FROM pg_constraint k"
                        + " JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid ="
                        + " c.relnamespace WHERE k.conislocal AND k.conparentid = 0 AND k.contype ="
                        + " '"
                        + type
                        + "' AND "
                        + OWN.formatted("c.oid"));
    }

    private static InDatabase column(String name, String what, String which, String change) {
        return of(
                name,
                what,
                "SELECT format('%s.%I', c.oid::regclass, a.attname), format('ALTER TABLE %s "
                        + change
                        + "', c.oid::regclass, a.attname) FROM pg_attribute a JOIN pg_class c ON"
                        + " c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE"
                        + " a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p') AND NOT"
                        + " c.relispartition AND "
                        + which
                        + OWN.formatted("c.oid"));
    }
}
