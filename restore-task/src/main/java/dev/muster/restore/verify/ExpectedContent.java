package dev.muster.restore.verify;

import dev.muster.manifest.Manifest;
import java.util.List;

/**
 * The manifest that the restored database is compared with.
 *
 * @param reservations why agreeing with it would still not make the database identical to its
 *     source, each an object of the check and its reason; none where it can be relied on
 */
public record ExpectedContent(Manifest manifest, List<Reservation> reservations) {
    /** Something about the manifest that is not checked. */
    public record Reservation(String object, String reason) {}

    public ExpectedContent {
        reservations = List.copyOf(reservations);
    }
}
