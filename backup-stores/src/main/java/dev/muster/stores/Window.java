package dev.muster.stores;

import java.time.Duration;
import java.time.Instant;

/**
 * The time in which a backup must have been made to be a candidate.
 *
 * @param from the first instant
 * @param until the last instant
 */
public record Window(Instant from, Instant until) {
    /**
     * How far in the future a backup may lie and still count as fresh: local time that is taken for
     * UTC is off by up to 14 hours, and clocks by a little.
     */
    public static final Duration TOLERANCE = Duration.ofHours(15);

    /** All of time, and what the tolerance allows of the future. */
    public static Window ever(Instant now) {
        return new Window(Instant.MIN, now.plus(TOLERANCE));
    }

    /** The time before now, of this length. */
    public static Window within(Duration length, Instant now) {
        return new Window(now.minus(length), now.plus(TOLERANCE));
    }

    boolean holds(Instant time) {
        return !time.isBefore(from) && !time.isAfter(until);
    }
}
