package dev.muster.restore.verify;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What rules need to know beside the database.
 *
 * @param backupTime when the backup was made; null where nothing tells it
 * @param zone of times that name none, beside UTC
 * @param tablesBefore the tables of the last proven drill, as schema.name; empty where there is
 *     none
 */
public record RuleContext(@Nullable Instant backupTime, ZoneId zone, Set<String> tablesBefore) {

    public RuleContext {
        tablesBefore = Set.copyOf(tablesBefore);
    }
}
