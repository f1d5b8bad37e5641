package dev.muster.restore.verify;

import java.time.Duration;
import java.time.Instant;

/**
 * How to verify.
 *
 * @param connections how many scans run at once, usually one per core
 * @param deadline when everything must have ended; what is left then is not checked
 * @param structure whether amcheck looks at heaps and indexes
 * @param workMemMegabytes memory of one hash join
 */
public record VerifySettings(
        int connections, Instant deadline, Structure structure, int workMemMegabytes) {

    /** Whether amcheck is planned, which creates the extension where it is missing. */
    public enum Structure {
        OFF,
        AMCHECK
    }

    public VerifySettings {
        if (connections < 1 || workMemMegabytes < 1) {
            throw new IllegalArgumentException("at least one connection and one megabyte");
        }
    }

    /** So many connections, amcheck, and the given time. */
    public static VerifySettings within(int connections, Duration time) {
        return new VerifySettings(connections, Instant.now().plus(time), Structure.AMCHECK, 64);
    }
}
