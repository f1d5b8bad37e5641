package dev.muster.restore.mutate;

import static dev.muster.restore.mutate.Catalogs.definition;

import dev.muster.restore.mutate.Kind.InDatabase;
import java.util.List;

/** The kinds of damage to tables, columns, constraints, indexes and types. */
final class DefinitionDamage {
    static final List<InDatabase> KINDS =
            List.of(
                    relation("drop-table", "c.relkind = 'r' AND NOT c.relispartition", "TABLE"),
                    relation("drop-view", "c.relkind = 'v'", "VIEW"),
                    relation("drop-materialized-view", "c.relkind = 'm'", "MATERIALIZED VIEW"),
                    relation(
                            "drop-sequence",
                            "c.relkind = 'S' AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid ="
                                    + " c.oid AND d.deptype = 'i')",
                            "SEQUENCE"),
                    relation("drop-partition", "c.relispartition AND c.relkind = 'r'", "TABLE"),
                    definition(
                            "detach-partition",
                            "a partition is a table of its own",
                            """
                            SELECT c.oid::regclass::text, format('ALTER TABLE %s DETACH PARTITION %s',
                                                                 h.inhparent::regclass, c.oid::regclass)
                              FROM pg_class c JOIN pg_inherits h ON h.inhrelid = c.oid
                                   {schema c.relnamespace}
                             WHERE c.relispartition AND c.relkind = 'r' AND {own c.oid}
                            """),
                    relation(
                            "drop-index",
                            "c.relkind = 'i' AND NOT c.relispartition AND NOT EXISTS (SELECT FROM"
                                    + " pg_constraint k WHERE k.conindid = c.oid)",
                            "INDEX"),
                    definition(
                            "drop-schema",
                            "a schema was dropped, with all that is in it",
                            """
                            SELECT n.nspname::text, format('DROP SCHEMA %I CASCADE', n.nspname)
                              FROM pg_namespace n WHERE n.nspname <> 'public' AND {own n.oid}
                            """),
                    definition(
                            "drop-extension",
                            "an extension was dropped, with all that needs it",
                            """
                            SELECT x.extname::text, format('DROP EXTENSION %I CASCADE', x.extname)
                              FROM pg_extension x WHERE x.extname NOT IN ('plpgsql', 'amcheck')
                            """),
                    definition(
                            "unlogged-table",
                            "a table is unlogged: a crash would empty it",
                            """
                            SELECT c.oid::regclass::text, format('ALTER TABLE %s SET UNLOGGED', c.oid::regclass)
                              FROM pg_class c {schema c.relnamespace}
                             WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND {own c.oid}
                            """),
                    constraint("primary-key", "p"),
                    constraint("foreign-key", "f"),
                    constraint("unique-constraint", "u"),
                    constraint("check-constraint", "c"),
                    constraint("exclusion-constraint", "x"),
                    definition(
                            "drop-domain-constraint",
                            "a domain lost its check",
                            """
                            SELECT format('%I of %s', k.conname, t.oid::regtype),
                                   format('ALTER DOMAIN %s DROP CONSTRAINT %I', t.oid::regtype, k.conname)
                              FROM pg_constraint k JOIN pg_type t ON t.oid = k.contypid
                                   {schema t.typnamespace}
                             WHERE k.contype = 'c' AND {own t.oid}
                            """),
                    definition(
                            "unvalidated-foreign-key",
                            "a foreign key is NOT VALID",
                            """
                            SELECT format('%I on %s', k.conname, c.oid::regclass),
                                   format('UPDATE pg_constraint SET convalidated = false WHERE oid = %s', k.oid)
                              FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
                                   {schema c.relnamespace}
                             WHERE k.contype = 'f' AND k.conparentid = 0 AND c.relkind = 'r'
                               AND NOT c.relispartition AND k.convalidated AND {own c.oid}
                            """),
                    column("drop-column", "a column was dropped", "true", "DROP COLUMN %I CASCADE"),
                    column(
                            "rename-column",
                            "a column has another name",
                            "true",
                            "RENAME COLUMN %I TO muster_renamed"),
                    column(
                            "drop-not-null",
                            "a column lost its NOT NULL",
                            "a.attnotnull AND a.attidentity = '' AND NOT EXISTS (SELECT FROM pg_index"
                                    + " i WHERE i.indrelid = c.oid AND i.indisprimary AND a.attnum ="
                                    + " ANY (i.indkey))",
                            "ALTER COLUMN %I DROP NOT NULL"),
                    column(
                            "drop-default",
                            "a column lost its default",
                            "a.atthasdef AND a.attgenerated = ''",
                            "ALTER COLUMN %I DROP DEFAULT"),
                    column(
                            "drop-identity",
                            "a column is no identity any more",
                            "a.attidentity <> ''",
                            "ALTER COLUMN %I DROP IDENTITY"),
                    column(
                            "change-type",
                            "an integer column has a wider type",
                            "a.atttypid = 'int4'::regtype",
                            "ALTER COLUMN %I TYPE bigint"),
                    definition(
                            "drop-type",
                            "a type or domain was dropped",
                            """
                            SELECT t.oid::regtype::text,
                                   format('DROP %s %s CASCADE',
                                          CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END,
                                          t.oid::regtype)
                              FROM pg_type t {schema t.typnamespace}
                             WHERE t.typtype IN ('d', 'e') AND {own t.oid}
                            """),
                    definition(
                            "rename-enum-value",
                            "a value of an enumeration has another name",
                            """
                            SELECT format('%L of %s', e.enumlabel, t.oid::regtype),
                                   format('ALTER TYPE %s RENAME VALUE %L TO %L', t.oid::regtype,
                                          e.enumlabel, left(e.enumlabel, 50) || '_muster')
                              FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid
                                   {schema t.typnamespace}
                             WHERE {own t.oid}
                            """));

    private DefinitionDamage() {}

    private static InDatabase relation(String name, String which, String word) {
        return definition(
                name,
                "a " + name.replaceFirst("drop-", "").replace('-', ' ') + " was dropped",
                """
                SELECT c.oid::regclass::text, format('DROP %s %%s CASCADE', c.oid::regclass)
                  FROM pg_class c {schema c.relnamespace}
                 WHERE %s AND {own c.oid}
                """
                        .formatted(word, which));
    }

    private static InDatabase constraint(String name, String type) {
        return definition(
                "drop-" + name,
                "a " + name.replace('-', ' ') + " was dropped",
                """
                SELECT format('%%I on %%s', k.conname, c.oid::regclass),
                       format('ALTER TABLE %%s DROP CONSTRAINT %%I CASCADE', c.oid::regclass, k.conname)
                  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid {schema c.relnamespace}
                 WHERE k.conislocal AND k.conparentid = 0 AND k.contype = '%s' AND {own c.oid}
                """
                        .formatted(type));
    }

    private static InDatabase column(String name, String what, String which, String change) {
        return definition(
                name,
                what,
                """
                SELECT format('%%s.%%I', c.oid::regclass, a.attname),
                       format('ALTER TABLE %%s %s', c.oid::regclass, a.attname)
                  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid {schema c.relnamespace}
                 WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p')
                   AND NOT c.relispartition AND %s AND {own c.oid}
                """
                        .formatted(change, which));
    }
}
