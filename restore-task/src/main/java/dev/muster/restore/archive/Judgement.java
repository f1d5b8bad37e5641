package dev.muster.restore.archive;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Judges an archive that can be restored: whether it is a backup of a whole database, and of now.
 */
public final class Judgement {
    /** The header's time is local to an unknown zone, so an hour of it means up to a day. */
    private static final Duration ZONES = Duration.ofHours(26);

    private static final int TABLES_WITHOUT_KEYS = 5;

    private final ArchiveContents contents;
    private final List<Finding> findings = new ArrayList<>();

    private Judgement(ArchiveContents contents) {
        this.contents = contents;
    }

    /**
     * What is missing from it; none of it fires on a healthy database of any shape, nor on an
     * archive that is damaged: there it would only follow from the damage.
     */
    public static List<Finding> completeness(ArchiveContents contents) {
        Judgement judgement = new Judgement(contents);
        if (contents.findings().stream().noneMatch(Finding::decides)) {
            judgement.judge();
        }
        return List.copyOf(judgement.findings);
    }

    /**
     * Whether all of its tables are empty: nothing is wrong with it, and it may be of the wrong
     * database. Where some rows are not known, nothing is said.
     */
    public static List<Finding> emptiness(ArchiveContents contents, Census census) {
        boolean whole = contents.findings().stream().noneMatch(Finding::decides);
        List<Census.TableCount> tables =
                census.databases().stream().flatMap(d -> d.tables().values().stream()).toList();
        boolean empty =
                tables.stream().allMatch(table -> table.known() && table.rows() == 0)
                        && census.databases().stream().allMatch(d -> d.largeObjects() == 0);
        long withData =
                contents.databases().stream()
                        .flatMap(d -> d.all("TABLE DATA").stream())
                        .map(TocEntry::name)
                        .distinct()
                        .count();
        return whole && census.findings().isEmpty() && empty && withData > 0
                ? List.of(
                        Finding.of(
                                FindingCode.ARCHIVE_HAS_NO_ROWS,
                                null,
                                "the archive holds the data of "
                                        + Problems.counted(withData, "table", "tables")
                                        + " and not one row"))
                : List.of();
    }

    /**
     * What its own time says against it.
     *
     * @param backupTime when the backup was made, by its name or its store; null where not known
     * @param now the drill's time
     * @param allowed how old an archive may be before its age is worth a warning
     */
    public static List<Finding> age(
            ArchiveContents contents, @Nullable Instant backupTime, Instant now, Duration allowed) {
        if (contents.createdAt() == null) {
            return List.of();
        }
        Instant made = contents.createdAt().toInstant(ZoneOffset.UTC);
        if (made.isAfter(now.plus(ZONES))) {
            return List.of(
                    Finding.of(
                            FindingCode.ARCHIVE_FROM_THE_FUTURE,
                            null,
                            "the archive says that it was made at "
                                    + contents.createdAt()
                                    + ", "
                                    + days(Duration.between(now, made))
                                    + " from now"));
        }
        Duration behind = backupTime == null ? Duration.ZERO : Duration.between(made, backupTime);
        Duration old = Duration.between(made, now);
        if (behind.compareTo(ZONES) > 0 && behind.compareTo(allowed) > 0) {
            return List.of(
                    stale(
                            days(behind)
                                    + " before the backup's own time; allowed are "
                                    + days(allowed)));
        }
        if (backupTime == null && old.compareTo(allowed.plus(ZONES)) > 0) {
            return List.of(stale(days(old) + " ago; allowed are " + days(allowed)));
        }
        return List.of();
    }

    private static Finding stale(String when) {
        return Finding.of(
                FindingCode.ARCHIVE_STALE, null, "the archive says that it was made " + when);
    }

    private static String days(Duration duration) {
        return duration.toDays() == 0
                ? Problems.counted(duration.toHours(), "hour", "hours")
                : Problems.counted(duration.toDays(), "day", "days");
    }

