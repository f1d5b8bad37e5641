package dev.muster.restore.archive;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds which entries are restored where only some tables and schemas of a database are wanted: the
 * tables with their data, keys, indexes, triggers and partitions, and the definitions of whatever
 * they depend on. A foreign key is among them only where both its tables are wanted.
 */
public final class ArchivePart {
    private static final Set<String> ALWAYS = Set.of("ENCODING", "STDSTRINGS", "SEARCHPATH");

    private static final Set<String> RELATIONS =
            Set.of("TABLE", "FOREIGN TABLE", "VIEW", "MATERIALIZED VIEW");

    private static final Set<String> DATA =
            Set.of(
                    "TABLE DATA",
                    "SEQUENCE SET",
                    "MATERIALIZED VIEW DATA",
                    "BLOBS",
                    "BLOB",
                    "BLOB METADATA",
                    "BLOB COMMENTS",
                    "STATISTICS DATA");

    /** What belongs to a table, and is restored with it. */
    private static final Set<String> BELONGINGS =
            Set.of(
                    "DEFAULT",
                    "CONSTRAINT",
                    "CHECK CONSTRAINT",
                    "INDEX",
                    "TRIGGER",
                    "RULE",
                    "POLICY",
                    "ROW SECURITY",
                    "STATISTICS",
                    "SEQUENCE",
                    "SEQUENCE OWNED BY");

    /** What says something of an object, and is restored with it. */
    private static final Set<String> REMARKS = Set.of("COMMENT", "ACL", "SECURITY LABEL");

    /** What ties objects together, and is restored where all of them are. */
    private static final Set<String> TIES = Set.of("FK CONSTRAINT", "TABLE ATTACH", "INDEX ATTACH");

    private final List<TocEntry> entries;
    private final boolean schemaOnly;
    private final Map<Integer, TocEntry> byId = new HashMap<>();
    private final Map<Integer, List<TocEntry>> dependents = new HashMap<>();
    private final Map<QualifiedName, TocEntry> relations = new HashMap<>();
    private final Map<String, TocEntry> schemas = new HashMap<>();
    private final Partitioning partitioning;
    private final Set<Integer> wanted = new LinkedHashSet<>();
    private final Set<Integer> included = new HashSet<>();

    private ArchivePart(DatabaseContents database, boolean schemaOnly) {
        entries = database.entries();
        this.schemaOnly = schemaOnly;
        partitioning = new Partitioning(entries);
        for (TocEntry entry : entries) {
            byId.put(entry.dumpId(), entry);
            for (int id : entry.dependencies()) {
                dependents.computeIfAbsent(id, _ -> new ArrayList<>()).add(entry);
            }
            if (RELATIONS.contains(entry.desc())) {
                relations.put(entry.name(), entry);
            } else if (entry.desc().equals("SCHEMA")) {
                schemas.put(entry.tag(), entry);
            }
        }
    }

    /**
     * The part.
     *
     * @param ids of its entries, by the archive's own numbers
     * @param tables how many tables it holds that were wanted; they come with their data unless the
     *     schema alone was
     * @param unknownTables names that no table or view of the archive has
     * @param unknownSchemas names that no schema of the archive has
     */
    public record Found(
            Set<Integer> ids, int tables, List<String> unknownTables, List<String> unknownSchemas) {
        public Found {
            ids = Set.copyOf(ids);
            unknownTables = List.copyOf(unknownTables);
            unknownSchemas = List.copyOf(unknownSchemas);
        }
    }

    /**
     * Finds it.
     *
     * @param tables names of tables and views, with their schema or without; a name without one
     *     means every table of that name
     * @param schemas names of schemas; with no table and no schema everything is wanted
     * @param schemaOnly whether all data are left out
     */
    public static Found of(
            DatabaseContents database,
            List<String> tables,
            List<String> schemas,
            boolean schemaOnly) {
        ArchivePart part = new ArchivePart(database, schemaOnly);
        List<String> unknownTables = new ArrayList<>();
        List<String> unknownSchemas = new ArrayList<>();
        if (tables.isEmpty() && schemas.isEmpty()) {
            part.everything();
        } else {
            for (String table : tables) {
                if (!part.want(new WrittenName(table))) {
                    unknownTables.add(table);
                }
            }
            for (String schema : schemas) {
                if (!part.wantSchema(new WrittenName(schema))) {
                    unknownSchemas.add(schema);
                }
            }
            part.close();
        }
        return new Found(part.included, part.tables(), unknownTables, unknownSchemas);
    }

