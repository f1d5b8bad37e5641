package dev.muster.contract.plan;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The timestamp in a key, in the pattern letters of {@link DateTimeFormatter}, or {@code epoch} and
 * {@code epochMillis} for numbers since 1970.
 */
final class KeyTimestamp {
    private static final String HINT =
            "use java.time's letters, as in yyyyMMdd'T'HHmmss, yyyy-MM-dd, or epoch";

    /**
     * What a timestamp says: the backup was made at {@code from} or later, before {@code until}.
     */
    record Read(Instant from, Instant until) {}

    private final @Nullable DateTimeFormatter formatter;
    private final boolean millis;
    private final ZoneId zone;
    private final String regex;

    private KeyTimestamp(
            @Nullable DateTimeFormatter formatter, boolean millis, ZoneId zone, String regex) {
        this.formatter = formatter;
        this.millis = millis;
        this.zone = zone;
        this.regex = regex;
    }

    static KeyTimestamp of(String pattern, ZoneId zone) {
        if (pattern.equals("epoch") || pattern.equals("epochMillis")) {
            boolean millis = pattern.equals("epochMillis");
            return new KeyTimestamp(null, millis, zone, millis ? "\\d{11,14}" : "\\d{9,11}");
        }
        try {
            DateTimeFormatter formatter =
                    new DateTimeFormatterBuilder()
                            .parseCaseInsensitive()
                            .appendPattern(pattern)
                            .toFormatter(Locale.ENGLISH)
                            .withChronology(IsoChronology.INSTANCE)
                            .withResolverStyle(ResolverStyle.SMART);
            KeyTimestamp timestamp =
                    new KeyTimestamp(formatter, false, zone, TimestampRegex.of(pattern));
            timestamp.refuseUseless(pattern);
            return timestamp;
        } catch (InvalidOption e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw KeyPattern.invalid(
                    "\"" + pattern + "\" is no timestamp: " + e.getMessage(), HINT);
        }
    }

    /** What a key may hold in its place, without capturing groups. */
    String regex() {
        return regex;
    }

    /** Empty where the text has the form but is no time, as 20261399. */
    Optional<Read> read(String text) {
        try {
            if (formatter == null) {
                long number = Long.parseLong(text);
                Instant at = millis ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number);
                return Optional.of(new Read(at, at));
            }
            return Optional.of(read(formatter.parse(text)));
        } catch (DateTimeException | ArithmeticException _) {
            return Optional.empty();
        }
    }

    private Read read(TemporalAccessor parsed) {
        if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
            Instant at = Instant.from(parsed);
            return new Read(at, at);
        }
        ZoneId own = parsed.query(TemporalQueries.zone());
        ZoneId in = own != null ? own : zone;
        LocalDate day = parsed.query(TemporalQueries.localDate());
        if (day == null) {
            YearMonth month = YearMonth.from(parsed);
            return span(month.atDay(1), month.plusMonths(1).atDay(1), in);
        }
        if (parsed.query(TemporalQueries.localTime()) == null) {
            return span(day, day.plusDays(1), in);
        }
        Instant at = ZonedDateTime.of(LocalDateTime.from(parsed), in).toInstant();
        return new Read(at, at);
    }

    private static Read span(LocalDate from, LocalDate until, ZoneId zone) {
        return new Read(from.atStartOfDay(zone).toInstant(), until.atStartOfDay(zone).toInstant());
    }

    /** A pattern that cannot tell a time is refused before it makes every key a stranger. */
    private void refuseUseless(String pattern) {
        ZonedDateTime sample = ZonedDateTime.of(2001, 11, 23, 14, 15, 16, 0, zone);
        if (formatter == null) {
            return;
        }
        String written = formatter.format(sample);
        if (read(written).isEmpty() || !Pattern.matches(regex, written)) {
            throw KeyPattern.invalid(
                    "\"" + pattern + "\" does not tell a day: it lacks a year, a month or a day",
                    pattern.contains("YYYY") ? "write yyyy: YYYY is the year of weeks" : HINT);
        }
    }
}
