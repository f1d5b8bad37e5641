package dev.muster.restore.mutate;

import static dev.muster.restore.mutate.Catalogs.rights;

import dev.muster.restore.mutate.Kind.InDatabase;
import java.util.List;

/** The kinds of damage to owners, privileges and comments. */
final class RightsDamage {
    private static final String GRANTS =
            """
            FROM pg_class c {schema c.relnamespace}, LATERAL aclexplode(c.relacl) e
                 LEFT JOIN pg_roles r ON r.oid = e.grantee
             WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND e.grantee <> c.relowner
               AND e.grantor = c.relowner AND {own c.oid}
               AND NOT EXISTS (SELECT FROM aclexplode(c.relacl) other
                                WHERE other.grantee = e.grantee AND other.grantor <> e.grantor)
            """;

    private static final String COMMENTS =
            """
            FROM pg_class c {schema c.relnamespace}
                 JOIN pg_description d ON d.objoid = c.oid AND d.objsubid = 0
                                      AND d.classoid = 'pg_class'::regclass
             WHERE c.relkind IN ('r', 'p', 'v', 'm') AND {own c.oid}
            """;

    private static final String KIND_OF_RELATION =
            "CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END";

    static final List<InDatabase> KINDS =
            List.of(
                    rights(
                            "revoke-grant",
                            "a privilege was revoked",
                            """
                            SELECT format('%s on %s', e.privilege_type, c.oid::regclass),
                                   format('REVOKE %s ON %s %s FROM %s CASCADE', e.privilege_type,
                                          CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END,
                                          c.oid::regclass, COALESCE(quote_ident(r.rolname), 'PUBLIC'))
                            """
                                    + GRANTS),
                    rights(
                            "grant-to-public",
                            "everybody may read a table, or run a function, that not everybody might",
                            """
                            SELECT c.oid::regclass::text,
                                   format('GRANT SELECT ON TABLE %s TO PUBLIC', c.oid::regclass)
                              FROM pg_class c {schema c.relnamespace}
                             WHERE c.relkind IN ('r', 'p', 'v', 'm') AND {own c.oid}
                               AND NOT EXISTS (SELECT FROM aclexplode(c.relacl) e
                                                WHERE e.grantee = 0 AND e.privilege_type = 'SELECT')
                            UNION ALL
                            SELECT p.oid::regprocedure::text,
                                   format('GRANT EXECUTE ON ROUTINE %s TO PUBLIC', p.oid::regprocedure)
                              FROM pg_proc p {schema p.pronamespace}
                             WHERE p.proacl IS NOT NULL AND {own p.oid}
                               AND NOT EXISTS (SELECT FROM aclexplode(p.proacl) e
                                                WHERE e.grantee = 0)
                            """),
                    rights(
                            "change-owner",
                            "a table or view belongs to another role",
                            """
                            SELECT c.oid::regclass::text,
                                   format('ALTER TABLE %s OWNER TO pg_monitor', c.oid::regclass)
                              FROM pg_class c {schema c.relnamespace}
                             WHERE c.relkind IN ('r', 'p', 'v', 'm') AND {own c.oid}
                               AND c.relowner <> 'pg_monitor'::regrole
                            """),
                    rights(
                            "drop-default-privileges",
                            "what new objects would be granted is forgotten",
                            """
                            SELECT format('%s for %s', d.defaclobjtype, d.defaclrole::regrole),
                                   format('DELETE FROM pg_default_acl WHERE oid = %s', d.oid)
                              FROM pg_default_acl d
                            """),
                    rights(
                            "drop-comment",
                            "a comment is gone",
                            """
                            SELECT c.oid::regclass::text,
                                   format('COMMENT ON %s %s IS NULL',
                            """
                                    + KIND_OF_RELATION
                                    + ", c.oid::regclass) "
                                    + COMMENTS),
                    rights(
                            "change-comment",
                            "a comment says something else",
                            """
                            SELECT c.oid::regclass::text,
                                   format('COMMENT ON %s %s IS %L',
                            """
                                    + KIND_OF_RELATION
                                    + ", c.oid::regclass, d.description || '!') "
                                    + COMMENTS));

    private RightsDamage() {}
}
