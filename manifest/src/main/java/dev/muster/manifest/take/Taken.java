package dev.muster.manifest.take;

import dev.muster.manifest.Manifest;
import dev.muster.manifest.TableContent;
import java.util.List;

/**
 * A manifest that was taken, and what it cost.
 *
 * @param dumpSeconds that pg_dump took; 0 where none ran
 * @param hashSeconds that hashing took, beside it
 */
public record Taken(Manifest manifest, double dumpSeconds, double hashSeconds) {
    /** All rows that were hashed. */
    public long rows() {
        return manifest.tables().stream()
                .map(TableContent::rows)
                .mapToLong(rows -> rows == null ? 0 : rows)
                .sum();
    }

    /** Tables that the dump holds the rows of and that could not be hashed. */
    public List<String> notHashed() {
        return manifest.tables().stream()
                .filter(t -> t.notHashed() != null && t.notDumped() == null)
                .map(TableContent::label)
                .toList();
    }
}
