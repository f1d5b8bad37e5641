package dev.muster.restore;

import dev.muster.restore.archive.Census;
import dev.muster.restore.archive.DatabaseContents;
import dev.muster.restore.archive.QualifiedName;
import dev.muster.restore.archive.TocEntry;
import dev.muster.restore.verify.Expectations;
import dev.muster.restore.verify.ExpectedObject;
import dev.muster.restore.verify.ExpectedRows;
import dev.muster.restore.verify.ExpectedSequence;
import dev.muster.restore.verify.Explanation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Draws from one database's part of an archive what must be found after the restore. */
final class ArchiveExpectations {
    /** Why rows cannot be compared of a table whose data were left out of the archive. */
    static final String NO_DATA = "the archive holds no data of it";

    /** As pg_dump writes it: {@code SELECT pg_catalog.setval('public.x_seq', 200, true);}. */
    private static final Pattern SETVAL =
            Pattern.compile("setval\\('.*', (-?\\d{1,19}), (true|false)\\)", Pattern.DOTALL);

    private final DatabaseContents database;
    private final Census.DatabaseCount counts;
    private final Map<Integer, Explanation> explanations;
    private final Map<String, String> leftOut;

    /**
     * Takes what is known.
     *
     * @param explanations what the restore knows of entries that did not come back, by their number
     * @param leftOut what was not restored on purpose, by the names that results give it
     */
    ArchiveExpectations(
            DatabaseContents database,
            Census.DatabaseCount counts,
            Map<Integer, Explanation> explanations,
            Map<String, String> leftOut) {
        this.leftOut = leftOut;
        this.database = database;
        this.counts = counts;
        this.explanations = explanations;
    }

    /** The expectations, with the plan's key tables. */
    Expectations with(List<String> keyTables) {
        return new Expectations(
                objects(), rows(), sequences(), largeObjects(), keyTables, null, leftOut);
    }

    private List<ExpectedObject> objects() {
        return database.objects().stream().map(this::object).toList();
    }

    private ExpectedObject object(TocEntry entry) {
        return new ExpectedObject(
                entry.dumpId(),
                entry.desc(),
                entry.namespace(),
                entry.tag(),
                entry.dependencies(),
                explanations.get(entry.dumpId()));
    }

    private List<ExpectedRows> rows() {
        List<ExpectedRows> rows = new ArrayList<>();
        Map<QualifiedName, Explanation> known = explanationsByTable();
        Set<QualifiedName> seen = new HashSet<>();
        counts.tables()
                .forEach((table, count) -> {
                    seen.add(table);
                    ExpectedRows expected =
                            count.known()
                                    ? ExpectedRows.of(schema(table), table.name(), count.rows())
                                    : ExpectedRows.notComparable(
                                            schema(table),
                                            table.name(),
                                            "its rows in the archive could not be counted");
                    rows.add(explained(expected, known, table));
                });
        for (TocEntry entry : database.tablesWithoutData()) {
            if (!leftOut.containsKey(entry.name().toString()) && seen.add(entry.name())) {
                rows.add(ExpectedRows.notComparable(schema(entry.name()), entry.tag(), NO_DATA));
            }
        }
        return rows;
    }

    private static ExpectedRows explained(
            ExpectedRows expected, Map<QualifiedName, Explanation> known, QualifiedName table) {
        Explanation explanation = known.get(table);
        return explanation == null ? expected : expected.explained(explanation);
    }

    /**
     * Why tables lack rows, by the table; what is known of the data comes before its definition.
     */
    private Map<QualifiedName, Explanation> explanationsByTable() {
        Map<QualifiedName, Explanation> byTable = new HashMap<>();
        for (String desc : List.of("TABLE DATA", "TABLE")) {
            for (TocEntry entry : database.all(desc)) {
                Explanation known = explanations.get(entry.dumpId());
                if (known != null) {
                    byTable.putIfAbsent(entry.name(), known);
                    partitionRoot(entry).ifPresent(root -> byTable.putIfAbsent(root, known));
                }
            }
        }
        return byTable;
    }

    /** With pg_dump --load-via-partition-root a partition's rows are counted at its root. */
    private Optional<QualifiedName> partitionRoot(TocEntry data) {
        String copy = data.copyStmt();
        if (copy == null || !data.isTableData()) {
            return Optional.empty();
        }
        return counts.tables().keySet().stream()
                .filter(target -> !target.equals(data.name()) && namedIn(copy, target))
                .findFirst();
    }

    private static boolean namedIn(String copy, QualifiedName target) {
        return copy.startsWith("COPY " + target + " ")
                || copy.startsWith("COPY \"%s\".\"%s\" ".formatted(target.schema(), target.name()));
    }

    private List<ExpectedSequence> sequences() {
        List<ExpectedSequence> sequences = new ArrayList<>();
        for (TocEntry entry : database.all("SEQUENCE SET")) {
            Matcher setval = SETVAL.matcher(entry.defn());
            if (setval.find() && !explanations.containsKey(entry.dumpId())) {
                sequences.add(
                        new ExpectedSequence(
                                schema(entry.name()),
                                entry.tag(),
                                Long.parseLong(setval.group(1)),
                                Boolean.parseBoolean(setval.group(2))));
            }
        }
        return sequences;
    }

    private @Nullable Long largeObjects() {
        long defined = Math.max(counts.largeObjects(), database.largeObjectsDefined());
        boolean none = !database.has("BLOBS") && !database.has("BLOB") && defined == 0;
        return none && database.entries().isEmpty() ? null : (Long) defined;
    }

    private static String schema(QualifiedName name) {
        return name.schema() == null ? "public" : name.schema();
    }
}
