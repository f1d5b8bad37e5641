package dev.muster.manifest.content;

import static dev.muster.manifest.content.DefinitionQueries.member;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The queries that read owners, privileges and comments. */
final class PrivilegeQueries {
    /** The first oid that PostgreSQL gives to what users make. */
    private static final int FIRST_OF_USERS = 16384;

    /**
     * Everything that has an owner: catalog, oid, owner, privileges, and the letter that acldefault
     * knows its kind by; null where there are no privileges on it.
     */
    private static final String OWNED =
            Stream.of(
                            owned("pg_namespace", "nspowner", "nspacl", "'n'"),
                            owned(
                                    "pg_class",
                                    "relowner",
                                    "relacl",
                                    "CASE relkind WHEN 'S' THEN 's' ELSE 'r' END"),
                            owned("pg_proc", "proowner", "proacl", "'f'"),
                            owned("pg_type", "typowner", "typacl", "'T'"),
                            owned("pg_language", "lanowner", "lanacl", "'l'"),
                            owned("pg_foreign_data_wrapper", "fdwowner", "fdwacl", "'F'"),
                            owned("pg_foreign_server", "srvowner", "srvacl", "'S'"),
                            owned("pg_operator", "oprowner"),
                            owned("pg_opclass", "opcowner"),
                            owned("pg_collation", "collowner"),
                            owned("pg_ts_config", "cfgowner"),
                            owned("pg_ts_dict", "dictowner"),
                            owned("pg_event_trigger", "evtowner"),
                            owned("pg_publication", "pubowner"),
                            owned("pg_statistic_ext", "stxowner"))
                    .collect(Collectors.joining("\nUNION ALL\n"));

    /**
     * Catalog, oid, owner, all grants as a JSON object by the grantee, what an owner has by itself,
     * and whether it is the schema that every database has.
     */
    static final String HOLDERS =
            """
            WITH h(catalog, oid, owner, acl, letter) AS (
            %s
            )
            SELECT h.catalog::oid, h.oid, o.rolname, %s, %s,
                   h.catalog = 'pg_namespace'::regclass
                     AND EXISTS (SELECT FROM pg_namespace n
                                  WHERE n.oid = h.oid AND n.nspname = 'public')
              FROM h LEFT JOIN pg_roles o ON o.oid = h.owner
             WHERE h.oid >= %d
                OR (h.catalog = 'pg_namespace'::regclass
                    AND h.oid IN (SELECT n.oid FROM pg_namespace n WHERE n.nspname = 'public'))
            """
                    .formatted(OWNED, grants("h.acl", "h.letter"), owners(), FIRST_OF_USERS);

    /** Catalog and oid of the relation, the column's name in full, owner, grants. */
    static final String COLUMNS =
            """
            SELECT h.catalog, h.oid, h.name, o.rolname, %s
              FROM (SELECT 'pg_class'::regclass::oid AS catalog, c.oid,
                           format('%%s.%%s.%%s', n.nspname, c.relname, a.attname) AS name,
                           c.relowner AS owner, a.attacl
                      FROM pg_attribute a
                      JOIN pg_class c ON c.oid = a.attrelid
                      JOIN pg_namespace n ON n.oid = c.relnamespace
                     WHERE a.attacl IS NOT NULL AND NOT a.attisdropped AND c.oid >= %d) h
              LEFT JOIN pg_roles o ON o.oid = h.owner
            """
                    .formatted(grants("h.attacl", "'c'"), FIRST_OF_USERS);

    /** What it is called, the role that it is of, grants. */
    static final String DEFAULTS =
            """
            SELECT concat_ws(' ', COALESCE(o.rolname::text, h.owner::text), 'for',
                             CASE h.letter WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences'
                                           WHEN 'f' THEN 'functions' WHEN 'T' THEN 'types'
                                           WHEN 'n' THEN 'schemas' WHEN 'L' THEN 'large objects'
                                           ELSE h.letter END,
                             'in schema ' || n.nspname),
                   o.rolname, %s
              FROM (SELECT d.defaclrole AS owner, d.defaclnamespace AS schema,
                           d.defaclobjtype::text AS letter, d.defaclacl AS acl
                      FROM pg_default_acl d) h
              LEFT JOIN pg_namespace n ON n.oid = h.schema
              LEFT JOIN pg_roles o ON o.oid = h.owner
            """
                    .formatted(grants("h.acl", "'c'"));

