package dev.muster.manifest;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The database that was hashed.
 *
 * @param systemIdentifier of its cluster; null where the role may not see it
 * @param lsn where its write-ahead log stood when the snapshot was taken; null where it is not told
 * @param snapshotAt by the source's own clock
 * @param extensions name and version of each
 * @param settings those that change what its values mean or how they sort, by PostgreSQL's names,
 *     and {@code collate} and {@code ctype} of the database
 */
public record Source(
        String database,
        @Nullable String systemIdentifier,
        String serverVersion,
        int serverMajor,
        String encoding,
        @Nullable String lsn,
        Instant snapshotAt,
        Instant endedAt,
        Map<String, String> extensions,
        Map<String, String> settings) {
    public Source {
        extensions = Map.copyOf(extensions);
        settings = settings == null ? Map.of() : Map.copyOf(settings);
    }
}
