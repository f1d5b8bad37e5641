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
        Map<String, String> extensions) {
    public Source {
        extensions = Map.copyOf(extensions);
    }
}