    /** The database's own grants and what its owner has by itself, where they are no default. */
    static final String DATABASE =
            """
            SELECT o.rolname, %s, %s
              FROM (SELECT d.datdba AS owner, d.datacl AS acl, 'd' AS letter
                      FROM pg_database d WHERE d.datname = current_database()) h
              LEFT JOIN pg_roles o ON o.oid = h.owner
             WHERE h.acl IS NOT NULL AND %s
            """
                    .formatted(
                            grants("h.acl", "h.letter"),
                            owners(),
                            differ("h.acl", "acldefault('d', h.owner)"));

    /** Number of large objects, a hash of their owners, a hash of what others may do with them. */
    static final String LARGE_OBJECTS =
            """
            SELECT count(*),
                   COALESCE(sum(hashtextextended(concat_ws(' ', h.oid, o.rolname), 0)::numeric), 0)::text,
                   COALESCE(sum(hashtextextended(
                       CASE WHEN h.acl IS NOT NULL THEN
                         (SELECT h.oid || string_agg(concat_ws(' ', g.who, g.what), ',' ORDER BY g.who)
                            FROM %s g WHERE g.grantee <> h.owner)
                       END, 0)::numeric), 0)::text
              FROM (SELECT l.oid, l.lomowner AS owner, l.lomacl AS acl
                      FROM pg_largeobject_metadata l) h
              LEFT JOIN pg_roles o ON o.oid = h.owner
            """
                    .formatted(granted("h.acl"));

    /**
     * Catalog and oid of the object, the name of its column in full where it is of one, and the
     * comment. What an extension or PostgreSQL itself made is left out where it is found.
     */
    static final String COMMENTS =
            """
            SELECT CASE WHEN c.relkind = 'c' THEN 'pg_type'::regclass::oid ELSE d.classoid END,
                   CASE WHEN c.relkind = 'c' THEN c.reltype ELSE d.objoid END,
                   CASE WHEN d.objsubid <> 0
                        THEN format('%%s.%%s.%%s', n.nspname, c.relname, a.attname) END,
                   d.description
              FROM pg_description d
              LEFT JOIN pg_class c ON d.objsubid <> 0 AND c.oid = d.objoid
              LEFT JOIN pg_namespace n ON n.oid = c.relnamespace
              LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.objsubid
             WHERE d.objoid >= %d
            """
                    .formatted(FIRST_OF_USERS);

    /** The comment on the schema that every database has. */
    static final String COMMENT_ON_PUBLIC =
            "SELECT obj_description(n.oid, 'pg_namespace') FROM pg_namespace n"
                    + " WHERE n.nspname = 'public'";

    private PrivilegeQueries() {}

    /**
     * What it is called, and the grants, of all that an extension or PostgreSQL itself made and
     * somebody granted or revoked something on since. As pg_dump does it, of PostgreSQL's own only
     * what lies in pg_catalog: of information_schema it does not remember what was granted at
     * first.
     */
    static List<String> altered() {
        return List.of(
                altered(
                        "pg_class",
                        "relowner",
                        "relacl",
                        "CASE x.relkind WHEN 'S' THEN 's' ELSE 'r' END",
                        "CASE x.relkind WHEN 'S' THEN 'sequence' WHEN 'v' THEN 'view' ELSE 'table' END",
                        "format('%s.%s', n.nspname, x.relname)",
                        "JOIN pg_namespace n ON n.oid = x.relnamespace",
                        "n.nspname = 'pg_catalog'"),
                altered(
                        "pg_proc",
                        "proowner",
                        "proacl",
                        "'f'",
                        "'function'",
                        "format('%s.%s(%s)', n.nspname, x.proname,"
                                + " pg_get_function_identity_arguments(x.oid))",
                        "JOIN pg_namespace n ON n.oid = x.pronamespace",
                        "n.nspname = 'pg_catalog'"),
                altered(
                        "pg_type",
                        "typowner",
                        "typacl",
                        "'T'",
                        "'type'",
                        "format('%s.%s', n.nspname, x.typname)",
                        "JOIN pg_namespace n ON n.oid = x.typnamespace",
                        "n.nspname = 'pg_catalog'"),
                altered(
                        "pg_namespace",
                        "nspowner",
                        "nspacl",
                        "'n'",
                        "'schema'",
                        "x.nspname::text",
                        "",
                        "x.nspname = 'pg_catalog'"),
                altered(
                        "pg_language",
                        "lanowner",
                        "lanacl",
                        "'l'",
                        "'language'",
                        "x.lanname::text",
                        "",
                        "true"),
                altered(
                        "pg_foreign_data_wrapper",
                        "fdwowner",
                        "fdwacl",
                        "'F'",
                        "'foreign data wrapper'",
                        "x.fdwname::text",
                        "",
                        "true"));
    }

