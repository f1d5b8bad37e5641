package dev.muster.contract.plan;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of bytes as people write it: {@code 20GiB}, {@code 500MB}, {@code 1T}. Without an
 * {@code i}, a unit with {@code B} counts in thousands; without {@code B}, in 1024.
 *
 * @param text as written
 */
public record DataSize(String text, long bytes) {
    private static final String HINT = "write a number and a unit, as in 512MiB, 20GiB or 1TiB";
    private static final Pattern FORM =
            Pattern.compile("(\\d{1,12})(\\.\\d{1,6})?\\s*([kmgt]?)(i?)(b?)");
    private static final Map<String, Integer> POWERS =
            Map.of("", 0, "k", 1, "m", 2, "g", 3, "t", 4);

    public DataSize {
        if (bytes <= 0) {
            throw new InvalidOption("\"" + text + "\" is no room at all", HINT);
        }
    }

    /**
     * Reads what a person wrote.
     *
     * @throws InvalidOption where it is no amount of bytes
     */
    public static DataSize parse(String text) {
        Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!form.matches() || (form.group(3).isEmpty() && !form.group(4).isEmpty())) {
            throw new InvalidOption("\"" + text + "\" is no amount of bytes", HINT);
        }
        boolean thousands = form.group(4).isEmpty() && !form.group(5).isEmpty();
        String fraction = form.group(2) == null ? "" : form.group(2);
        double unit = Math.pow(thousands ? 1000 : 1024, POWERS.getOrDefault(form.group(3), 0));
        double bytes = Double.parseDouble(form.group(1) + fraction) * unit;
        if (bytes > 0x1p60) {
            throw new InvalidOption("\"" + text + "\" is more than there is", HINT);
        }
        return new DataSize(text.strip(), (long) bytes);
    }

    @Override
    public String toString() {
        return text;
    }
}
