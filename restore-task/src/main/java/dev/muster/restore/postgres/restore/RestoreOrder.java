package dev.muster.restore.postgres.restore;

import dev.muster.contract.Progress;
import dev.muster.restore.postgres.errors.Entry;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One archive to be restored.
 *
 * @param sourceMajor of the server that was dumped, or 0 where it is not known
 * @param entries of the archive's table of contents; empty for a script without one
 * @param damaged objects, as {@code schema.name}, whose data the archive is known to hold damaged
 * @param dataBytes of all rows as text, unpacked
 * @param jobs how many restore at the same time, at least 1
 * @param timeLimit after which the tool is killed
 * @param loginTriggers whether an archive holds triggers on login, which fire once they are made
 * @param diskLimitBytes that this restore may take on this machine's disk
 */
public record RestoreOrder(
        Payload payload,
        int sourceMajor,
        List<Entry> entries,
        Map<String, String> damaged,
        long dataBytes,
        int jobs,
        Duration timeLimit,
        boolean loginTriggers,
        long diskLimitBytes,
        Progress progress) {

    public RestoreOrder {
        entries = List.copyOf(entries);
        damaged = Map.copyOf(damaged);
        if (jobs < 1) {
            throw new IllegalArgumentException("jobs must be at least 1: " + jobs);
        }
    }
}
