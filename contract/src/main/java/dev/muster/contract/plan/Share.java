package dev.muster.contract.plan;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a whole as people write it: {@code 10%}, {@code 0.5%}; or {@code any}.
 *
 * @param text as written
 * @param percent 0 to 100, as exact as it is written
 * @param any whether even the whole is allowed, and its absence
 */
public record Share(String text, BigDecimal percent, boolean any) {
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,6})?)\\s*%");
    private static final BigDecimal WHOLE = BigDecimal.valueOf(100);

    /**
     * Reads what a person wrote.
     *
     * @throws InvalidOption where it is no share
     */
    public static Share parse(String text) {
        String plain = text.strip().toLowerCase(Locale.ROOT);
        if (plain.equals("any")) {
            return new Share(plain, WHOLE, true);
        }
        Matcher percent = PERCENT.matcher(plain);
        if (!percent.matches() || new BigDecimal(percent.group(1)).compareTo(WHOLE) > 0) {
            throw new InvalidOption(
                    "\"" + text + "\" is no share of the rows",
                    "write a percentage from 0% to 100%, as in 10%, or any");
        }
        return new Share(plain, new BigDecimal(percent.group(1)), false);
    }

    /** Whether so much of a whole is no more than this. */
    public boolean allows(long some, long whole) {
        BigDecimal limit = percent.multiply(BigDecimal.valueOf(whole));
        return any || WHOLE.multiply(BigDecimal.valueOf(some)).compareTo(limit) <= 0;
    }

    /** The same from 0 to 1, for what is no more than an estimate. */
    public double part() {
        return percent.doubleValue() / 100;
    }

    @Override
    public String toString() {
        return text;
    }
}
