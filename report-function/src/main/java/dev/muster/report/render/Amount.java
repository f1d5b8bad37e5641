package dev.muster.report.render;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes numbers as people read them: counts, bytes, rates, durations and times, with units. */
public final class Amount {
    private static final String[] BYTES = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private Amount() {}

    /** For example {@code 1,204,331}. */
    public static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    /** For example {@code 1 table} and {@code 41 tables}. */
    public static String count(long n, String one, String many) {
        return count(n) + " " + (n == 1 ? one : many);
    }

    /** In powers of ten, as disks and stores are sold: {@code 475 MB}. */
    public static String bytes(long bytes) {
        double value = Math.max(0, bytes);
        int unit = 0;
        while (value >= 999.5 && unit < BYTES.length - 1) {
            value /= 1000;
            unit++;
        }
        return (unit == 0 ? count((long) value) : threeDigits(value)) + " " + BYTES[unit];
    }

    /** For example {@code 49.5 MB/s}; {@code seconds} must be more than 0. */
    public static String rate(long bytes, double seconds) {
        return bytes((long) (bytes / seconds)) + "/s";
    }

    /** Two units at most: {@code 0.25 s}, {@code 12 s}, {@code 4 min 12 s}, {@code 2 d 3 h}. */
    public static String duration(double seconds) {
        if (seconds < 0) {
            return "-" + duration(-seconds);
        }
        if (seconds < 9.95) {
            return threeDigits(Math.round(seconds * 100) / 100.0) + " s";
        }
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        Duration d = Duration.ofSeconds(whole);
        if (whole < 3600) {
            return two(d.toMinutes(), "min", d.toSecondsPart(), "s");
        }
        if (whole < 86_400) {
            return two(d.toHours(), "h", d.toMinutesPart(), "min");
        }
        return two(d.toDays(), "d", d.toHoursPart(), "h");
    }

    /** For example {@code 2026-03-01 03:00 UTC}. */
    public static String minute(Instant time) {
        return MINUTE.format(time) + " UTC";
    }

    /** For example {@code 2026-03-01 03:00:12 UTC}. */
    public static String second(Instant time) {
        return SECOND.format(time) + " UTC";
    }

    /** For example {@code 93 %}; what is not all never reads as 100 %, nor what is some as 0 %. */
    public static String percent(double share) {
        long rounded = Math.round(share * 100);
        if (rounded >= 100 && share < 1) {
            return "99 %";
        }
        return rounded <= 0 && share > 0 ? "1 %" : rounded + " %";
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        String first = large + " " + largeUnit;
        return small == 0 ? first : first + " " + small + " " + smallUnit;
    }

    private static String threeDigits(double value) {
        String pattern = value < 9.995 ? "%.2f" : value < 99.95 ? "%.1f" : "%.0f";
        String number = String.format(Locale.ROOT, pattern, value);
        return number.contains(".") ? number.replaceAll("\\.?0+$", "") : number;
    }
}
