package dev.muster.cli.terminal;

import dev.muster.contract.Progress.Unit;
import java.util.Locale;

/** Writes numbers as a person reads them. */
public final class Quantities {
    private static final String[] SIZES = {"kB", "MB", "GB", "TB", "PB"};

    private Quantities() {}

    /** Bytes in decimal units, for example {@code 471.0 MB}. */
    public static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double value = bytes;
        int size = -1;
        while (value >= 999.95 && size < SIZES.length - 1) {
            value /= 1000;
            size++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, SIZES[size]);
    }

    /**
     * A time span, for example {@code 0.4 s}, {@code 42 s}, {@code 3 min 5 s}, {@code 2 h 4 min}.
     */
    public static String seconds(double seconds) {
        if (seconds < 9.95) {
            return String.format(Locale.ROOT, "%.1f s", Math.max(0, seconds));
        }
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        if (whole < 3600) {
            return whole / 60 + " min " + whole % 60 + " s";
        }
        return whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }

    /** A count with its groups set apart, for example {@code 1,234,567}. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** A number of something, for example {@code 1,204 entries}. */
    public static String amount(long number, Unit unit) {
        return switch (unit) {
            case BYTES -> bytes(number);
            case ENTRIES -> count(number) + (number == 1 ? " entry" : " entries");
            case OBJECTS -> count(number) + (number == 1 ? " object" : " objects");
        };
    }
}
