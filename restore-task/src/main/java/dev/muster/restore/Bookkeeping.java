package dev.muster.restore;

import dev.muster.contract.CheckKind;
import dev.muster.contract.Finding;
import dev.muster.contract.result.Ledger;
import dev.muster.contract.result.ObjectOutcome;
import dev.muster.contract.result.ObjectState;
import dev.muster.restore.archive.ArchiveContents;
import dev.muster.restore.archive.Census;
import dev.muster.restore.archive.DatabaseContents;
import dev.muster.restore.archive.QualifiedName;
import dev.muster.restore.archive.TocEntry;
import dev.muster.restore.verify.Verified;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Draws up the ledger: goes through the archive's own table of contents and asks for each entry
 * what the checks have found of it. What a check forgot is noticed here.
 */
final class Bookkeeping {
    private static final String LARGE_OBJECT = "LARGE OBJECT";

    /** Entries that make no object of their own. */
    private static final Set<String> BESIDE =
            Set.of(
                    "ENCODING",
                    "STDSTRINGS",
                    "SEARCHPATH",
                    "DATABASE",
                    "DATABASE PROPERTIES",
                    "COMMENT",
                    "ACL",
                    "ACL LANGUAGE",
                    "DEFAULT ACL",
                    "SECURITY LABEL",
                    "BLOBS",
                    "BLOB COMMENTS",
                    "LARGE OBJECTS",
                    "STATISTICS DATA");

    private static final Set<String> LARGE_OBJECTS = Set.of("BLOB", "BLOB METADATA", LARGE_OBJECT);
    private static final Set<String> OF_CLUSTER = Set.of("ROLE", "ROLE MEMBERSHIP", "TABLESPACE");

    private static final Set<String> WITH_DATA =
            Set.of("TABLE", "FOREIGN TABLE", "MATERIALIZED VIEW", "SEQUENCE");

    private static final String NOT_COMPARED = "no check has compared its data";

    private final ArchiveContents archive;
    private final @Nullable Census census;
    private final @Nullable Selected selected;
    private final Map<@Nullable String, DatabaseBook> books = new HashMap<>();
    private final Map<String, KindBook> kinds = new TreeMap<>();
    private final List<String> unaccounted = new ArrayList<>();
    private int beside;

    /**
     * Begins with everything unaccounted.
     *
     * @param archive all of it, whatever part is restored
     * @param census null where its data were not counted
     * @param selected what is restored of it; null for everything
     */
    Bookkeeping(ArchiveContents archive, @Nullable Census census, @Nullable Selected selected) {
        this.archive = archive;
        this.census = census;
        this.selected = selected;
    }

    /** Takes what the checks found in one database. */
    void verified(DatabaseContents database, Verified verified) {
        books.put(database.name(), new DatabaseBook(verified));
    }

    /**
     * The ledger as it stands; may be asked for again when more is known.
     *
     * @param findings of the whole drill, accepted ones among them
     */
    Ledger close(List<Finding> findings) {
        kinds.clear();
        unaccounted.clear();
        beside = 0;
        Acceptances acceptances = new Acceptances(findings);
        for (TocEntry entry : archive.globals()) {
            if (isSetting(entry)) {
                beside++;
            } else {
                enter(ofCluster(entry), acceptances);
            }
        }
        for (DatabaseContents database : archive.databases()) {
            String prefix = archive.databases().size() > 1 ? database.name() + ": " : "";
            enter(database, prefix, acceptances);
        }
        return new Ledger(
                archive.entryCount(),
                beside,
                selected == null ? null : selected.scope(),
                kinds.values().stream().map(KindBook::close).toList(),
                unaccounted);
    }

    private void enter(DatabaseContents database, String prefix, Acceptances acceptances) {
        DatabaseBook book = books.get(database.name());
        Set<QualifiedName> relations =
                named(database, Set.of("TABLE", "FOREIGN TABLE", "MATERIALIZED VIEW", "VIEW"));
        Set<QualifiedName> sequences = named(database, Set.of("SEQUENCE"));
        Set<QualifiedName> filled = named(database, Set.of("TABLE DATA"));
        Set<QualifiedName> withoutData = withoutData(database);
        int largeObjectEntries = 0;
        for (TocEntry entry : database.entries()) {
            String desc = entry.desc();
            boolean isPart =
                    (entry.isTableData() && relations.contains(entry.name()))
                            || (desc.equals("SEQUENCE SET") && sequences.contains(entry.name()));
            if (BESIDE.contains(desc) || isPart || isSetting(entry) || entry.isNoDefault()) {
                beside++;
            } else if (LARGE_OBJECTS.contains(desc)) {
                largeObjectEntries++;
            } else if (OF_CLUSTER.contains(desc)) {
                enter(ofCluster(entry), acceptances);
            } else {
                Data data =
                        withoutData.contains(entry.name())
                                ? Data.LEFT_OUT
                                : filled.contains(entry.name()) ? Data.HELD : Data.NONE;
                ObjectAccount account = account(entry, data, book, prefix);
                if (account == null) {
                    missed(entry, prefix);
                } else {
                    enter(account, acceptances);
                }
            }
        }
        largeObjects(database, book, prefix, largeObjectEntries, acceptances);
    }

