package dev.muster.trigger.task;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Waits longer after each failure, by a random part of it, so that many who failed at the same time
 * do not come back at the same time.
 *
 * @param first the longest wait after the first failure
 * @param longest of all waits
 * @param attempts how often to ask in all
 */
public record Backoff(Duration first, Duration longest, int attempts) {
    /** For a function that has minutes. */
    public static final Backoff USUAL =
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(20), 6);

    Duration after(int failures) {
        long most = Math.min(longest.toMillis(), first.toMillis() << Math.min(failures - 1, 20));
        return Duration.ofMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
    }
}
