package dev.muster.restore.verify;

import dev.muster.contract.plan.CompareSpec;
import dev.muster.manifest.TableContent;
import dev.muster.manifest.content.TableShape;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How many rows a live server's tables hold, partitioned ones as a whole: small tables are counted,
 * the smallest first, and large ones estimated from the statistics that the server has already.
 */
final class LiveRows {
    private static final String STATISTICS =
            "SELECT oid, reltuples, relpages FROM pg_catalog.pg_class WHERE relkind = 'r'";

    private final LiveSession session;
    private final CompareSpec spec;
    private final Map<Long, Statistics> statistics = new HashMap<>();
    private final Map<String, Tally> numbers = new TreeMap<>();

    private record Statistics(long table, double rows, long pages) {}

    /**
     * Rows of one table.
     *
     * @param estimated why they were not counted; null where they were
     * @param unknown why nothing is known of them; null where something is
     */
    record Tally(long rows, @Nullable String estimated, @Nullable String unknown) {
        static Tally counted(long rows) {
            return new Tally(rows, null, null);
        }

        static Tally unknown(String why) {
            return new Tally(0, null, why);
        }

        Tally plus(Tally other) {
            return new Tally(
                    rows + other.rows,
                    estimated == null ? other.estimated : estimated,
                    unknown == null ? other.unknown : unknown);
        }
    }

    private LiveRows(LiveSession session, CompareSpec spec) {
        this.session = session;
        this.spec = spec;
    }

    /**
     * Reads them, by the names of tables; a partition's are its table's.
     *
     * @throws SQLException where the connection is lost
     */
    static Map<String, Tally> read(LiveSession session, CompareSpec spec, List<TableShape> tables)
            throws SQLException {
        LiveRows rows = new LiveRows(session, spec);
        for (Statistics each :
                session.rows(
                        STATISTICS,
                        r -> new Statistics(r.getLong(1), r.getDouble(2), r.getLong(3)))) {
            rows.statistics.put(each.table(), each);
        }
        List<TableShape> smallestFirst = new ArrayList<>(tables);
        smallestFirst.sort(Comparator.comparingLong(TableShape::bytes));
        for (TableShape table : smallestFirst) {
            if (table.kind() == TableContent.Kind.TABLE && !spec.ignores(table.name().label())) {
                rows.numbers.merge(label(table), rows.number(table), Tally::plus);
            }
        }
        return rows.numbers;
    }

    /** Under which name a table's rows are told. */
    static String label(TableShape table) {
        return table.root() == null ? table.name().label() : table.root().label();
    }

    /** The statement that counts a table's own rows. */
    static String count(TableShape table) {
        String condition = table.condition().isBlank() ? "" : " " + table.condition();
        return "SELECT pg_catalog.count(*) FROM ONLY " + table.quoted() + condition;
    }

    private Tally number(TableShape table) throws SQLException {
        if (!table.readable()) {
            return Tally.unknown("the role may not read it there");
        }
        if (table.bytes() > spec.countUpTo().bytes()) {
            return estimate(table, "it is larger than " + spec.countUpTo());
        }
        if (session.timeUp()) {
            return estimate(table, "the comparison's time was up");
        }
        try {
            return Tally.counted(session.rows(count(table), r -> r.getLong(1)).getFirst());
        } catch (SQLException e) {
            if (LiveSession.lost(e)) {
                throw e;
            }
            return switch (LiveSession.state(e)) {
                case "57014" -> estimate(table, "counting took too long");
                case "55P03" -> estimate(table, "it was locked");
                case "40001", "40P01" -> estimate(table, "the standby's recovery went on");
                case "0A000" -> Tally.unknown("an unlogged table has no rows on a standby");
                default ->
                        Tally.unknown(
                                "it cannot be counted there (SQLSTATE %s)"
                                        .formatted(LiveSession.state(e)));
            };
        }
    }

    /** As the planner does it: the density that was last seen, over the pages of now. */
    private Tally estimate(TableShape table, String why) {
        Statistics known = statistics.get(table.oid());
        if (known == null || known.pages() <= 0 || known.rows() < 0) {
            return Tally.unknown(why + ", and it was never analyzed there");
        }
        return new Tally(
                Math.round(known.rows() / known.pages() * table.pages()),
                "estimated: " + why,
                null);
    }
}
