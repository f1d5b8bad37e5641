package dev.muster.stores.listing;

import java.time.Duration;

/** Writes lengths of time for people. */
public final class Ages {
    private Ages() {}

    /** In its two largest units. */
    public static String of(Duration length) {
        if (length.toDays() > 0) {
            return length.toDays() + " d " + length.toHoursPart() + " h";
        }
        return length.toHours() > 0
                ? length.toHours() + " h " + length.toMinutesPart() + " min"
                : length.toMinutes() + " min";
    }
}