    private void judge() {
        List<TocEntry> objects = all(DatabaseContents::userObjects);
        if (objects.isEmpty()) {
            findings.add(
                    Finding.of(
                            FindingCode.ARCHIVE_HAS_NO_OBJECTS,
                            null,
                            "the archive is whole and holds no object of a user"));
            return;
        }
        boolean onlyLargeObjects =
                contents.databases().stream()
                        .noneMatch(d -> d.hasTableData() || d.has("SEQUENCE SET"));
        if (all(DatabaseContents::definitions).isEmpty() && !onlyLargeObjects) {
            findings.add(
                    Finding.of(
                            FindingCode.ARCHIVE_DATA_ONLY,
                            null,
                            "the archive holds the data of "
                                    + Problems.counted(
                                            all(d -> d.all("TABLE DATA")).size(), "table", "tables")
                                    + " and no definition of any object"));
            return;
        }
        judgeData();
        judgeKeys();
    }

    private void judgeData() {
        List<TocEntry> should = all(DatabaseContents::tablesThatShouldHaveData);
        List<TocEntry> without = all(DatabaseContents::tablesWithoutData);
        if (without.isEmpty()) {
            return;
        }
        boolean anyData =
                contents.databases().stream()
                        .anyMatch(d -> d.hasTableData() || d.has("SEQUENCE SET"));
        if (without.size() == should.size() && !anyData) {
            findings.add(
                    Finding.of(
                            FindingCode.ARCHIVE_SCHEMA_ONLY,
                            null,
                            "the archive defines "
                                    + Problems.counted(should.size(), "table", "tables")
                                    + " and holds the data of none"));
            return;
        }
        if (!contents.annotated()) {
            return;
        }
        List<String> names = without.stream().map(entry -> entry.name().toString()).toList();
        findings.add(
                Problems.grouped(
                        FindingCode.ARCHIVE_TABLE_DATA_EXCLUDED,
                        names,
                        "the archive defines "
                                + Problems.counted(should.size(), "table", "tables")
                                + " and holds no data for "
                                + names.size()
                                + " of them, not even that they are empty"));
    }

    /** pg_dump without its last section leaves no trace but that nothing of it is there. */
    private void judgeKeys() {
        List<TocEntry> tables = all(d -> d.all("TABLE"));
        boolean anyKey =
                contents.databases().stream()
                                .flatMap(d -> d.entries().stream())
                                .anyMatch(Judgement::isOfLastSection)
                        || tables.stream().anyMatch(TableTraits::hasKey);
        if (anyKey || tables.size() < 3) {
            return;
        }
        boolean numbered =
                tables.stream().anyMatch(TableTraits::isNumbered)
                        || contents.databases().stream()
                                .anyMatch(d -> d.has("SEQUENCE OWNED BY") || d.has("DEFAULT"));
        if (numbered || tables.size() >= TABLES_WITHOUT_KEYS) {
            findings.add(
                    Finding.of(
                            FindingCode.ARCHIVE_HAS_NO_KEYS,
                            null,
                            "the archive defines "
                                    + Problems.counted(tables.size(), "table", "tables")
                                    + " and no key, constraint, index or trigger for any"));
        }
    }

    private static boolean isOfLastSection(TocEntry entry) {
        return switch (entry.desc()) {
            case "CONSTRAINT",
                    "FK CONSTRAINT",
                    "CHECK CONSTRAINT",
                    "INDEX",
                    "TRIGGER",
                    "RULE",
                    "POLICY",
                    "ROW SECURITY",
                    "EVENT TRIGGER",
                    "STATISTICS" ->
                    true;
            default -> false;
        };
    }

    private List<TocEntry> all(Function<DatabaseContents, List<TocEntry>> of) {
        return contents.databases().stream().flatMap(d -> of.apply(d).stream()).toList();
    }
}
