package dev.muster.stores;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all stores of a plan hold.
 *
 * @param candidates the backups in the window, oldest first, keys in order where times are equal
 * @param stores one for each store of the plan, in its order
 * @param newest when the newest backup was made, in the window or not; null where there is none
 */
public record BackupListing(
        List<Candidate> candidates, List<StoreListing> stores, @Nullable Instant newest) {
    /** Oldest first; the same in every run. */
    public static final Comparator<Candidate> ORDER =
            Comparator.comparing(Candidate::createdAt).thenComparing(Candidate::key);

    public BackupListing {
        candidates = candidates.stream().sorted(ORDER).toList();
        stores = List.copyOf(stores);
    }

    /** How many backups the fullest store holds, in the window or not. */
    public long backups() {
        return stores.stream().mapToLong(StoreListing::backups).max().orElse(0);
    }
}
