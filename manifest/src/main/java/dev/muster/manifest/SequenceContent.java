package dev.muster.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Where a sequence stood. Sequences belong to no snapshot: pg_dump has read it at some time between
 * the two readings.
 *
 * @param before the first reading, and {@code after} the second
 * @param notDumped why its state is not in the dump; null where it is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SequenceContent(
        String schema,
        String name,
        @Nullable State before,
        @Nullable State after,
        @Nullable String notDumped) {

    /** One reading of it. */
    public record State(long lastValue, boolean called) {}

    /** As it stands in results. */
    public String label() {
        return schema + "." + name;
    }
}
