package dev.muster.restore;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How busy the machine's processors were between two moments, by Linux's {@code /proc/stat} (see
 * proc(5)); other systems do not tell.
 */
final class ProcessorTime {
    private static final Path STAT = Path.of("/proc/stat");
    private static final int IDLE = 4;
    private static final int IO_WAIT = 5;

    private final long idle;
    private final long total;

    private ProcessorTime(long idle, long total) {
        this.idle = idle;
        this.total = total;
    }

    /** The counters now, or null where the system does not tell. */
    static @Nullable ProcessorTime now() {
        try {
            String text = Files.readString(STAT, StandardCharsets.US_ASCII);
            return of(text.lines().findFirst().orElse(""));
        } catch (IOException e) {
            return null;
        }
    }

    /** Reads the line {@code cpu user nice system idle iowait irq softirq steal …}, in ticks. */
    static @Nullable ProcessorTime of(String line) {
        String[] parts = line.strip().split("\\s+", -1);
        if (!parts[0].equals("cpu") || parts.length <= IO_WAIT) {
            return null;
        }
        long total = 0;
        // Guest time (after steal) is already part of user time.
        for (int i = 1; i < Math.min(parts.length, 9); i++) {
            total += Long.parseLong(parts[i]);
        }
        return new ProcessorTime(
                Long.parseLong(parts[IDLE]) + Long.parseLong(parts[IO_WAIT]), total);
    }

    /** The busy share since an earlier moment, 0 to 1, or null for a time too short to tell. */
    @Nullable Double busySince(@Nullable ProcessorTime earlier) {
        if (earlier == null || total <= earlier.total) {
            return null;
        }
        double share = 1.0 - (double) (idle - earlier.idle) / (total - earlier.total);
        return Math.round(Math.clamp(share, 0.0, 1.0) * 1000) / 1000.0;
    }
}
