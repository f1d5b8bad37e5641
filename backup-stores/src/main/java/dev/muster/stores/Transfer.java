package dev.muster.stores;

import java.time.Duration;

/**
 * How a store that is reached over a network is read, and how long it is given.
 *
 * @param partBytes of one ranged request
 * @param inFlight requests at once; together with {@code partBytes} this bounds the memory
 * @param connect how long a connection may take to come about
 * @param silence how long no byte may come before the connection counts as cut
 * @param slowest in bytes per second, averaged over {@code silence}, before it counts as cut
 * @param attempts without a single byte before the store is given up
 * @param pause before the second attempt, doubled before each further one
 */
public record Transfer(
        int partBytes,
        int inFlight,
        Duration connect,
        Duration silence,
        int slowest,
        int attempts,
        Duration pause) {

    /** What suits stores on the internet; 32 MiB of memory for one copy. */
    public static final Transfer USUAL =
            new Transfer(
                    8 << 20,
                    4,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(20),
                    1024,
                    4,
                    Duration.ofMillis(300));

    public Transfer {
        if (partBytes < 1 || inFlight < 1 || attempts < 1) {
            throw new IllegalArgumentException("nothing can be read by " + partBytes + " bytes");
        }
    }

    /** How long to wait before the attempt after this many failures in a row. */
    Duration pauseAfter(int failures) {
        return pause.multipliedBy(1L << Math.min(failures - 1, 5));
    }
}
