package dev.muster.contract.plan;

/** Where backups lie. */
public sealed interface StoreSpec permits S3Spec, DirectorySpec {
    /** The store's name in results and messages; holds no secret. */
    String label();
}
