package dev.muster.restore.fetch;

import java.time.Duration;

/**
 * What a fetch may use.
 *
 * @param maxBytes the most that the unpacked archive may take on disk, in bytes
 * @param reserveBytes what must stay free on that disk, in bytes
 * @param timeout for all copies together
 */
public record FetchLimits(long maxBytes, long reserveBytes, Duration timeout) {
    private static final long RESERVE = 256L * 1024 * 1024;

    /** As much as the disk has, but for 256 MB, and a day. */
    public static FetchLimits usual() {
        return new FetchLimits(Long.MAX_VALUE, RESERVE, Duration.ofDays(1));
    }
}
