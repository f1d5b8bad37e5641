package dev.muster.trigger;

import dev.muster.stores.Candidate;
import dev.muster.stores.StoreListing;
import java.util.List;

/**
 * What a plan's stores hold.
 *
 * @param stores one for each store of the plan, in its order
 * @param backups all of them, newest first
 * @param eligible those that the plan could choose now, oldest first
 */
public record Inventory(
        List<StoreListing> stores, List<Candidate> backups, List<Candidate> eligible) {
    public Inventory {
        stores = List.copyOf(stores);
        backups = List.copyOf(backups);
        eligible = List.copyOf(eligible);
    }
}
