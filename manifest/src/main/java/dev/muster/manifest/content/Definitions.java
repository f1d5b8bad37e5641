package dev.muster.manifest.content;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads how every object of a database is defined, from its catalogs. */
public final class Definitions {
    /**
     * Kinds whose text the server writes anew from a parsed query, which majors do otherwise; and
     * collations, the names of whose locales later ones rewrite.
     */
    private static final Set<String> REWRITTEN =
            Set.of("view", "materialized view", "rule", "collation");

    private Definitions() {}

    /** Whether two majors may write the same object of this kind in two ways. */
    public static boolean variesByMajor(String kind) {
        return REWRITTEN.contains(kind);
    }

    /** All that a dump of the whole database would define; an extension's own parts are not. */
    public static <X extends Exception> List<DefinedObject> read(
            Queries<X> queries, int serverMajor) throws X {
        List<DefinedObject> all = new ArrayList<>();
        for (String sql : DefinitionQueries.all(serverMajor)) {
            all.addAll(
                    queries.rows(
                            sql,
                            r ->
                                    new DefinedObject(
                                            r.getString(1),
                                            r.getString(2),
                                            text(r.getString(3)),
                                            text(r.getString(4)),
                                            r.getLong(5),
                                            r.getLong(6),
                                            r.getLong(7))));
        }
        all.sort(Comparator.comparing(DefinedObject::kind).thenComparing(DefinedObject::name));
        return all;
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
