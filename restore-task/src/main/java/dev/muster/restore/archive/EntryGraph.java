package dev.muster.restore.archive;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a database's entries hang together: by what depends on what, by names, by partitions. */
final class EntryGraph {
    private final List<TocEntry> entries;
    private final Map<Integer, TocEntry> byId = new HashMap<>();
    private final Map<Integer, List<TocEntry>> dependents = new HashMap<>();
    private final Map<QualifiedName, TocEntry> relations = new HashMap<>();
    private final Map<String, TocEntry> schemas = new HashMap<>();
    private final Partitioning partitioning;

    EntryGraph(DatabaseContents database) {
        entries = database.entries();
        partitioning = new Partitioning(entries);
        for (TocEntry entry : entries) {
            byId.put(entry.dumpId(), entry);
            for (int id : entry.dependencies()) {
                dependents.computeIfAbsent(id, _ -> new ArrayList<>()).add(entry);
            }
            if (EntryRole.RELATION.isOf(entry)) {
                relations.put(entry.name(), entry);
            } else if (entry.desc().equals("SCHEMA")) {
                schemas.put(entry.tag(), entry);
            }
        }
    }

    List<TocEntry> entries() {
        return entries;
    }

    /** All tables and views. */
    Collection<TocEntry> relations() {
        return relations.values();
    }

    /** The table or view of this name, or null. */
    @Nullable TocEntry relation(QualifiedName name) {
        return relations.get(name);
    }

    /** What makes the schema of this name; null for one that every database has. */
    @Nullable TocEntry schema(String name) {
        return schemas.get(name);
    }

    /** What an entry itself depends on, as far as the archive holds it. */
    List<TocEntry> dependencies(TocEntry entry) {
        return entry.dependencies().stream().map(byId::get).filter(Objects::nonNull).toList();
    }

    /** What itself depends on an entry. */
    List<TocEntry> dependents(TocEntry entry) {
        return dependents.getOrDefault(entry.dumpId(), List.of());
    }

    /** Everything that an entry depends on, through others, too. */
    Set<TocEntry> needs(TocEntry entry) {
        Set<TocEntry> needed = new LinkedHashSet<>();
        Deque<TocEntry> next = new ArrayDeque<>(List.of(entry));
        while (!next.isEmpty()) {
            for (TocEntry dependency : dependencies(next.removeFirst())) {
                if (needed.add(dependency)) {
                    next.add(dependency);
                }
            }
        }
        return needed;
    }

    /** The tables and views that an entry itself depends on. */
    List<TocEntry> relationsOf(TocEntry entry) {
        return dependencies(entry).stream().filter(EntryRole.RELATION::isOf).toList();
    }

    /** The table that an entry is a part of: a rule or a policy may speak of others, too. */
    TocEntry owner(TocEntry entry) {
        List<TocEntry> candidates = relationsOf(entry);
        return candidates.stream()
                .filter(relation -> Objects.equals(relation.namespace(), entry.namespace()))
                .filter(relation ->
                        entry.tag().equals(relation.tag())
                                || entry.tag().startsWith(relation.tag() + " "))
                .max(Comparator.comparingInt(relation -> relation.tag().length()))
                .orElseGet(() -> candidates.isEmpty() ? entry : candidates.getFirst());
    }

    /** The partitions of a table, themselves perhaps partitioned. */
    List<QualifiedName> partitions(QualifiedName table) {
        return partitioning.children(table);
    }

    /** The table that this is a partition of, or null. */
    @Nullable TocEntry parent(TocEntry table) {
        QualifiedName above = partitioning.parent(table.name());
        return above == null ? null : relations.get(above);
    }

    /** The table that takes a partition's rows in place of it, or null where none does. */
    @Nullable QualifiedName loadedThrough(TocEntry table) {
        QualifiedName root = partitioning.root(table.name());
        boolean elsewhere =
                !root.equals(table.name())
                        && dependents(table).stream()
                                .filter(TocEntry::isTableData)
                                .map(CopyTarget::of)
                                .anyMatch(target ->
                                        target != null && !target.table().equals(table.name()));
        return elsewhere ? root : null;
    }
}
