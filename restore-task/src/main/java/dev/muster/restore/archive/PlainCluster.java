package dev.muster.restore.archive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The databases of a script, and what it holds for all of them: roles and tablespaces. */
final class PlainCluster {
    private final List<PlainDatabase> databases = new ArrayList<>();
    private final PlainDatabase globals = new PlainDatabase(null);
    private final Map<String, List<TocEntry>> creations = new HashMap<>();
    private final Set<String> roles = new HashSet<>();
    private final Set<String> tablespaces = new HashSet<>();
    private final ClusterNotes notes = new ClusterNotes();
    private PlainDatabase current = globals;

    /** The database that statements run in now. */
    PlainDatabase current() {
        return current;
    }

    /** Goes on in another database; pg_dumpall connects again after it has set its properties. */
    void connect(String name) {
        current.open(null);
        notes.connects(name);
        PlainDatabase next = null;
        for (PlainDatabase database : databases) {
            next = name.equals(database.name()) ? database : next;
        }
        if (next == null) {
            next = new PlainDatabase(name);
            databases.add(next);
        }
        next.addAll(creations.getOrDefault(name, List.of()));
        creations.remove(name);
        if (next != current) {
            next.addAll(current.takeEntriesOf(name));
            next.inherit(current);
        }
        current = next;
    }

    /** Takes a statement that concerns the whole cluster or makes a database; else gives false. */
    boolean take(List<Token> statement, @Nullable StatementShape shape, String text, long line) {
        String desc = shape == null ? "" : shape.desc();
        boolean alters = new TokenCursor(statement).accept("alter", "role");
        if (shape != null && desc.equals("DATABASE") && current.open() == null) {
            creations
                    .computeIfAbsent(shape.name().name(), name -> new ArrayList<>())
                    .add(entry(shape, statement, text, line));
            return true;
        }
        if (shape != null && desc.equals("ROLE")) {
            roles.add(shape.name().name());
        } else if (shape != null && desc.equals("TABLESPACE")) {
            tablespaces.add(shape.name().name());
        } else if (!alters && !desc.equals("ROLE MEMBERSHIP")) {
            return false;
        }
        StatementShape made =
                shape == null ? new StatementShape("ROLE", new QualifiedName(null, "ROLE")) : shape;
        globals.addAll(List.of(entry(made, statement, text, line)));
        return true;
    }

    private static TocEntry entry(
            StatementShape shape, List<Token> statement, String text, long line) {
        PlainEntry entry = PlainEntry.of(shape, null, line);
        entry.add(text, statement);
        return entry.toEntry(0);
    }

    /** Ends the last database; a script that connects to none is one database without a name. */
    void finish() {
        current.open(null);
        if (databases.isEmpty()) {
            databases.add(globals);
            creations.values().forEach(globals::addAll);
        }
    }

    List<PlainDatabase> databases() {
        return databases;
    }

    List<TocEntry> globals() {
        return databases.contains(globals) ? List.of() : globals.entries();
    }

    Set<String> roles() {
        return roles;
    }

    Set<String> tablespaces() {
        return tablespaces;
    }

    /** Tables whose data were announced and never came, in a dump that loads others by COPY. */
    List<String> dataNeverCame() {
        List<TocEntry> entries = entries();
        boolean copies = entries.stream().anyMatch(entry -> entry.copyStmt() != null);
        return entries.stream()
                .filter(entry -> copies && entry.isTableData() && !entry.hasData())
                .map(entry -> entry.name().toString())
                .toList();
    }

    /** What pg_dumpall has announced of its databases. */
    ClusterNotes notes() {
        return notes;
    }

    /** Databases that pg_dumpall announced, with definitions, and that nothing makes. */
    List<String> neverMade() {
        return databases.stream()
                .filter(database ->
                        database.name() != null && notes.toBeMade().contains(database.name()))
                .filter(database ->
                        database.entries().stream()
                                .noneMatch(entry ->
                                        entry.desc().equals("DATABASE") && !entry.defn().isBlank()))
                .filter(database ->
                        database.entries().stream().anyMatch(e -> e.desc().equals("TABLE")))
                .map(database -> "" + database.name())
                .toList();
    }

    /** Sequences whose number was announced and never came. */
    List<String> neverSet() {
        return entries().stream()
                .filter(entry -> entry.desc().equals("SEQUENCE SET") && entry.defn().isBlank())
                .map(entry -> entry.name().toString())
                .toList();
    }

    /** Tables whose data stand in the dump more than once. */
    List<String> loadedTwice() {
        return databases.stream()
                .flatMap(database -> database.loadedTwice().stream())
                .map(QualifiedName::toString)
                .distinct()
                .toList();
    }

    private List<TocEntry> entries() {
        return databases.stream().flatMap(database -> database.entries().stream()).toList();
    }
}