    private static String altered(
            String catalog,
            String owner,
            String acl,
            String letter,
            String kind,
            String name,
            String join,
            String remembered) {
        return """
        SELECT concat_ws(' ', h.kind, h.name), o.rolname, %s, %s
          FROM (SELECT x.oid, x.%s AS owner, x.%s AS acl, %s AS letter, %s AS kind, %s AS name,
                       i.initprivs
                  FROM %s x %s
                  LEFT JOIN pg_init_privs i
                    ON i.classoid = '%s'::regclass AND i.objoid = x.oid AND i.objsubid = 0
                 WHERE x.%s IS NOT NULL AND ((x.oid < %d AND %s) OR %s)) h
          LEFT JOIN pg_roles o ON o.oid = h.owner
         WHERE NOT (h.kind = 'schema' AND h.name = 'public') AND %s
        """
                .formatted(
                        grants("h.acl", "h.letter"),
                        owners(),
                        owner,
                        acl,
                        letter,
                        kind,
                        name,
                        catalog,
                        join,
                        catalog,
                        acl,
                        FIRST_OF_USERS,
                        remembered,
                        member(catalog, "x.oid"),
                        differ(
                                "h.acl",
                                "COALESCE(h.initprivs, acldefault(h.letter::\"char\", h.owner))"));
    }

    private static String owned(String catalog, String owner) {
        return owned(catalog, owner, "NULL::aclitem[]", "NULL");
    }

    private static String owned(String catalog, String owner, String acl, String letter) {
        return "SELECT '%s'::regclass, oid, %s, %s, %s::\"char\" FROM %s"
                .formatted(
                        catalog,
                        owner,
                        acl,
                        letter.startsWith("CASE") ? "(" + letter + ")" : letter,
                        catalog);
    }

    /** All grants on an object, the owner's among them. */
    private static String grants(String acl, String letter) {
        return "(SELECT jsonb_object_agg(g.who, g.what)::text FROM %s g)"
                .formatted(
                        granted(
                                "COALESCE(%s, acldefault(%s::\"char\", h.owner))"
                                        .formatted(acl, letter)));
    }

    /** Whoever granted it; who grants twice may let it be passed on once. */
    private static String granted(String acl) {
        return """
        (SELECT x.grantee,
                CASE x.grantee WHEN 0 THEN '' ELSE COALESCE(r.rolname::text, x.grantee::text) END
                  AS who,
                string_agg(x.privilege_type || CASE WHEN x.grantable AND x.grantee <> h.owner
                                                    THEN '*' ELSE '' END,
                           ',' ORDER BY x.privilege_type COLLATE "C") AS what
           FROM (SELECT e.grantee, e.privilege_type, bool_or(e.is_grantable) AS grantable
                   FROM aclexplode(%s) e GROUP BY 1, 2) x
           LEFT JOIN pg_roles r ON r.oid = x.grantee
          GROUP BY x.grantee, r.rolname)\
        """
                .formatted(acl);
    }

    /** What the owner has where nobody granted or revoked anything. */
    private static String owners() {
        return "(SELECT string_agg(e.privilege_type, ',' ORDER BY e.privilege_type COLLATE \"C\")"
                + " FROM aclexplode(acldefault(h.letter::\"char\", h.owner)) e"
                + " WHERE e.grantee = h.owner)";
    }

    private static String differ(String acl, String other) {
        String one = "SELECT grantee, privilege_type, is_grantable FROM aclexplode(%s)";
        return "(EXISTS (%1$s EXCEPT %2$s) OR EXISTS (%2$s EXCEPT %1$s))"
                .formatted(one.formatted(acl), one.formatted(other));
    }
}
