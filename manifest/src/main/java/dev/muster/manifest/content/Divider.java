package dev.muster.manifest.content;

import dev.muster.manifest.Division;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides how finely each table is divided, so that a manifest stays small whatever it is of. */
public final class Divider {
    /** The ranges of one table, at most. */
    private static final int MOST = 64;

    /** The ranges of all tables together, about. */
    private static final int ALL = 8192;

    /** A table of fewer pages is one range. */
    private static final int SMALL = 8;

    /** Beyond these a whole number is not divided: their distance would not fit a number. */
    private static final long FARTHEST = 1L << 60;

    private final int most;

    /** For a database of so many tables. */
    public Divider(int tables) {
        most = Integer.highestOneBit(Math.clamp(ALL / Math.max(1, tables), 1, MOST));
    }

    /** The smallest and the largest value of a whole-number key. */
    private record Bounds(@Nullable Long smallest, @Nullable Long largest) {}

    /** How to divide the table, asking for its key's bounds; null for one range. */
    public <X extends Exception> @Nullable Division of(TableShape table, Queries<X> queries)
            throws X {
        int parts = (int) Math.min(most, Long.highestOneBit(Math.max(1, table.pages() / SMALL)));
        if (parts == 1 || table.kind() != dev.muster.manifest.TableContent.Kind.TABLE) {
            return null;
        }
        if (table.key().isEmpty()) {
            return new Division(Division.Kind.ROW_HASH, List.of(), 0, 0, parts);
        }
        if (table.integerKey()) {
            String key = table.key().getFirst();
            Bounds bounds =
                    queries.rows(
                                    "SELECT pg_catalog.min(%1$s), pg_catalog.max(%1$s) FROM ONLY %2$s"
                                            .formatted(key, table.quoted()),
                                    r -> new Bounds(number(r, 1), number(r, 2)))
                            .getFirst();
            Division ranges = ranges(key, bounds, parts);
            if (ranges != null) {
                return ranges;
            }
        }
        return new Division(Division.Kind.KEY_HASH, table.key(), 0, 0, parts);
    }

    private static @Nullable Long number(java.sql.ResultSet row, int column)
            throws java.sql.SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    /** Round numbers: they say nothing of the rows but where about they are. */
    private static @Nullable Division ranges(String key, Bounds bounds, int parts) {
        Long smallest = bounds.smallest();
        Long largest = bounds.largest();
        if (smallest == null
                || largest == null
                || smallest <= -FARTHEST
                || largest >= FARTHEST
                || largest - smallest < parts) {
            return null;
        }
        long width = round(Math.ceilDiv(largest - smallest + 1, parts));
        long from = Math.floorDiv(smallest, width) * width;
        int needed = (int) (Math.floorDiv(largest, width) - Math.floorDiv(smallest, width) + 1);
        return new Division(Division.Kind.RANGE, List.of(key), from, width, needed);
    }

    /** The next of 1, 2, 5, 10, 20, 50 and so on. */
    private static long round(long atLeast) {
        long power = 1;
        while (true) {
            for (long step : new long[] {1, 2, 5}) {
                if (power * step >= atLeast) {
                    return power * step;
                }
            }
            power *= 10;
        }
    }
}
