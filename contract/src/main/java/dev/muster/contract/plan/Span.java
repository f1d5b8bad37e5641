package dev.muster.contract.plan;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A length of time as people write it: {@code 90s}, {@code 90m}, {@code 4h}, {@code 7d}, {@code
 * 2w}, {@code 1h30m}. Always longer than nothing.
 *
 * @param text as written
 */
public record Span(String text, Duration duration) {
    private static final String HINT =
            "write a number and a unit: s, m (minutes), h, d or w, as in 90m, 4h or 7d";
    private static final Pattern WHOLE = Pattern.compile("(?:\\d{1,9}[smhdw])+");
    private static final Pattern PART = Pattern.compile("(\\d+)([smhdw])");

    public Span {
        if (duration.isNegative() || duration.isZero()) {
            throw new InvalidOption("\"" + text + "\" is no time at all", HINT);
        }
    }

    /**
     * Reads what a person wrote.
     *
     * @throws InvalidOption where it is no length of time
     */
    public static Span parse(String text) {
        String compact = text.strip().toLowerCase(Locale.ROOT);
        if (!WHOLE.matcher(compact).matches()) {
            throw new InvalidOption("\"" + text + "\" is no length of time", HINT);
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(compact);
        while (part.find()) {
            sum = sum.plus(length(Long.parseLong(part.group(1)), part.group(2)));
        }
        return new Span(compact, sum);
    }

    private static Duration length(long number, String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> Duration.ofDays(Math.multiplyExact(7L, number));
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
