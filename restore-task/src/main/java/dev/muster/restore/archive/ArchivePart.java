package dev.muster.restore.archive;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds which entries are restored where only some tables and schemas of a database are wanted: the
 * tables with their data, keys, indexes, triggers and partitions, and the definitions of whatever
 * they depend on. A foreign key is among them only where both its tables are wanted.
 */
public final class ArchivePart {
    private final EntryGraph graph;
    private final WantedEntries wanted;
    private final boolean schemaOnly;
    private final Set<Integer> included = new HashSet<>();

    private ArchivePart(DatabaseContents database, boolean schemaOnly) {
        graph = new EntryGraph(database);
        wanted = new WantedEntries(graph, schemaOnly);
        this.schemaOnly = schemaOnly;
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
                if (!part.wanted.table(new WrittenName(table))) {
                    unknownTables.add(table);
                }
            }
            for (String schema : schemas) {
                if (!part.wanted.schema(new WrittenName(schema))) {
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
        new EntryGraph(database).relations().forEach(each -> names.add(each.name().toString()));
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

    private int tables() {
        return (int)
                wanted.relations().stream().filter(each -> each.desc().equals("TABLE")).count();
    }

    private void everything() {
        graph.entries().stream()
                .filter(entry ->
                        !schemaOnly || !(EntryRole.DATA.isOf(entry) || isOfLargeObject(entry)))
                .forEach(this::take);
        wanted.all();
    }

    private static boolean isOfLargeObject(TocEntry entry) {
        return EntryRole.REMARK.isOf(entry) && entry.tag().startsWith("LARGE OBJECT");
    }

    private void take(TocEntry entry) {
        included.add(entry.dumpId());
    }

    private boolean has(TocEntry entry) {
        return included.contains(entry.dumpId());
    }

    /** Takes in all that belongs to what is wanted, until nothing more follows. */
    private void close() {
        wanted.others().forEach(this::include);
        for (TocEntry relation : wanted.relations()) {
            include(relation);
            graph.dependents(relation).stream()
                    .filter(EntryRole.BELONGING::isOf)
                    .filter(entry -> graph.owner(entry).equals(relation))
                    .forEach(this::include);
        }
        graph.entries().stream().filter(EntryRole.SETTING::isOf).forEach(this::take);
        if (!schemaOnly) {
            graph.entries().stream().filter(this::isOurData).forEach(this::take);
        }
        for (TocEntry entry : graph.entries()) {
            // An index is attached after the index above it was, so one may follow from another.
            if (isOurTie(entry)) {
                take(entry);
            }
        }
        graph.entries().stream().filter(this::isOurRemark).forEach(this::take);
    }

    /** Takes in an entry with the definitions of all that it depends on. */
    private void include(TocEntry entry) {
        if (EntryRole.DATA.isOf(entry) || !included.add(entry.dumpId())) {
            return;
        }
        graph.dependencies(entry).forEach(this::include);
        TocEntry schema = graph.schema(entry.namespace() == null ? "" : entry.namespace());
        if (schema != null) {
            include(schema);
        }
        if (EntryRole.RELATION.isOf(entry)) {
            // A partition is one only below the table that it is a partition of.
            TocEntry parent = graph.parent(entry);
            if (parent != null) {
                include(parent);
            }
            viewsOwnRule(entry);
        }
    }

    /** Views that depend on one another are made empty, and get their query by a rule. */
    private void viewsOwnRule(TocEntry view) {
        graph.dependents(view).stream()
                .filter(entry -> entry.desc().equals("RULE"))
                .filter(entry -> entry.tag().endsWith("_RETURN") && graph.owner(entry).equals(view))
                .forEach(this::include);
    }

    private boolean isOurData(TocEntry entry) {
        return switch (entry.desc()) {
            case "TABLE DATA", "MATERIALIZED VIEW DATA", "STATISTICS DATA" -> {
                TocEntry relation = graph.relation(entry.name());
                yield relation != null && wanted.has(relation);
            }
            case "SEQUENCE SET" -> entry.dependencies().stream().anyMatch(included::contains);
            default -> false;
        };
    }

    private boolean isOurTie(TocEntry entry) {
        boolean holds =
                EntryRole.TIE.isOf(entry) && graph.dependencies(entry).stream().allMatch(this::has);
        boolean isKey = entry.desc().equals("FK CONSTRAINT");
        return holds && (!isKey || graph.relationsOf(entry).stream().allMatch(wanted::has));
    }

    private boolean isOurRemark(TocEntry entry) {
        List<TocEntry> about = graph.dependencies(entry);
        return EntryRole.REMARK.isOf(entry)
                && !about.isEmpty()
                && about.stream().allMatch(this::has);
    }
}
