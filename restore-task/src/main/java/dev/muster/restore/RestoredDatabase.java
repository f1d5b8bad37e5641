package dev.muster.restore;

import dev.muster.restore.archive.DatabaseContents;
import dev.muster.restore.postgres.errors.Unrestored;
import dev.muster.restore.postgres.restore.RestoreOutcome;
import dev.muster.restore.verify.Explanation;
import java.util.HashMap;
import java.util.Map;

/**
 * One database of the archive, restored.
 *
 * @param name on the server
 */
record RestoredDatabase(DatabaseContents contents, String name, RestoreOutcome outcome) {

    /** Why entries of the archive did not come back, by their number. */
    Map<Integer, Explanation> explanations() {
        Map<Integer, Explanation> explanations = new HashMap<>();
        for (Unrestored missing : outcome.unrestored()) {
            Integer id = missing.dumpId();
            if (id != null) {
                explanations.put(
                        id,
                        missing.byEnvironment()
                                ? new Explanation.Excused(missing.reason())
                                : new Explanation.Reported(missing.reason()));
            }
        }
        return explanations;
    }
}
