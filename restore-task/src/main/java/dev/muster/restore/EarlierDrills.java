package dev.muster.restore;

import dev.muster.contract.result.DrillResult;
import java.time.Instant;
import java.util.Optional;

/** The plan's past, which a drill's rows are held against. */
@FunctionalInterface
public interface EarlierDrills {
    /**
     * The proven drill of the youngest backup that is older than this time.
     *
     * @throws dev.muster.contract.MusterException where the records cannot be read
     */
    Optional<DrillResult> lastProvenBefore(Instant backupTime);
}
