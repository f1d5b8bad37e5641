package dev.muster.restore;

import dev.muster.contract.Finding;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.SelectionFacts;
import dev.muster.stores.Backup;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One drill to be run: a plan, and the backup that was selected for it.
 *
 * @param drillId unique among all drills; letters, digits and dashes
 * @param backup null where none could be selected: the findings then say why
 * @param locating how long it took to select it, in nanoseconds
 * @param findings of the selection
 * @param newestBackupAt of all the plan's backups, for the recovery point objective
 * @param earlier the plan's records, null where none are kept
 * @param environment the process's own variables; of these, programs get only what they need
 */
public record DrillOrder(
        String drillId,
        Plan plan,
        @Nullable Backup backup,
        @Nullable SelectionFacts selection,
        long locating,
        List<Finding> findings,
        @Nullable Instant newestBackupAt,
        @Nullable EarlierDrills earlier,
        Map<String, String> environment) {

    public DrillOrder {
        findings = List.copyOf(findings);
        environment = Map.copyOf(environment);
    }

    /** The same about the backup alone, under another name and with other variables. */
    DrillOrder as(String otherId, Map<String, String> otherEnvironment) {
        return new DrillOrder(
                otherId,
                plan.ofBackupAlone(),
                backup,
                selection,
                0,
                findings,
                newestBackupAt,
                earlier,
                otherEnvironment);
    }

    /** The same with this drill as the plan's past, where the plan keeps one. */
    DrillOrder after(DrillResult proven) {
        return new DrillOrder(
                drillId,
                plan,
                backup,
                selection,
                locating,
                findings,
                newestBackupAt,
                earlier == null ? null : _ -> Optional.of(proven),
                environment);
    }
}
