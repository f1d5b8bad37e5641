package dev.muster.stores;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one store of a plan holds.
 *
 * @param store its place in the plan's list, from 0
 * @param objects in all
 * @param backups among them, a folder of a directory archive counted once
 * @param bytes of these backups
 * @param future backups whose time lies so far ahead that it cannot be true
 * @param oldest of its backups
 * @param newest of its backups, future ones left out
 * @param stranger an object that the plan's pattern does not match, as an example
 * @param failure why it could not be listed to its end
 */
public record StoreListing(
        int store,
        String name,
        long objects,
        long backups,
        long bytes,
        long future,
        @Nullable Instant oldest,
        @Nullable Instant newest,
        @Nullable String stranger,
        @Nullable StoreException failure) {

    /** Whether everything in it is known. */
    public boolean complete() {
        return failure == null;
    }
}
