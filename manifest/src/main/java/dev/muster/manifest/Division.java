package dev.muster.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * How a table's rows are divided, so that a difference can be located without showing a value.
 *
 * @param kind by what
 * @param columns of the key; empty where the rows themselves are divided by their hash
 * @param from where the first range begins, for kind RANGE: a round number, not a row's
 * @param width of each range, for kind RANGE
 * @param parts how many ranges there are; a power of two where they are made by a hash
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Division(Kind kind, List<String> columns, long from, long width, int parts) {
    /** What rows are divided by. */
    public enum Kind {
        /** Ranges of the whole numbers in the first column of the primary key. */
        RANGE,
        /** The lowest bits of the key's hash. */
        KEY_HASH,
        /** The lowest bits of the row's own hash: the table has no primary key. */
        ROW_HASH
    }

    public Division {
        columns = columns == null ? List.of() : List.copyOf(columns);
    }

    /** A range in words that a person can turn into a query; never a row's value. */
    public String describe(int part) {
        return switch (kind) {
            case RANGE -> {
                String column = "\"" + columns.getFirst() + "\"";
                if (part < 0) {
                    yield column + " below " + from;
                }
                if (part >= parts) {
                    yield column + " from " + (from + width * parts);
                }
                long begin = from + width * part;
                yield "%s from %d to %d".formatted(column, begin, begin + width - 1);
            }
            case KEY_HASH ->
                    "keys where hashtextextended(ROW(%s)::text, 0) & %d = %d"
                            .formatted(String.join(", ", columns), parts - 1, part);
            case ROW_HASH -> "part %d of %d by the rows' own hash".formatted(part + 1, parts);
        };
    }
}
