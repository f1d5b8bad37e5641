package dev.muster.restore.postgres.restore;

import dev.muster.contract.Finding;
import dev.muster.restore.postgres.errors.Unrestored;
import java.time.Duration;
import java.util.List;

/**
 * What came of a restore.
 *
 * @param findings one for each root cause, and the preparation's warnings
 * @param unrestored every object known not to be back; where the tool did not reach its end, more
 *     may be missing
 * @param complete whether the tool reached its end, with errors or without
 * @param exitCode of the tool, or -1 where it was killed
 * @param errors how many it printed
 * @param noise how many of these mean nothing
 */
public record RestoreOutcome(
        List<Finding> findings,
        List<Unrestored> unrestored,
        boolean complete,
        int exitCode,
        long errors,
        long noise,
        Duration took) {

    public RestoreOutcome {
        findings = List.copyOf(findings);
        unrestored = List.copyOf(unrestored);
    }
}
