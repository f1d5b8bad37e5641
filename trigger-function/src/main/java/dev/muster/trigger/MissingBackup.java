package dev.muster.trigger;

import static dev.muster.contract.FindingCode.BACKUP_NOT_FOUND;
import static dev.muster.contract.FindingCode.NO_BACKUP_IN_WINDOW;

import dev.muster.contract.Cause;
import dev.muster.contract.Finding;
import dev.muster.contract.plan.Plan;
import dev.muster.stores.BackupListing;
import dev.muster.stores.StoreListing;
import dev.muster.stores.listing.Ages;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Tells that there is nothing to drill, and what there is instead. */
final class MissingBackup {
    private MissingBackup() {}

    static Finding key(Plan plan, BackupListing listing) {
        Finding finding =
                Finding.of(
                        BACKUP_NOT_FOUND,
                        plan.select().key(),
                        "there is no such backup in " + stores(listing));
        return known(listing) ? finding : finding.withCause(Cause.ENVIRONMENT);
    }

    static Finding window(Plan plan, Band band, BackupListing listing, Instant now) {
        String what =
                (band.from() == null ? "no backup of the last " : "no backup of age ")
                        + band
                        + ": ";
        Finding finding = Finding.of(NO_BACKUP_IN_WINDOW, null, what + instead(plan, listing, now));
        if (!known(listing)) {
            return finding.withCause(Cause.ENVIRONMENT)
                    .withHint("list what the stores hold once all of them can be reached");
        }
        boolean nothingMatches = listing.backups() == 0 && stranger(listing).isPresent();
        return nothingMatches
                ? finding.withHint("compare backups.pattern with what `muster list` shows")
                : finding;
    }

    private static String instead(Plan plan, BackupListing listing, Instant now) {
        Instant newest = listing.newest();
        if (newest != null) {
            return "the newest of %d in all is %s old"
                    .formatted(listing.backups(), Ages.of(Duration.between(newest, now)));
        }
        Optional<StoreListing> future =
                listing.stores().stream().filter(store -> store.future() > 0).findFirst();
        if (future.isPresent()) {
            return "all %d in \"%s\" lie in the future"
                    .formatted(future.get().future(), future.get().name());
        }
        return stranger(listing)
                .map(store ->
                        "none of the %d objects in \"%s\" matches the pattern \"%s\", for"
                                        .formatted(
                                                store.objects(),
                                                store.name(),
                                                plan.backups().pattern())
                                + " example \""
                                + store.stranger()
                                + "\"")
                .orElseGet(() -> "there is none at all in " + stores(listing));
    }

    private static Optional<StoreListing> stranger(BackupListing listing) {
        return listing.stores().stream().filter(store -> store.stranger() != null).findFirst();
    }

    /** Absence is only known where every store was listed to its end. */
    private static boolean known(BackupListing listing) {
        return listing.stores().stream().allMatch(StoreListing::complete);
    }

    private static String stores(BackupListing listing) {
        return String.join(
                ", ",
                listing.stores().stream()
                        .filter(StoreListing::complete)
                        .map(store -> "\"" + store.name() + "\"")
                        .toList());
    }
}
