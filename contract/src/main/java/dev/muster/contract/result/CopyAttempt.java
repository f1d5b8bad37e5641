package dev.muster.contract.result;

import dev.muster.contract.FindingCode;
import org.jspecify.annotations.Nullable;

/**
 * One try to fetch a copy of the backup, in the order in which they were made.
 *
 * @param store the store's name, without credentials
 * @param served whether this copy is the one that was restored
 * @param code what was wrong with it, null where it served
 * @param bytes read before it served or failed
 * @param resumed how often the connection was taken up again
 */
public record CopyAttempt(
        String store,
        String key,
        boolean served,
        @Nullable FindingCode code,
        @Nullable String message,
        long bytes,
        double seconds,
        int resumed) {}
