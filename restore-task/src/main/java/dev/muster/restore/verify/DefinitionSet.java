package dev.muster.restore.verify;

import dev.muster.manifest.Definition;
import dev.muster.manifest.content.DefinedObject;
import dev.muster.manifest.content.Definitions;
import dev.muster.manifest.content.Queries;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How every object of one database is defined, and which objects are parts of others. */
final class DefinitionSet {
    /** Kinds whose objects have parts that go with them. */
    private static final Set<String> WHOLES =
            Set.of("table", "view", "materialized view", "foreign table", "type", "domain");

    /** Kinds whose names begin with that of what they are a part of. */
    private static final Set<String> PARTS =
            Set.of("column", "constraint", "trigger", "policy", "rule");

    private static final String INDEXES =
            """
            SELECT format('%s.%s', n.nspname, c.relname), format('%s.%s', m.nspname, r.relname)
              FROM pg_catalog.pg_index i
              JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_catalog.pg_class r ON r.oid = i.indrelid
              JOIN pg_catalog.pg_namespace m ON m.oid = r.relnamespace
             WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
            """;

    private static final String PARTITIONS =
            """
            SELECT format('%s.%s', n.nspname, c.relname)
              FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relispartition AND c.relkind IN ('r', 'p', 'f')
            """;

    private final Map<String, Definition> byLabel = new TreeMap<>();
    private final Set<String> wholes = new HashSet<>();
    private final Map<String, String> tableOfIndex = new HashMap<>();
    private final Set<String> partitions;

    private DefinitionSet(
            List<DefinedObject> objects, List<String[]> indexes, List<String> partitions) {
        for (DefinedObject object : objects) {
            Definition definition = object.definition();
            byLabel.put(definition.label(), definition);
            if (WHOLES.contains(definition.kind())) {
                wholes.add(definition.name());
            }
        }
        indexes.forEach(each -> tableOfIndex.put(each[0], each[1]));
        this.partitions = Set.copyOf(partitions);
    }

    /** Reads a database's, with the manifest's settings in force. */
    static <X extends Exception> DefinitionSet read(Queries<X> queries, int serverMajor) throws X {
        return new DefinitionSet(
                Definitions.read(queries, serverMajor),
                queries.rows(INDEXES, r -> new String[] {r.getString(1), r.getString(2)}),
                queries.rows(PARTITIONS, r -> r.getString(1)));
    }

    /** All of them by their labels, in order. */
    Map<String, Definition> all() {
        return byLabel;
    }

    boolean has(Definition definition) {
        return byLabel.containsKey(definition.label());
    }

    /** Whether an object is a partition, or a part of one. */
    boolean ofPartition(Definition definition) {
        String whole = isWhole(definition) ? definition.name() : whole(definition);
        return whole != null && partitions.contains(whole);
    }

    private static boolean isWhole(Definition definition) {
        return WHOLES.contains(definition.kind());
    }

    /** The name of the table or type that an object is a part of; null where it stands alone. */
    @Nullable String whole(Definition part) {
        if (part.kind().equals("index")) {
            return tableOfIndex.get(part.name());
        }
        if (!PARTS.contains(part.kind())) {
            return null;
        }
        String name = part.name();
        for (int end = name.lastIndexOf('.'); end > 0; end = name.lastIndexOf('.', end - 1)) {
            if (wholes.contains(name.substring(0, end))) {
                return name.substring(0, end);
            }
        }
        return null;
    }

    /**
     * Objects of this set that another one lacks; what is a part of a table that it lacks is not
     * listed beside that table.
     */
    List<Definition> beyond(DefinitionSet other) {
        List<Definition> beyond = new ArrayList<>();
        for (Definition mine : byLabel.values()) {
            String whole = whole(mine);
            boolean goesWithIt = whole != null && !other.wholes.contains(whole);
            if (!other.has(mine) && !goesWithIt) {
                beyond.add(mine);
            }
        }
        return beyond;
    }

    /** Whether both define the same objects in the same way. */
    boolean same(DefinitionSet other) {
        return byLabel.equals(other.byLabel);
    }
}
