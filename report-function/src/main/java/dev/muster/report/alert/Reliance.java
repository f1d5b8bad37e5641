package dev.muster.report.alert;

import dev.muster.report.render.Amount;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The newest backup of a plan that a drill has proven: what one could rely on today.
 *
 * @param backup its key
 * @param madeAt when the backup was made, null where that is not known
 * @param provenAt when its drill began
 */
public record Reliance(@Nullable String backup, @Nullable Instant madeAt, Instant provenAt) {

    /** One sentence on what a restore of today would bring back. */
    static String sentence(@Nullable Reliance newest, Instant now) {
        if (newest == null) {
            return "No backup of this plan has ever been proven.";
        }
        String proven = "proven " + Amount.minute(newest.provenAt);
        Instant madeAt = newest.madeAt;
        if (madeAt == null) {
            return "The newest backup that you can rely on was " + proven + ".";
        }
        return "The newest backup that you can rely on was made %s (%s). A restore of it now would lose the last %s."
                .formatted(Amount.minute(madeAt), proven, age(madeAt, now));
    }

    /** The same in a few words, for where every character counts. */
    static String brief(@Nullable Reliance newest) {
        if (newest == null) {
            return "never proven before";
        }
        Instant at = newest.madeAt == null ? newest.provenAt : newest.madeAt;
        return "last good backup " + Amount.minute(at);
    }

    private static String age(Instant madeAt, Instant now) {
        return Amount.duration((double) Math.max(0, Duration.between(madeAt, now).toSeconds()));
    }
}
