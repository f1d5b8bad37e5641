package dev.muster.restore.archive;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One database as an archive holds it.
 *
 * @param name null where the archive does not say it (plain SQL)
 * @param encoding of the database where that is said, else the dump's client encoding
 * @param locale as its DATABASE entry says it
 * @param names the roles, extensions, languages and more that its entries name
 */
public record DatabaseContents(
        @Nullable String name,
        @Nullable String encoding,
        DatabaseLocale locale,
        List<TocEntry> entries,
        NamesInside names) {

    /** These say how a dump is to be read; they are no objects. */
    private static final Set<String> PREAMBLE =
            Set.of(
                    "ENCODING",
                    "STDSTRINGS",
                    "SEARCHPATH",
                    "DATABASE",
                    "DATABASE PROPERTIES",
                    "ROLE",
                    "ROLE MEMBERSHIP",
                    "TABLESPACE");

    private static final Set<String> DATA =
            Set.of(
                    "TABLE DATA",
                    "SEQUENCE SET",
                    "BLOBS",
                    "BLOB",
                    "BLOB METADATA",
                    "BLOB COMMENTS",
                    "STATISTICS DATA",
                    "MATERIALIZED VIEW DATA");

    public DatabaseContents {
        entries = List.copyOf(entries);
    }

    static DatabaseContents of(
            @Nullable String name,
            @Nullable String clientEncoding,
            List<TocEntry> entries,
            boolean standardStrings) {
        DatabaseLocale locale = DatabaseLocale.in(entries, standardStrings);
        String encoding = locale.encoding() == null ? clientEncoding : locale.encoding();
        return new DatabaseContents(
                name, encoding, locale, entries, NamesInside.in(entries, standardStrings));
    }

    /** The same with roles that its data name. */
    DatabaseContents withRoles(Set<String> more) {
        return more.isEmpty()
                ? this
                : new DatabaseContents(name, encoding, locale, entries, names.withRoles(more));
    }

    /** The same with these entries alone; roles that its data name are kept. */
    DatabaseContents only(Set<Integer> ids, boolean standardStrings) {
        List<TocEntry> kept =
                entries.stream().filter(entry -> ids.contains(entry.dumpId())).toList();
        NamesInside named = NamesInside.in(kept, standardStrings).withRoles(names.roles());
        return new DatabaseContents(name, encoding, locale, kept, named);
    }

    /** The entries of one kind. */
    public List<TocEntry> all(String desc) {
        return entries.stream().filter(entry -> entry.desc().equals(desc)).toList();
    }

    public boolean has(String desc) {
        return entries.stream().anyMatch(entry -> entry.desc().equals(desc));
    }

    /** What a user made; not what every new database has. */
    public List<TocEntry> userObjects() {
        return entries.stream()
                .filter(entry -> !PREAMBLE.contains(entry.desc()) && !isInEveryDatabase(entry))
                .toList();
    }

    /** Definitions; neither data nor what merely says how to read the archive. */
    public List<TocEntry> definitions() {
        return userObjects().stream().filter(entry -> !DATA.contains(entry.desc())).toList();
    }

    /**
     * Everything that must be found after a restore: definitions, objects that every new database
     * has where the archive names them, and that materialized views are filled.
     */
    public List<TocEntry> objects() {
        return entries.stream()
                .filter(entry -> !PREAMBLE.contains(entry.desc()))
                .filter(entry -> !DATA.contains(entry.desc()) || isRefresh(entry))
                .filter(entry -> !entry.isNoDefault())
                .toList();
    }

    private static boolean isRefresh(TocEntry entry) {
        return entry.desc().equals("MATERIALIZED VIEW DATA");
    }

    /** Whether one of its event triggers fires when somebody logs in (PostgreSQL 17 and later). */
    public boolean hasLoginTrigger() {
        return all("EVENT TRIGGER").stream().map(TocEntry::defn).anyMatch(LoginTrigger::fires);
    }

    public boolean hasTableData() {
        return has("TABLE DATA");
    }

    /** Every TABLE entry by its name: ordinary and partitioned tables, partitions. */
    public Map<QualifiedName, TocEntry> tables() {
        Map<QualifiedName, TocEntry> tables = new LinkedHashMap<>();
        all("TABLE").forEach(entry -> tables.put(entry.name(), entry));
        return tables;
    }

    /** Ordinary, logged tables: pg_dump writes a TABLE DATA entry for each, rows or none. */
    public List<TocEntry> tablesThatShouldHaveData() {
        return all("TABLE").stream().filter(TableTraits::isOrdinaryAndLogged).toList();
    }

    /** Those of them that have no TABLE DATA entry. */
    public List<TocEntry> tablesWithoutData() {
        Set<QualifiedName> filled = new HashSet<>();
        all("TABLE DATA").forEach(entry -> filled.add(entry.name()));
        return tablesThatShouldHaveData().stream()
                .filter(entry -> !filled.contains(entry.name()))
                .toList();
    }

    /** Materialized views that no entry fills. */
    public List<TocEntry> materializedViewsWithoutData() {
        Set<QualifiedName> filled = new HashSet<>();
        all("MATERIALIZED VIEW DATA").forEach(entry -> filled.add(entry.name()));
        return all("MATERIALIZED VIEW").stream()
                .filter(entry -> !filled.contains(entry.name()))
                .toList();
    }

    /** Large objects that the entries define; their data are counted by the census. */
    public long largeObjectsDefined() {
        long grouped =
                all("BLOB METADATA").stream()
                        .mapToLong(entry -> LargeObjects.defined(entry.defn()))
                        .sum();
        return all("BLOB").size() + grouped;
    }

    /** Comments, grants and labels are no objects by themselves. */
    private static boolean isInEveryDatabase(TocEntry entry) {
        return switch (entry.desc()) {
            case "SCHEMA" -> entry.tag().equals("public");
            case "EXTENSION", "PROCEDURAL LANGUAGE" -> entry.tag().equals("plpgsql");
            case "COMMENT", "ACL", "SECURITY LABEL", "ACL LANGUAGE" -> true;
            default -> false;
        };
    }
}
