package dev.muster.trigger;

import static dev.muster.contract.FindingCode.STORE_DENIED;
import static dev.muster.contract.FindingCode.STORE_FAILED;
import static dev.muster.contract.FindingCode.STORE_UNREACHABLE;

import dev.muster.contract.Finding;
import dev.muster.contract.Severity;
import dev.muster.stores.BackupListing;
import dev.muster.stores.StoreException;
import dev.muster.stores.StoreListing;
import java.util.List;

/** Tells of the stores that could not be listed. */
final class StoreFindings {
    private StoreFindings() {}

    /**
     * @param severity an error where what they may hold is needed
     */
    static List<Finding> of(BackupListing listing, Severity severity) {
        return listing.stores().stream()
                .filter(store -> store.failure() != null)
                .map(store -> of(store, severity))
                .toList();
    }

    private static Finding of(StoreListing store, Severity severity) {
        StoreException failure = store.failure();
        if (failure == null) {
            throw new IllegalArgumentException("nothing failed: " + store.name());
        }
        String message = String.valueOf(failure.getMessage());
        Finding finding =
                switch (failure.kind()) {
                    case UNREACHABLE, TIMED_OUT ->
                            Finding.of(STORE_UNREACHABLE, store.name(), message);
                    case DENIED -> Finding.of(STORE_DENIED, store.name(), message);
                    case CUT, CHANGED, FAILED -> Finding.of(STORE_FAILED, store.name(), message);
                    case MISSING ->
                            Finding.of(STORE_FAILED, store.name(), message)
                                    .withHint("check the bucket or directory that the plan names");
                };
        return finding.withSeverity(severity);
    }
}
