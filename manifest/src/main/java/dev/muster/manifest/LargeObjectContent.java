package dev.muster.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All large objects together, divided by the hash of their number.
 *
 * @param notDumped why they are not in the dump; null where they are
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LargeObjectContent(
        long objects,
        @Nullable String hash,
        List<RangeContent> ranges,
        @Nullable String notHashed,
        @Nullable String notDumped) {
    public LargeObjectContent {
        ranges = ranges == null ? List.of() : List.copyOf(ranges);
    }
}
