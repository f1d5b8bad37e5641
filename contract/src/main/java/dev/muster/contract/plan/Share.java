package dev.muster.contract.plan;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a whole as people write it: {@code 10%}, {@code 0.5%}; or {@code any}.
 *
 * @param text as written
 * @param part 0 to 1
 * @param any whether even the whole is allowed, and its absence
 */
public record Share(String text, double part, boolean any) {
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
            return new Share(plain, 1, true);
        }
        Matcher percent = PERCENT.matcher(plain);
        if (!percent.matches() || new BigDecimal(percent.group(1)).compareTo(WHOLE) > 0) {
            throw new InvalidOption(
                    "\"" + text + "\" is no share of the rows",
                    "write a percentage from 0% to 100%, as in 10%, or any");
        }
        return new Share(plain, Double.parseDouble(percent.group(1)) / 100, false);
    }

    @Override
    public String toString() {
        return text;
    }
}
