package dev.muster.stores;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A backup that could be drilled, as the stores list it.
 *
 * @param key relative to the stores; a folder's ends in {@code /}
 * @param createdAt from the key's timestamp, else the earliest that a store says
 * @param copies in the plan's order of stores
 */
public record Candidate(String key, Instant createdAt, List<ListedCopy> copies) {
    /**
     * A copy of it.
     *
     * @param store the place of its store in the plan's list, from 0
     * @param object null for a folder
     */
    public record ListedCopy(
            int store, long size, Instant modified, @Nullable StoredObject object) {}

    public Candidate {
        copies = List.copyOf(copies);
    }

    /** In bytes, of the preferred copy. */
    public long size() {
        return copies.getFirst().size();
    }

    /** Whether this is a folder with a directory archive's files. */
    public boolean isFolder() {
        return key.endsWith("/");
    }
}
