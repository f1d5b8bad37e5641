package dev.muster.stores.listing;

import static dev.muster.contract.FindingCode.ARCHIVE_FROM_THE_FUTURE;
import static dev.muster.contract.FindingCode.COPY_MISSING;

import dev.muster.contract.Finding;
import dev.muster.contract.Severity;
import dev.muster.stores.BackupListing;
import dev.muster.stores.Candidate;
import dev.muster.stores.StoreListing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Tells what the listings alone say against a backup's copies. */
public final class CopyFindings {
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

    /** How long a copy may take to arrive in another store before it counts as missing. */
    private static final Duration STILL_ON_ITS_WAY = Duration.ofHours(24);

    private CopyFindings() {}

    /**
     * Tells it of one backup.
     *
     * @param wholeListing whether the stores were asked for all of it, so that what lacks is
     *     missing
     */
    public static List<Finding> of(
            Candidate backup, BackupListing listing, boolean wholeListing, Instant now) {
        List<Finding> findings = new ArrayList<>();
        if (wholeListing) {
            listing.stores().stream()
                    .filter(store -> isHole(store, backup, now))
                    .map(store -> missing(store, backup))
                    .forEach(findings::add);
        }
        Duration ahead = Duration.between(now, backup.createdAt());
        if (ahead.compareTo(CLOCKS_DIFFER) > 0) {
            findings.add(
                    Finding.of(
                                    ARCHIVE_FROM_THE_FUTURE,
                                    backup.key(),
                                    "the backup's time lies " + Ages.of(ahead) + " in the future")
                            .withHint(
                                    "check the clock of the machine that makes the backups, and"
                                            + " backups.zone in the plan"));
        }
        return findings;
    }

    /**
     * A store that keeps backups for less time lacks the old ones by design; one that has older
     * ones, or none at all, has lost this one or never had it.
     */
    private static boolean isHole(StoreListing store, Candidate backup, Instant now) {
        boolean has = backup.copies().stream().anyMatch(copy -> copy.store() == store.store());
        if (has || !store.complete()) {
            return false;
        }
        Instant oldest = store.oldest();
        boolean keepsThatLong = oldest == null || oldest.isBefore(backup.createdAt());
        boolean fresh = Duration.between(backup.createdAt(), now).compareTo(STILL_ON_ITS_WAY) < 0;
        Instant newest = store.newest();
        boolean onItsWay = fresh && newest != null && newest.isBefore(backup.createdAt());
        return keepsThatLong && !onItsWay;
    }

    private static Finding missing(StoreListing store, Candidate backup) {
        return Finding.of(
                        COPY_MISSING,
                        backup.key(),
                        "\"%s\" has no copy of this backup, though it holds %d others"
                                .formatted(store.name(), store.backups()))
                .withSeverity(Severity.WARNING);
    }
}
