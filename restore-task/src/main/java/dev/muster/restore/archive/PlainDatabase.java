package dev.muster.restore.archive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One database as it grows out of plain SQL. */
final class PlainDatabase {
    private final @Nullable String name;
    private final List<TocEntry> entries = new ArrayList<>();
    private final Set<QualifiedName> loaded = new HashSet<>();
    private final Map<QualifiedName, PlainEntry> ownData = new HashMap<>();
    private final List<QualifiedName> loadedTwice = new ArrayList<>();
    private final Tally tally;
    private final RoleColumns roleColumns = new RoleColumns();
    private final RoleNames rolesInData = new RoleNames();
    private @Nullable PlainEntry open;
    private @Nullable String encoding;
    private boolean standardStrings = true;
    private @Nullable String searchPath;
    private String schema = "public";
    private int ordinal;

    PlainDatabase(@Nullable String name) {
        this.name = name;
        this.tally = new Tally(name);
    }

    @Nullable String name() {
        return name;
    }

    Tally tally() {
        return tally;
    }

    @Nullable String encoding() {
        return encoding;
    }

    boolean standardStrings() {
        return standardStrings;
    }

    @Nullable String searchPath() {
        return searchPath;
    }

    void encoding(String value) {
        encoding = value;
    }

    void standardStrings(boolean on) {
        standardStrings = on;
    }

    /** The schema that a name without one is in. */
    void searchPath(String text, String first) {
        searchPath = text;
        schema = first.isEmpty() ? schema : first;
    }

    @Nullable PlainEntry open() {
        return open;
    }

    void open(@Nullable PlainEntry entry) {
        if (open != null) {
            TocEntry ended = open.toEntry(++ordinal);
            roleColumns.add(ended);
            entries.add(ended);
        }
        open = entry;
    }

    void addAll(List<TocEntry> more) {
        entries.addAll(more);
    }

    /** The full name of a table that a statement loads. */
    QualifiedName loaded(QualifiedName named) {
        if (named.schema() != null) {
            return named;
        }
        String announced = open != null && open.isData() ? open.schema() : null;
        return new QualifiedName(announced == null ? schema : announced, named.name());
    }

    String schema() {
        return schema;
    }

    /** What collects roles from the data of a table, or null. */
    @Nullable RoleValues roleValues(QualifiedName table, List<Token> copy) {
        return roleColumns.values(table, copy, rolesInData);
    }

    /** Notes that a table is loaded; its entry is the open one, or one of its own. */
    void load(QualifiedName target, @Nullable String copy, long line) {
        if (open != null && open.isData()) {
            loaded.add(target);
            open.loads(target, copy);
            noteTwice(target, open, copy);
        } else if (loaded.add(target)) {
            open(null);
            PlainEntry entry =
                    PlainEntry.of(new StatementShape("TABLE DATA", target), schema, line);
            entry.loads(target, copy);
            entries.add(entry.toEntry(++ordinal));
        }
    }

    /** A partition's data, which pg_dump may load into the root, stand under its own name. */
    private void noteTwice(QualifiedName target, PlainEntry data, @Nullable String copy) {
        boolean own = target.equals(new QualifiedName(data.schema(), data.tag()));
        if (copy != null && own) {
            PlainEntry before = ownData.putIfAbsent(target, data);
            if (before != null && before != data) {
                loadedTwice.add(target);
            }
        }
    }

    /** Tables that two announcements of data load by COPY. */
    List<QualifiedName> loadedTwice() {
        return loadedTwice;
    }

    List<TocEntry> entries() {
        return entries;
    }

    /** Takes out what makes another database: it stands before the connection to that one. */
    List<TocEntry> takeEntriesOf(String database) {
        List<TocEntry> taken =
                entries.stream()
                        .filter(entry ->
                                (entry.desc().startsWith("DATABASE")
                                                && entry.tag().equals(database))
                                        || entry.tag().equals("DATABASE " + database))
                        .toList();
        entries.removeAll(taken);
        return taken;
    }

    /** Begins with the settings of the connection before. */
    void inherit(PlainDatabase before) {
        encoding = before.encoding;
        standardStrings = before.standardStrings;
    }

    DatabaseContents contents() {
        open(null);
        return DatabaseContents.of(name, encoding, entries, standardStrings)
                .withRoles(rolesInData.found());
    }
}
