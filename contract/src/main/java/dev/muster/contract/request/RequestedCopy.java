package dev.muster.contract.request;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One copy of the backup, as its store listed it.
 *
 * @param store the place of its store in the plan's list, from 0
 * @param size in bytes, all files of a folder together
 * @param modified when the store last saw it change
 * @param etag what the store gave to recognise this very version, null for a folder
 */
public record RequestedCopy(int store, long size, Instant modified, @Nullable String etag) {
    public RequestedCopy {
        if (store < 0 || size < 0) {
            throw new IllegalArgumentException("store " + store + " with " + size + " bytes");
        }
    }
}
