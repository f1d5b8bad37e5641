package dev.muster.restore.verify;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of objects that a table of contents names, each with the query that lists what the
 * database has of it under the very tag that pg_dump would write. So names that hold spaces, commas
 * or quotes need not be taken apart.
 *
 * <p>Every query gives: schema (empty where the kind has none), tag, the tag of old archives or
 * null, and what is wrong with the object or null. Source of the tags: the calls of ArchiveEntry in
 * PostgreSQL's pg_dump.c.
 */
enum ObjectKind {
    TABLE(relation("c.relkind IN ('r', 'p', 'v')"), "TABLE"),
    VIEW(relation("c.relkind = 'v'"), "VIEW"),
    MATERIALIZED_VIEW(relation("c.relkind = 'm'"), "MATERIALIZED VIEW"),
    POPULATION(
            """
            SELECT n.nspname, c.relname, NULL,
                   CASE WHEN NOT c.relispopulated THEN 'it was not filled' END
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind = 'm'
            """,
            "MATERIALIZED VIEW DATA"),
    SEQUENCE(relation("c.relkind = 'S'"), "SEQUENCE"),
    FOREIGN_TABLE(relation("c.relkind = 'f'"), "FOREIGN TABLE"),
    INDEX(
            """
            SELECT n.nspname, c.relname, NULL,
                   CASE WHEN NOT (i.indisvalid AND i.indisready AND i.indislive)
                        THEN CASE c.relkind WHEN 'I' THEN '?not every partition has it'
                                            ELSE 'it is marked invalid' END END
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_index i ON i.indexrelid = c.oid
            """,
            "INDEX"),
    CONSTRAINT(
            """
            SELECT n.nspname, c.relname || ' ' || k.conname, k.conname, NULL
              FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
              JOIN pg_namespace n ON n.oid = c.relnamespace
            UNION ALL
            SELECT n.nspname, t.typname || ' ' || k.conname, k.conname, NULL
              FROM pg_constraint k JOIN pg_type t ON t.oid = k.contypid
              JOIN pg_namespace n ON n.oid = t.typnamespace
            """,
            "CONSTRAINT",
            "FK CONSTRAINT",
            "CHECK CONSTRAINT"),
    TRIGGER(ofTable("pg_trigger", "tgname", "tgrelid", "NOT o.tgisinternal"), "TRIGGER"),
    RULE(ofTable("pg_rewrite", "rulename", "ev_class", "true"), "RULE"),
    POLICY(ofTable("pg_policy", "polname", "polrelid", "true"), "POLICY"),
    ROW_SECURITY(relation("c.relrowsecurity"), "ROW SECURITY"),
    DEFAULT(
            """
            SELECT n.nspname, c.relname || ' ' || a.attname, a.attname, NULL
              FROM pg_attrdef o JOIN pg_class c ON c.oid = o.adrelid
              JOIN pg_attribute a ON a.attrelid = o.adrelid AND a.attnum = o.adnum
              JOIN pg_namespace n ON n.oid = c.relnamespace
            """,
            "DEFAULT"),
    SEQUENCE_OWNED_BY(
            relation(
                    """
                    c.relkind = 'S' AND EXISTS (
                       SELECT FROM pg_depend d
                        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                          AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0
                          AND d.deptype IN ('a', 'i'))
                    """),
            "SEQUENCE OWNED BY"),
    TABLE_ATTACH(relation("c.relispartition AND c.relkind IN ('r', 'p', 'f')"), "TABLE ATTACH"),
    INDEX_ATTACH(relation("c.relispartition AND c.relkind IN ('i', 'I')"), "INDEX ATTACH"),
    FUNCTION(function("p.prokind IN ('f', 'w')", ""), "FUNCTION"),
    PROCEDURE(function("p.prokind = 'p'", ""), "PROCEDURE"),
    AGGREGATE(function("p.prokind = 'a'", "*"), "AGGREGATE"),
    TYPE(named("pg_type", "typ"), "TYPE", "SHELL TYPE"),
    DOMAIN(named("pg_type", "typ") + " WHERE o.typtype = 'd'", "DOMAIN"),
    COLLATION(named("pg_collation", "coll"), "COLLATION"),
    CONVERSION(named("pg_conversion", "con"), "CONVERSION"),
    OPERATOR(named("pg_operator", "opr"), "OPERATOR"),
    OPERATOR_CLASS(named("pg_opclass", "opc"), "OPERATOR CLASS"),
    OPERATOR_FAMILY(named("pg_opfamily", "opf"), "OPERATOR FAMILY"),
    TEXT_SEARCH_PARSER(named("pg_ts_parser", "prs"), "TEXT SEARCH PARSER"),
    TEXT_SEARCH_DICTIONARY(named("pg_ts_dict", "dict"), "TEXT SEARCH DICTIONARY"),
    TEXT_SEARCH_TEMPLATE(named("pg_ts_template", "tmpl"), "TEXT SEARCH TEMPLATE"),
    TEXT_SEARCH_CONFIGURATION(named("pg_ts_config", "cfg"), "TEXT SEARCH CONFIGURATION"),
    STATISTICS(named("pg_statistic_ext", "stx"), "STATISTICS"),
    CAST(
            """
            SELECT '', 'CAST (' || format_type(o.castsource, NULL) || ' AS '
                   || format_type(o.casttarget, NULL) || ')', NULL, NULL FROM pg_cast o
            """,
            "CAST"),
    TRANSFORM(
            """
            SELECT '', 'TRANSFORM FOR ' || format_type(o.trftype, NULL) || ' LANGUAGE '
                   || quote_ident(l.lanname), NULL, NULL
              FROM pg_transform o JOIN pg_language l ON l.oid = o.trflang
            """,
            "TRANSFORM"),
    USER_MAPPING(
            """
            SELECT '', 'USER MAPPING ' || o.usename || ' SERVER ' || o.srvname, NULL, NULL
              FROM pg_user_mappings o
            """,
            "USER MAPPING"),
    PUBLICATION_TABLE(
            """
            SELECT n.nspname, p.pubname || ' ' || c.relname, NULL, NULL
              FROM pg_publication_rel o JOIN pg_publication p ON p.oid = o.prpubid
              JOIN pg_class c ON c.oid = o.prrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            """,
            "PUBLICATION TABLE"),
    PUBLICATION_SCHEMA(
            """
            SELECT n.nspname, p.pubname || ' ' || n.nspname, NULL, NULL
              FROM pg_publication_namespace o JOIN pg_publication p ON p.oid = o.pnpubid
              JOIN pg_namespace n ON n.oid = o.pnnspid
            """,
            "PUBLICATION TABLES IN SCHEMA"),
    SCHEMA(global("pg_namespace", "nspname"), "SCHEMA"),
    EXTENSION(global("pg_extension", "extname"), "EXTENSION"),
    PROCEDURAL_LANGUAGE(global("pg_language", "lanname"), "PROCEDURAL LANGUAGE"),
    ACCESS_METHOD(global("pg_am", "amname"), "ACCESS METHOD"),
    EVENT_TRIGGER(global("pg_event_trigger", "evtname"), "EVENT TRIGGER"),
    FOREIGN_DATA_WRAPPER(global("pg_foreign_data_wrapper", "fdwname"), "FOREIGN DATA WRAPPER"),
    SERVER(global("pg_foreign_server", "srvname"), "SERVER"),
    PUBLICATION(global("pg_publication", "pubname"), "PUBLICATION"),
    SUBSCRIPTION(global("pg_stat_subscription", "subname"), "SUBSCRIPTION");

