package dev.muster.restore.archive;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What kind of entry a statement makes, and its name, in the words of a table of contents.
 *
 * @param name the object's; for what hangs on a table ("table constraint") as pg_dump's tags have
 *     it
 */
record StatementShape(String desc, QualifiedName name) {
    private static final Set<String> COMPARABLE =
            Set.of("TABLE", "VIEW", "MATERIALIZED VIEW", "SEQUENCE", "INDEX", "TYPE", "DOMAIN");
    private static final int HEAD = 2000;

    /** The creation that an entry's own statement is; null where that cannot be told. */
    static @Nullable StatementShape ofCreation(TocEntry entry) {
        if (!COMPARABLE.contains(entry.desc())) {
            return null;
        }
        String defn = entry.defn();
        List<Token> head = Tokens.of(defn.length() > HEAD ? defn.substring(0, HEAD) : defn, true);
        StatementShape shape = of(head);
        return shape != null && shape.desc.equals(entry.desc()) ? shape : null;
    }

    /** Whether the entry bears this name. */
    boolean makes(TocEntry entry) {
        boolean sameSchema =
                name.schema() == null
                        || entry.namespace() == null
                        || desc.equals("INDEX")
                        || name.schema().equals(entry.namespace());
        return sameSchema && name.name().equals(entry.tag());
    }

    static @Nullable StatementShape of(List<Token> statement) {
        TokenCursor at = new TokenCursor(statement);
        if (at.accept("create")) {
            at.skipAny("or", "replace");
            return created(at);
        }
        if (at.accept("alter", "table")) {
            return constraint(at);
        }
        if (at.accept("alter", "default", "privileges")) {
            return named("DEFAULT ACL", new QualifiedName(null, "DEFAULT PRIVILEGES"));
        }
        if (at.accept("grant") || at.accept("revoke")) {
            return at.seek("on") && at.accept("on")
                    ? named("ACL", granted(at))
                    : named("ROLE MEMBERSHIP", new QualifiedName(null, "GRANT"));
        }
        if (at.accept("comment", "on")) {
            return named("COMMENT", granted(at));
        }
        if (at.accept("refresh", "materialized", "view")) {
            at.skipAny("concurrently");
            return named("MATERIALIZED VIEW DATA", at.name());
        }
        if (at.accept("select", "pg_catalog", ".", "setval", "(")) {
            return named("SEQUENCE SET", new TokenCursor(Tokens.of(at.peek().text(), true)).name());
        }
        return null;
    }

    private static @Nullable QualifiedName granted(TokenCursor at) {
        at.skipAny("table", "schema", "function", "sequence", "view", "type", "domain", "column");
        return at.name();
    }

    private static @Nullable StatementShape created(TokenCursor at) {
        at.skipAny("global", "local", "temp", "temporary", "unlogged", "recursive", "unique");
        at.skipAny("trusted", "procedural", "default");
        if (at.accept("materialized", "view")) {
            return plain("MATERIALIZED VIEW", at);
        }
        if (at.accept("foreign", "table")) {
            return plain("FOREIGN TABLE", at);
        }
        if (at.accept("foreign", "data", "wrapper")) {
            return plain("FOREIGN DATA WRAPPER", at);
        }
        if (at.accept("index")) {
            return index(at);
        }
        if (at.accept("event", "trigger")) {
            return plain("EVENT TRIGGER", at);
        }
        if (at.accept("constraint", "trigger") || at.accept("trigger")) {
            return onTable("TRIGGER", at, "on");
        }
        if (at.accept("rule")) {
            return onTable("RULE", at, "to");
        }
        if (at.accept("policy")) {
            return onTable("POLICY", at, "on");
        }
        if (at.accept("text", "search")) {
            String kind = at.next().text().toUpperCase(Locale.ROOT);
            return plain("TEXT SEARCH " + kind, at);
        }
        if (at.accept("user", "mapping")) {
            return named("USER MAPPING", new QualifiedName(null, "USER MAPPING"));
        }
        if (at.accept("access", "method")) {
            return plain("ACCESS METHOD", at);
        }
        if (at.accept("operator", "class")) {
            return plain("OPERATOR CLASS", at);
        }
        if (at.accept("operator", "family")) {
            return plain("OPERATOR FAMILY", at);
        }
        if (at.accept("language")) {
            return plain("PROCEDURAL LANGUAGE", at);
        }
        if (at.accept("user") || at.accept("group")) {
            return plain("ROLE", at);
        }
        for (String kind :
                new String[] {
                    "table",
                    "view",
                    "sequence",
                    "type",
                    "domain",
                    "function",
                    "procedure",
                    "aggregate",
                    "extension",
                    "schema",
                    "server",
                    "publication",
                    "subscription",
                    "collation",
                    "conversion",
                    "statistics",
                    "role",
                    "tablespace",
                    "database"
                }) {
            if (at.accept(kind)) {
                return plain(kind.toUpperCase(Locale.ROOT), at);
            }
        }
        return null;
    }

    private static @Nullable StatementShape plain(String desc, TokenCursor at) {
        at.accept("if", "not", "exists");
        if (desc.equals("SCHEMA") && at.accept("authorization")) {
            return named(desc, at.name());
        }
        return named(desc, at.name());
    }

    private static @Nullable StatementShape index(TokenCursor at) {
        at.skipAny("concurrently");
        at.accept("if", "not", "exists");
        QualifiedName name = at.peek().is("on") ? null : at.name();
        if (name == null || !at.accept("on")) {
            return null;
        }
        at.skipAny("only");
        QualifiedName table = at.name();
        return table == null
                ? null
                : named("INDEX", new QualifiedName(table.schema(), name.name()));
    }

    private static @Nullable StatementShape onTable(String desc, TokenCursor at, String before) {
        QualifiedName name = at.name();
        if (name == null || !at.seek(before)) {
            return null;
        }
        at.next();
        QualifiedName table = at.name();
        return table == null
                ? null
                : named(desc, new QualifiedName(table.schema(), table.name() + " " + name.name()));
    }

    private static @Nullable StatementShape constraint(TokenCursor at) {
        at.accept("if", "exists");
        at.skipAny("only");
        QualifiedName table = at.name();
        if (table == null || !at.accept("add")) {
            return null;
        }
        String name = "";
        if (at.accept("constraint")) {
            QualifiedName given = at.name();
            name = given == null ? "" : given.name();
        }
        String desc;
        if (at.accept("foreign", "key")) {
            desc = "FK CONSTRAINT";
        } else if (at.accept("check")) {
            desc = "CHECK CONSTRAINT";
        } else if (at.peek().is("primary") || at.peek().is("unique") || at.peek().is("exclude")) {
            desc = "CONSTRAINT";
        } else {
            return null;
        }
        return named(desc, new QualifiedName(table.schema(), (table.name() + " " + name).strip()));
    }

    private static @Nullable StatementShape named(String desc, @Nullable QualifiedName name) {
        return name == null ? null : new StatementShape(desc, name);
    }
}
