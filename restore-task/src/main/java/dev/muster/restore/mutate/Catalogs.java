package dev.muster.restore.mutate;

import dev.muster.restore.mutate.Kind.InDatabase;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the queries that look for objects to damage have in common. Each gives the label of an
 * object and the statement that damages it.
 */
final class Catalogs {
    private static final Pattern OWN = Pattern.compile("\\{own ([a-z.]+)}");
    private static final Pattern SCHEMA = Pattern.compile("\\{schema ([a-z.]+)}");

    private Catalogs() {}

    /**
     * A kind of damage to a definition.
     *
     * @param pick {@code {own t.oid}} stands for: the user's own, and no part of an extension;
     *     {@code {schema c.relnamespace}} for a join with the schema as {@code n}
     */
    static InDatabase definition(String name, String what, String pick) {
        return new InDatabase(name, what, sql(pick), false, Remedy.DEFINITIONS);
    }

    /** A kind of damage to owners, privileges or comments. */
    static InDatabase rights(String name, String what, String pick) {
        return new InDatabase(name, what, sql(pick), false, Remedy.PRIVILEGES);
    }

    /** A kind of damage by a statement that must change rows. */
    static InDatabase rows(String name, String what, String pick) {
        return new InDatabase(name, what, sql(pick), true, Remedy.MANIFEST);
    }

    /** A kind of damage to content by a function, which changes no row of a table. */
    static InDatabase content(String name, String what, String pick) {
        return new InDatabase(name, what, sql(pick), false, Remedy.MANIFEST);
    }

    /** With what the braces stand for. */
    static String sql(String text) {
        String joined =
                SCHEMA.matcher(text)
                        .replaceAll(found ->
                                Matcher.quoteReplacement(
                                        "JOIN pg_namespace n ON n.oid = " + found.group(1)));
        return OWN.matcher(joined)
                .replaceAll(found ->
                        Matcher.quoteReplacement(
                                "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
                                        + " AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.objid = "
                                        + found.group(1)
                                        + " AND e.deptype = 'e')"))
                .strip();
    }
}
