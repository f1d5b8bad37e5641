package dev.muster.restore.verify;

import dev.muster.manifest.Manifest;
import java.util.List;

/**
 * The manifest that the restored database is compared with.
 *
 * @param reservations why agreeing with it would still not make the database identical to its
 *     source, each an object of the check and its reason; none where it can be relied on
 * @param carried what the archive brings of owners, privileges and comments
 * @param ofThisDump whether it was taken with this very dump, and not just of its database
 */
public record ExpectedContent(
        Manifest manifest,
        List<Reservation> reservations,
        CarriedRights carried,
        boolean ofThisDump) {
    /** Something about the manifest that is not checked. */
    public record Reservation(String object, String reason) {}

    public ExpectedContent {
        reservations = List.copyOf(reservations);
    }

    /** Where it is not known what the archive brings, it brings all. */
    public ExpectedContent(Manifest manifest, List<Reservation> reservations) {
        this(manifest, reservations, CarriedRights.ALL, true);
    }

    /** The same with what the archive brings. */
    public ExpectedContent with(CarriedRights rights) {
        return new ExpectedContent(manifest, reservations, rights, ofThisDump);
    }

    /** The same of another dump of that database. */
    public ExpectedContent ofAnotherDump() {
        return new ExpectedContent(manifest, reservations, carried, false);
    }
}
