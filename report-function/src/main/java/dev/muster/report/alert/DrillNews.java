package dev.muster.report.alert;

import dev.muster.contract.result.DrillResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All that the alert of one drill tells.
 *
 * @param newest the newest backup proven by this or an earlier drill, null where there is none
 * @param repeatedAs the id of the second drill that was ordered for this one, or null
 * @param repeats the id of the drill that this one repeats, or null
 * @param report where the report lies, and {@code record} where the result does
 * @param goesOn whether other backups are drilled now, of which a second alert will tell; there is
 *     no report yet, and {@code report} is where the verdict lies
 * @param reportPage a page of the console that shows it, and {@code taskPage} the task's log
 */
public record DrillNews(
        DrillResult result,
        Instant now,
        @Nullable Reliance newest,
        @Nullable String repeatedAs,
        @Nullable String repeats,
        boolean goesOn,
        String report,
        String record,
        @Nullable String reportPage,
        @Nullable String taskPage) {}
