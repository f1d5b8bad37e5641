package dev.muster.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of one table, partition or materialized view.
 *
 * @param root the partitioned table at the top, where it is a partition; rows may come back in
 *     another partition of it
 * @param kind of relation
 * @param columns those that were hashed, in the order of their names; what is generated is not
 *     among them
 * @param rows and {@code hash} null where it was not hashed
 * @param division how the rows are divided into ranges; null where they are one
 * @param ranges those that hold rows
 * @param notHashed why it was not; null where it was
 * @param notDumped why its rows are not in the dump; null where they are
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TableContent(
        String schema,
        String name,
        @Nullable QualifiedName root,
        Kind kind,
        List<String> columns,
        @Nullable Long rows,
        @Nullable String hash,
        @Nullable Division division,
        List<RangeContent> ranges,
        @Nullable String notHashed,
        @Nullable String notDumped) {

    /** What kind of relation it is. */
    public enum Kind {
        TABLE,
        MATERIALIZED_VIEW
    }

    public TableContent {
        columns = columns == null ? List.of() : List.copyOf(columns);
        ranges = ranges == null ? List.of() : List.copyOf(ranges);
    }

    /** As it stands in results. */
    public String label() {
        return schema + "." + name;
    }
}
