package dev.muster.manifest.content;

import dev.muster.manifest.ContentHash;
import dev.muster.manifest.Division;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The statements that hash a table's rows, on the server, in as many parts as are wanted. */
public final class TableHash {
    private final TableShape table;
    private final @Nullable Division division;

    /**
     * @param division how to divide the rows, null for one range
     */
    public TableHash(TableShape table, @Nullable Division division) {
        this.table = table;
        this.division = division;
    }

    /** One range of a table, or of a part of it. */
    public record Range(int part, ContentHash hash) {}

    /**
     * The statement for some of the table's pages. Its rows are read by {@link #range}.
     *
     * @param firstPage the first of them
     * @param pages how many, or 0 for all to the end
     */
    public String sql(long firstPage, long pages) {
        List<String> conditions = new ArrayList<>();
        if (firstPage > 0) {
            conditions.add("ctid >= '(" + firstPage + ",0)'");
        }
        if (pages > 0) {
            conditions.add("ctid < '(" + (firstPage + pages) + ",0)'");
        }
        // An extension says which rows are the user's by a whole WHERE.
        String own = table.condition().isBlank() ? "" : " " + table.condition();
        String range = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        // A row of no columns must not look like one of a single NULL.
        String columns =
                table.columns().isEmpty()
                        ? "'no columns'"
                        : table.columns().stream()
                                .map(HashedColumn::expression)
                                .collect(Collectors.joining(", ", "ROW(", ")"));
        // Without the OFFSET the planner would write a row as text once for each use of it.
        return """
        SELECT part, pg_catalog.count(*), pg_catalog.sum(h), pg_catalog.sum(l)
          FROM (SELECT %s AS part, h, l
                  FROM (SELECT key, %s AS h, %s AS l
                          FROM (SELECT %s AS key, %s::pg_catalog.text AS r
                                  FROM ONLY %s%s OFFSET 0) AS written
                         OFFSET 0) AS hashed) AS divided
         GROUP BY part
        """
                .formatted(
                        part(),
                        hash("r", 1),
                        hash("r", 2),
                        key(),
                        columns,
                        table.quoted(),
                        own.isEmpty() ? range : own);
    }

    /** One lane: PostgreSQL's own hash of a text's bytes, whatever the database's collation. */
    static String hash(String text, int seed) {
        return "pg_catalog.hashtextextended(" + text + " COLLATE pg_catalog.\"C\", " + seed + ")";
    }

    private String key() {
        Division by = division;
        if (by == null) {
            return "NULL";
        }
        return switch (by.kind()) {
            case RANGE -> by.columns().getFirst() + "::pg_catalog.int8";
            case KEY_HASH ->
                    hash("ROW(" + String.join(", ", by.columns()) + ")::pg_catalog.text", 0);
            case ROW_HASH -> "NULL";
        };
    }

    private String part() {
        Division by = division;
        if (by == null) {
            return "0";
        }
        return switch (by.kind()) {
            case RANGE ->
                    "CASE WHEN key < %1$d THEN -1 WHEN key >= %2$d THEN %3$d ELSE (key - (%1$d)) / %4$d END"
                            .formatted(
                                    by.from(),
                                    by.from() + by.width() * by.parts(),
                                    by.parts(),
                                    by.width());
            case KEY_HASH -> "key & " + (by.parts() - 1);
            case ROW_HASH -> "h & " + (by.parts() - 1);
        };
    }

    /** Reads one row of the statement's result. */
    public static Range range(ResultSet row) throws SQLException {
        return new Range(
                row.getInt(1), ContentHash.of(row.getLong(2), whole(row, 3), whole(row, 4)));
    }

    private static BigInteger whole(ResultSet row, int column) throws SQLException {
        return row.getBigDecimal(column).toBigIntegerExact();
    }

    /** Whether some of the table's pages can be hashed alone. */
    public boolean divisible(int serverMajor) {
        // Before 14 a range of ctid reads the whole table.
        return serverMajor >= 14 && table.heap() && table.condition().isBlank();
    }
}