    /** Whether the archive holds data under an entry's name. */
    private enum Data {
        NONE,
        HELD,
        LEFT_OUT
    }

    private void missed(TocEntry entry, String prefix) {
        kind(entry.desc()).missed();
        if (unaccounted.size() < Ledger.MOST_NAMES) {
            unaccounted.add(entry.desc().toLowerCase(Locale.ROOT) + " " + prefix + entry.name());
        }
    }

    private static Set<QualifiedName> named(DatabaseContents database, Set<String> kinds) {
        return database.entries().stream()
                .filter(entry -> kinds.contains(entry.desc()))
                .map(TocEntry::name)
                .collect(Collectors.toSet());
    }

    /** Objects whose definition is restored and whose data are left out. */
    private Set<QualifiedName> withoutData(DatabaseContents database) {
        Set<QualifiedName> names = new HashSet<>();
        if (selected != null) {
            database.entries().stream()
                    .filter(e -> e.desc().endsWith(" DATA") || e.desc().equals("SEQUENCE SET"))
                    .filter(e -> !selected.has(e))
                    .forEach(e -> names.add(e.name()));
        }
        return names;
    }

    /** What became of one object; null where nothing tells it. */
    private @Nullable ObjectAccount account(
            TocEntry entry, Data data, @Nullable DatabaseBook book, String prefix) {
        String kind = entry.desc();
        String name = prefix + entry.name();
        if (selected != null && !selected.has(entry)) {
            return ObjectAccount.notChecked(kind, name, Selected.NOT_CHOSEN);
        }
        if (book == null) {
            return ObjectAccount.notChecked(kind, name, "the drill ended before it was checked");
        }
        Map<CheckKind, ObjectOutcome> found = book.about(kind, label(entry));
        ObjectOutcome present = book.ofEntry(entry.dumpId());
        if (present != null) {
            found.put(CheckKind.OBJECTS, present);
        } else if (found.isEmpty()) {
            return null;
        }
        ObjectAccount account =
                ObjectAccount.of(kind, name, found, needed(entry, data), NOT_COMPARED);
        boolean isIncomplete =
                data == Data.LEFT_OUT
                        && WITH_DATA.contains(kind)
                        && account.state() != ObjectState.FAILED;
        return isIncomplete ? ObjectAccount.notChecked(kind, name, Selected.WITHOUT_DATA) : account;
    }

    /**
     * The checks of which one must have looked. A partitioned table has no rows of its own: its
     * partitions are tables beside it.
     */
    private static List<CheckKind> needed(TocEntry entry, Data data) {
        boolean holdsRows = data == Data.HELD || entry.holdsRows();
        return switch (entry.desc()) {
            case "TABLE", "FOREIGN TABLE", "TABLE DATA" ->
                    holdsRows ? List.of(CheckKind.ROW_COUNTS, CheckKind.CONTENT) : List.of();
            case "SEQUENCE", "SEQUENCE SET" -> List.of(CheckKind.SEQUENCES, CheckKind.CONTENT);
            default -> List.of();
        };
    }

    private static String label(TocEntry entry) {
        boolean rows = entry.desc().equals("TABLE") || entry.isTableData();
        return entry.namespace() == null && rows ? "public." + entry.tag() : "" + entry.name();
    }

    /** A statement that alters a role and makes none. */
    private static boolean isSetting(TocEntry entry) {
        return entry.desc().equals("ROLE")
                && entry.defn().regionMatches(true, 0, "ALTER", 0, "ALTER".length());
    }

    private static ObjectAccount ofCluster(TocEntry entry) {
        return ObjectAccount.notChecked(
                entry.desc(),
                "" + entry.name(),
                "it belongs to the whole cluster, and a drill makes its own");
    }

    private void largeObjects(
            DatabaseContents database,
            @Nullable DatabaseBook book,
            String prefix,
            int entries,
            Acceptances acceptances) {
        long held = census == null ? 0 : census.of(database).largeObjects();
        long count = Math.max(held, database.largeObjectsDefined());
        if (entries > 0 || count > 0) {
            kind(LARGE_OBJECT).entries(entries);
        }
        if (count == 0) {
            return;
        }
        String name = prefix + "large objects";
        ObjectOutcome found =
                book == null ? null : book.of(CheckKind.LARGE_OBJECTS, "large objects");
        ObjectAccount account;
        if (selected != null) {
            account = ObjectAccount.notChecked(LARGE_OBJECT, name, Selected.NOT_CHOSEN);
        } else if (found == null) {
            account =
                    ObjectAccount.notChecked(
                            LARGE_OBJECT, name, "the drill ended before they were checked");
        } else {
            account =
                    ObjectAccount.of(
                            LARGE_OBJECT,
                            name,
                            Map.of(CheckKind.LARGE_OBJECTS, found),
                            List.of(CheckKind.LARGE_OBJECTS),
                            NOT_COMPARED);
        }
        kind(LARGE_OBJECT).add(acceptances.applied(account.times(count)));
    }

    private void enter(ObjectAccount account, Acceptances acceptances) {
        kind(account.kind()).enter(acceptances.applied(account));
    }

    private KindBook kind(String kind) {
        return kinds.computeIfAbsent(kind, KindBook::new);
    }
}