    /** Entries that make no object of their own; other checks look at some of them. */
    private static final List<String> NO_OBJECTS =
            List.of(
                    "COMMENT",
                    "ACL",
                    "DEFAULT ACL",
                    "ACL LANGUAGE",
                    "SECURITY LABEL",
                    "ENCODING",
                    "STDSTRINGS",
                    "SEARCHPATH",
                    "DATABASE",
                    "DATABASE PROPERTIES",
                    "TABLE DATA",
                    "SEQUENCE SET",
                    "BLOB",
                    "BLOBS",
                    "BLOB COMMENTS",
                    "BLOB METADATA",
                    "LARGE OBJECT",
                    "LARGE OBJECTS",
                    "STATISTICS DATA");

    private static final Map<String, ObjectKind> BY_WORD = new HashMap<>();

    static {
        for (ObjectKind kind : values()) {
            for (String word : kind.words.split("\\|", -1)) {
                BY_WORD.put(word, kind);
            }
        }
    }

    private final String sql;
    private final String words;

    ObjectKind(String sql, String... words) {
        this.sql = sql;
        this.words = String.join("|", words);
    }

    /** The kind that a table of contents writes so, or null where it is not known. */
    static @Nullable ObjectKind of(String word) {
        return BY_WORD.get(word);
    }

    /** Whether an entry of this word makes no object. */
    static boolean makesNoObject(String word) {
        return NO_OBJECTS.contains(word);
    }

    /** Whether such objects lie in a schema. */
    boolean inSchema() {
        return !sql.startsWith("SELECT ''");
    }

    /** Lists what the database has. */
    String sql() {
        return sql;
    }

    private static String relation(String which) {
        return "SELECT n.nspname, c.relname, NULL, NULL FROM pg_class c"
                + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE "
                + which;
    }

    private static String named(String catalog, String prefix) {
        return "SELECT n.nspname, o.%2$sname, NULL, NULL FROM %1$s o JOIN pg_namespace n ON n.oid = o.%2$snamespace"
                .formatted(catalog, prefix);
    }

    private static String global(String catalog, String name) {
        return "SELECT '', o." + name + ", NULL, NULL FROM " + catalog + " o";
    }

    private static String ofTable(String catalog, String name, String table, String which) {
        return """
        SELECT n.nspname, c.relname || ' ' || o.%2$s, o.%2$s, NULL
          FROM %1$s o JOIN pg_class c ON c.oid = o.%3$s
          JOIN pg_namespace n ON n.oid = c.relnamespace WHERE %4$s
        """
                .formatted(catalog, name, table, which);
    }

    private static String function(String which, String noArguments) {
        return """
        SELECT n.nspname, p.proname || '(' || COALESCE(
                   (SELECT string_agg(format_type(a.t, NULL), ', ' ORDER BY a.place)
                      FROM unnest(p.proargtypes) WITH ORDINALITY a(t, place)), '%s') || ')',
               NULL, NULL
          FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
         WHERE n.nspname <> 'pg_catalog' AND %s
        """
                .formatted(noArguments, which);
    }
}
