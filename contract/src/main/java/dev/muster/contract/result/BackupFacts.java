package dev.muster.contract.result;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The backup that was drilled.
 *
 * @param store the store whose copy was restored, null where none could be
 * @param size of that copy in bytes, as stored
 * @param createdAt from the key's timestamp, else from the store
 * @param sha256 of the copy as stored, in lower-case hex; null where it was not read to its end
 * @param layers found around the archive, outermost first
 */
public record BackupFacts(
        String key,
        @Nullable String store,
        long size,
        @Nullable Instant createdAt,
        @Nullable String sha256,
        List<String> layers,
        @Nullable ArchiveFacts archive) {

    public BackupFacts {
        layers = List.copyOf(layers);
    }
}
