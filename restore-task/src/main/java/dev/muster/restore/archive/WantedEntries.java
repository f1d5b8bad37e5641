package dev.muster.restore.archive;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is wanted of a database by name: tables and views with what holds their rows, and what else
 * lies in a schema.
 */
final class WantedEntries {
    private final EntryGraph graph;
    private final boolean schemaOnly;
    private final Map<Integer, TocEntry> relations = new LinkedHashMap<>();
    private final List<TocEntry> others = new ArrayList<>();

    WantedEntries(EntryGraph graph, boolean schemaOnly) {
        this.graph = graph;
        this.schemaOnly = schemaOnly;
    }

    /** The tables and views. */
    List<TocEntry> relations() {
        return List.copyOf(relations.values());
    }

    /** Schemas, and the objects in them that no table brings along. */
    List<TocEntry> others() {
        return others;
    }

    boolean has(TocEntry relation) {
        return relations.containsKey(relation.dumpId());
    }

    /** Wants all tables and views. */
    void all() {
        graph.relations().forEach(relation -> relations.put(relation.dumpId(), relation));
    }

    /**
     * Wants the table or view of this name, or several of it in different schemas.
     *
     * @return whether there is one
     */
    boolean table(WrittenName name) {
        List<QualifiedName> names = graph.relations().stream().map(TocEntry::name).toList();
        List<QualifiedName> found = names.stream().filter(name::isExactly).toList();
        if (found.isEmpty()) {
            found = names.stream().filter(name::isFolded).toList();
        }
        found.forEach(this::want);
        return !found.isEmpty();
    }

    /**
     * Wants all that lies in the schema of this name.
     *
     * @return whether there is one
     */
    boolean schema(WrittenName name) {
        Set<String> found = new HashSet<>();
        for (TocEntry entry : graph.entries()) {
            String schema = entry.desc().equals("SCHEMA") ? entry.tag() : entry.namespace();
            if (schema != null && name.isOf(new QualifiedName(null, schema))) {
                found.add(schema);
            }
        }
        for (TocEntry entry : graph.entries()) {
            String schema = entry.namespace();
            if (schema == null || !found.contains(schema)) {
                continue;
            }
            if (EntryRole.RELATION.isOf(entry)) {
                want(entry.name());
            } else if (isOfItsOwn(entry)) {
                others.add(entry);
            }
        }
        for (String each : found) {
            TocEntry schema = graph.schema(each);
            if (schema != null) {
                others.add(schema);
            }
        }
        return !found.isEmpty();
    }

    /** Whether it makes an object that no table brings along. */
    private static boolean isOfItsOwn(TocEntry entry) {
        return switch (EntryRole.of(entry)) {
            case DATA, REMARK, TIE -> false;
            case BELONGING -> entry.desc().equals("SEQUENCE");
            case SETTING, RELATION, OBJECT -> !entry.desc().startsWith("PUBLICATION");
        };
    }

    /** Wants a table with its partitions, or a view; and what fills a materialized view. */
    private void want(QualifiedName name) {
        TocEntry relation = graph.relation(name);
        if (relation == null || relations.putIfAbsent(relation.dumpId(), relation) != null) {
            return;
        }
        graph.partitions(name).forEach(this::want);
        // With pg_dump --load-via-partition-root the rows find their partitions themselves.
        QualifiedName root = graph.loadedThrough(relation);
        if (root != null) {
            want(root);
        }
        if (relation.desc().equals("MATERIALIZED VIEW") && !schemaOnly) {
            for (TocEntry source : graph.needs(relation)) {
                if (EntryRole.RELATION.isOf(source)) {
                    want(source.name());
                }
            }
        }
    }
}
