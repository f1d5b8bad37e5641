package dev.muster.restore.verify;

import org.jspecify.annotations.Nullable;

/**
 * How many rows the archive holds for one target of COPY or INSERT. Several entries with the same
 * target add up.
 *
 * @param schema the target's schema without quotes
 * @param table the target's name without quotes; the partitioned root where the data goes through
 *     it
 * @param rows null where the archive cannot tell or holds no data for the table
 * @param reason why {@code rows} is null
 * @param explanation what the restore already knows about missing rows, or null
 */
public record ExpectedRows(
        String schema,
        String table,
        @Nullable Long rows,
        @Nullable String reason,
        @Nullable Explanation explanation) {

    public ExpectedRows {
        if (rows == null && (reason == null || reason.isBlank())) {
            throw new IllegalArgumentException("no rows expected needs a reason: " + table);
        }
    }

    /** The archive holds so many rows for it. */
    public static ExpectedRows of(String schema, String table, long rows) {
        return new ExpectedRows(schema, table, rows, null, null);
    }

    /** The rows cannot be compared, as the archive holds no data for it or cannot tell how many. */
    public static ExpectedRows notComparable(String schema, String table, String reason) {
        return new ExpectedRows(schema, table, null, reason, null);
    }

    /** The same with what the restore knows about missing rows. */
    public ExpectedRows explained(Explanation why) {
        return new ExpectedRows(schema, table, rows, reason, why);
    }
}