    /** Names of the tables and views that can be wanted. */
    public static Set<String> tables(DatabaseContents database) {
        Set<String> names = new TreeSet<>();
        new ArchivePart(database, false).relations.keySet().forEach(n -> names.add(n.toString()));
        return names;
    }

    /** Names of the schemas that can be wanted. */
    public static Set<String> schemas(DatabaseContents database) {
        Set<String> names = new TreeSet<>();
        for (TocEntry entry : database.entries()) {
            String schema = entry.namespace();
            if (entry.desc().equals("SCHEMA")) {
                names.add(entry.tag());
            } else if (schema != null && !schema.isEmpty()) {
                names.add(schema);
            }
        }
        return names;
    }

    private void everything() {
        entries.stream()
                .filter(entry -> !schemaOnly || !(isData(entry) || isOfLargeObject(entry)))
                .forEach(entry -> included.add(entry.dumpId()));
        relations.values().forEach(relation -> wanted.add(relation.dumpId()));
    }

    private static boolean isData(TocEntry entry) {
        return DATA.contains(entry.desc());
    }

    private static boolean isOfLargeObject(TocEntry entry) {
        return REMARKS.contains(entry.desc()) && entry.tag().startsWith("LARGE OBJECT");
    }

    private int tables() {
        return (int)
                wanted.stream()
                        .map(byId::get)
                        .filter(Objects::nonNull)
                        .filter(entry -> entry.desc().equals("TABLE"))
                        .count();
    }

    private boolean want(WrittenName name) {
        List<QualifiedName> found = relations.keySet().stream().filter(name::isExactly).toList();
        if (found.isEmpty()) {
            found = relations.keySet().stream().filter(name::isFolded).toList();
        }
        found.forEach(this::want);
        return !found.isEmpty();
    }

    private boolean wantSchema(WrittenName name) {
        Set<String> found = new HashSet<>();
        for (TocEntry entry : entries) {
            String schema = entry.desc().equals("SCHEMA") ? entry.tag() : entry.namespace();
            if (schema != null && name.isOf(new QualifiedName(null, schema))) {
                found.add(schema);
            }
        }
        for (TocEntry entry : entries) {
            String schema = entry.namespace();
            if (schema == null || !found.contains(schema)) {
                continue;
            }
            if (RELATIONS.contains(entry.desc())) {
                want(entry.name());
            } else if (isOfItsOwn(entry)) {
                include(entry);
            }
        }
        found.stream().map(schemas::get).filter(Objects::nonNull).forEach(this::include);
        return !found.isEmpty();
    }

    /** Whether it makes an object that no table brings along. */
    private static boolean isOfItsOwn(TocEntry entry) {
        return !isData(entry)
                && !REMARKS.contains(entry.desc())
                && !TIES.contains(entry.desc())
                && !entry.desc().startsWith("PUBLICATION")
                && (!BELONGINGS.contains(entry.desc()) || entry.desc().equals("SEQUENCE"));
    }

    /** Wants a table with its partitions, or a view; and what fills a materialized view. */
    private void want(QualifiedName name) {
        TocEntry relation = relations.get(name);
        if (relation == null || !wanted.add(relation.dumpId())) {
            return;
        }
        partitioning.children(name).forEach(this::want);
        if (isLoadedThroughRoot(relation)) {
            want(partitioning.root(name));
        }
        if (relation.desc().equals("MATERIALIZED VIEW") && !schemaOnly) {
            for (TocEntry source : needs(relation)) {
                if (RELATIONS.contains(source.desc())) {
                    want(source.name());
                }
            }
        }
    }

    /** With pg_dump --load-via-partition-root the rows find their partitions themselves. */
    private boolean isLoadedThroughRoot(TocEntry table) {
        QualifiedName root = partitioning.root(table.name());
        return !root.equals(table.name())
                && dependents.getOrDefault(table.dumpId(), List.of()).stream()
                        .filter(TocEntry::isTableData)
                        .map(CopyTarget::of)
                        .anyMatch(target -> target != null && !target.table().equals(table.name()));
    }

    /** Everything that an entry depends on, through others, too. */
    private Set<TocEntry> needs(TocEntry entry) {
        Set<TocEntry> needed = new LinkedHashSet<>();
        Deque<TocEntry> next = new ArrayDeque<>(List.of(entry));
        while (!next.isEmpty()) {
            for (int id : next.removeFirst().dependencies()) {
                TocEntry dependency = byId.get(id);
                if (dependency != null && needed.add(dependency)) {
                    next.add(dependency);
                }
            }
        }
        return needed;
    }

