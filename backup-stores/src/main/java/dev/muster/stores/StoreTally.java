package dev.muster.stores;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Counts what one store holds while it is listed. */
final class StoreTally {
    long objects;
    @Nullable String stranger;
    private long backups;
    private long bytes;
    private long future;
    private @Nullable Instant oldest;
    private @Nullable Instant newest;

    void backup(Instant createdAt, long size, boolean impossible) {
        backups++;
        bytes += size;
        if (oldest == null || createdAt.isBefore(oldest)) {
            oldest = createdAt;
        }
        if (impossible) {
            future++;
        } else if (newest == null || createdAt.isAfter(newest)) {
            newest = createdAt;
        }
    }

    StoreListing listing(int place, String name, @Nullable StoreException failure) {
        return new StoreListing(
                place, name, objects, backups, bytes, future, oldest, newest, stranger, failure);
    }
}
