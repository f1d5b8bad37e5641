package dev.muster.stores.listing;

import static dev.muster.contract.FindingCode.STORE_DENIED;
import static dev.muster.contract.FindingCode.STORE_FAILED;
import static dev.muster.contract.FindingCode.STORE_REFUSED;
import static dev.muster.contract.FindingCode.STORE_UNREACHABLE;

import dev.muster.contract.Finding;
import dev.muster.contract.Severity;
import dev.muster.stores.BackupListing;
import dev.muster.stores.StoreException;
import dev.muster.stores.StoreListing;
import java.util.ArrayList;
import java.util.List;

/** Tells of the stores that could not be listed. */
public final class StoreFindings {
    private StoreFindings() {}

    /**
     * Tells of all.
     *
     * @param severity an error where what they may hold is needed
     */
    public static List<Finding> of(BackupListing listing, Severity severity) {
        List<Finding> findings = new ArrayList<>();
        for (StoreListing store : listing.stores()) {
            StoreException failure = store.failure();
            if (failure != null) {
                findings.add(of(store.name(), failure, severity));
            }
        }
        return findings;
    }

    /** Tells of one, by what it answered. */
    public static Finding of(String store, StoreException failure, Severity severity) {
        String message = String.valueOf(failure.getMessage());
        Finding finding =
                switch (failure.kind()) {
                    case UNREACHABLE, TIMED_OUT -> Finding.of(STORE_UNREACHABLE, store, message);
                    case DENIED -> Finding.of(STORE_DENIED, store, message);
                    case CUT, CHANGED, FAILED -> Finding.of(STORE_FAILED, store, message);
                    case REFUSED -> Finding.of(STORE_REFUSED, store, message);
                    case MISSING ->
                            Finding.of(STORE_REFUSED, store, message)
                                    .withHint("check the bucket or directory that the plan names");
                };
        return finding.withSeverity(severity);
    }
}