    /** Takes in all that belongs to what is wanted, until nothing more follows. */
    private void close() {
        for (int id : wanted) {
            TocEntry relation = byId.get(id);
            if (relation != null) {
                include(relation);
                dependents.getOrDefault(id, List.of()).stream()
                        .filter(entry -> belongs(entry, relation))
                        .forEach(this::include);
            }
        }
        entries.stream()
                .filter(entry -> ALWAYS.contains(entry.desc()))
                .forEach(entry -> included.add(entry.dumpId()));
        data();
        ties();
        remarks();
    }

    private boolean belongs(TocEntry entry, TocEntry relation) {
        return BELONGINGS.contains(entry.desc()) && owner(entry).equals(relation);
    }

    /** The table that an entry is a part of: a rule or a policy may speak of others, too. */
    private TocEntry owner(TocEntry entry) {
        List<TocEntry> candidates = relationsOf(entry);
        return candidates.stream()
                .filter(relation -> Objects.equals(relation.namespace(), entry.namespace()))
                .filter(relation ->
                        entry.tag().equals(relation.tag())
                                || entry.tag().startsWith(relation.tag() + " "))
                .max(Comparator.comparingInt(relation -> relation.tag().length()))
                .orElseGet(() -> candidates.isEmpty() ? entry : candidates.getFirst());
    }

    private List<TocEntry> relationsOf(TocEntry entry) {
        return entry.dependencies().stream()
                .map(byId::get)
                .filter(Objects::nonNull)
                .filter(dependency -> RELATIONS.contains(dependency.desc()))
                .toList();
    }

    /** Takes in an entry with the definitions of all that it depends on. */
    private void include(TocEntry entry) {
        if (isData(entry) || !included.add(entry.dumpId())) {
            return;
        }
        for (int id : entry.dependencies()) {
            TocEntry dependency = byId.get(id);
            if (dependency != null) {
                include(dependency);
            }
        }
        TocEntry schema = schemas.get(entry.namespace() == null ? "" : entry.namespace());
        if (schema != null) {
            include(schema);
        }
        if (RELATIONS.contains(entry.desc())) {
            parent(entry);
            viewsOwnRule(entry);
        }
    }

    /** A partition is one only below the table that it is a partition of. */
    private void parent(TocEntry table) {
        QualifiedName above = partitioning.parent(table.name());
        @Nullable TocEntry parent = above == null ? null : relations.get(above);
        if (parent != null) {
            include(parent);
        }
    }

    /** Views that depend on one another are made empty, and get their query by a rule. */
    private void viewsOwnRule(TocEntry view) {
        dependents.getOrDefault(view.dumpId(), List.of()).stream()
                .filter(entry -> entry.desc().equals("RULE"))
                .filter(entry -> entry.tag().endsWith("_RETURN") && owner(entry).equals(view))
                .forEach(this::include);
    }

    private void data() {
        if (schemaOnly) {
            return;
        }
        for (TocEntry entry : entries) {
            boolean isOurs =
                    switch (entry.desc()) {
                        case "TABLE DATA", "MATERIALIZED VIEW DATA", "STATISTICS DATA" ->
                                relations.containsKey(entry.name())
                                        && wanted(relations.get(entry.name()));
                        case "SEQUENCE SET" ->
                                entry.dependencies().stream().anyMatch(included::contains);
                        default -> false;
                    };
            if (isOurs) {
                included.add(entry.dumpId());
            }
        }
    }

    private boolean wanted(TocEntry relation) {
        return wanted.contains(relation.dumpId());
    }

    /** An index is attached after the index above it was, so one may follow from another. */
    private void ties() {
        for (TocEntry entry : entries) {
            boolean holds =
                    TIES.contains(entry.desc())
                            && entry.dependencies().stream()
                                    .filter(byId::containsKey)
                                    .allMatch(included::contains);
            boolean isKey = entry.desc().equals("FK CONSTRAINT");
            if (holds && (!isKey || relationsOf(entry).stream().allMatch(this::wanted))) {
                included.add(entry.dumpId());
            }
        }
    }

    private void remarks() {
        for (TocEntry entry : entries) {
            List<Integer> about = entry.dependencies().stream().filter(byId::containsKey).toList();
            if (REMARKS.contains(entry.desc()) && !about.isEmpty() && included.containsAll(about)) {
                included.add(entry.dumpId());
            }
        }
    }
}
