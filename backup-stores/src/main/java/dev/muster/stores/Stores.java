package dev.muster.stores;

import dev.muster.contract.plan.DirectorySpec;
import dev.muster.contract.plan.S3Spec;
import dev.muster.contract.plan.StoreSpec;
import java.util.ArrayList;
import java.util.List;

/** Opens the stores that plans name. */
public final class Stores {
    private Stores() {}

    /**
     * Opens a store. Nothing is asked of it yet.
     *
     * @throws dev.muster.contract.MusterException where its credentials cannot be read
     */
    public static BackupStore open(StoreSpec spec, Secrets secrets) {
        return switch (spec) {
            case S3Spec s3 -> new S3Store(s3, secrets, Transfer.USUAL);
            case DirectorySpec directory -> new DirectoryStore(directory);
        };
    }

    /**
     * Opens all of a plan's, in their order; the caller closes each.
     *
     * @throws dev.muster.contract.MusterException where credentials cannot be read
     */
    public static List<BackupStore> open(List<StoreSpec> specs, Secrets secrets) {
        List<BackupStore> stores = new ArrayList<>();
        try {
            specs.forEach(spec -> stores.add(open(spec, secrets)));
            return stores;
        } catch (RuntimeException e) {
            stores.forEach(BackupStore::close);
            throw e;
        }
    }
}
