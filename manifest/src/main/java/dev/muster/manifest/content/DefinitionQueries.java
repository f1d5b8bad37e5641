package dev.muster.manifest.content;

import java.util.List;
import java.util.stream.Stream;

/**
 * The queries that read definitions. Each gives: kind, name, definition in PostgreSQL's words, what
 * counts to the letter, oid of the catalog, oid in it, oid of the relation it is a part of.
 */
final class DefinitionQueries {
    static final String USER_SCHEMA =
            "n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')"
                    + " AND n.nspname !~ '^pg_(toast_)?temp_'";

    private DefinitionQueries() {}

    static List<String> all(int serverMajor) {
        return Stream.of(
                        DatabaseDefinitions.all(),
                        RelationDefinitions.all(),
                        RoutineDefinitions.all(serverMajor),
                        RareDefinitions.all())
                .flatMap(List::stream)
                .toList();
    }

    /** Whether an extension made it. */
    static String member(String catalog, String oid) {
        return "EXISTS (SELECT FROM pg_depend own WHERE own.classid = '"
                + catalog
                + "'::regclass AND own.objid = "
                + oid
                + " AND own.deptype = 'e')";
    }
}
