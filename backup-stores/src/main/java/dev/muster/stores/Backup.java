package dev.muster.stores;

import java.time.Instant;
import java.util.List;

/**
 * One recoverable copy of one database at one time, wherever it lies.
 *
 * @param key relative to the stores; a folder's ends in {@code /}
 * @param createdAt from the key's timestamp, else from the store
 * @param size in bytes, of the preferred copy
 * @param copies in the order in which to try them; one at least
 */
public record Backup(String key, Instant createdAt, long size, List<BackupCopy> copies) {
    public Backup {
        copies = List.copyOf(copies);
        if (copies.isEmpty()) {
            throw new IllegalArgumentException("a backup without copies: " + key);
        }
    }
}
