package dev.muster.contract.plan;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a rule's answer is held against, as people write it: {@code = 0}, {@code > 1000}, {@code
 * between 10 and 20}, {@code true}.
 *
 * @param text as written
 * @param low what the number is compared with, or the lower end; null for a truth value
 * @param high the upper end, included; null but for {@link Relation#BETWEEN}
 */
public record Comparison(
        String text, Relation relation, @Nullable BigDecimal low, @Nullable BigDecimal high) {

    /** How the answer must stand to the number; or which truth value it must be. */
    public enum Relation {
        EQUAL,
        NOT_EQUAL,
        LESS,
        AT_MOST,
        GREATER,
        AT_LEAST,
        BETWEEN,
        TRUE,
        FALSE
    }

    private static final String HINT =
            "write a comparison with a number, as in '= 0', '> 1000' or 'between 10 and 20', or"
                    + " true or false";
    private static final String NUMBER = "([+-]?(?:\\d{1,40}(?:\\.\\d{0,40})?|\\.\\d{1,40}))";
    private static final Pattern SINGLE =
            Pattern.compile("(=|==|!=|<>|<|<=|>|>=|≠|≤|≥)?\\s*" + NUMBER);
    private static final Pattern RANGE =
            Pattern.compile("between\\s+" + NUMBER + "\\s+and\\s+" + NUMBER);

    /**
     * Reads what a person wrote.
     *
     * @throws InvalidOption where it is no comparison
     */
    public static Comparison parse(String text) {
        String plain = text.strip().toLowerCase(Locale.ROOT);
        String unequal = plain.replaceFirst("^=\\s*(?=true$|false$)", "");
        if (unequal.equals("true") || unequal.equals("false")) {
            return new Comparison(
                    plain, unequal.equals("true") ? Relation.TRUE : Relation.FALSE, null, null);
        }
        Matcher single = SINGLE.matcher(plain);
        if (single.matches()) {
            return new Comparison(
                    plain, relation(single.group(1)), new BigDecimal(single.group(2)), null);
        }
        Matcher range = RANGE.matcher(plain);
        if (!range.matches()) {
            throw new InvalidOption("\"" + text + "\" is no comparison", HINT);
        }
        BigDecimal low = new BigDecimal(range.group(1));
        BigDecimal high = new BigDecimal(range.group(2));
        if (low.compareTo(high) > 0) {
            throw new InvalidOption(
                    "nothing is between " + low.toPlainString() + " and " + high.toPlainString(),
                    "write the smaller number first");
        }
        return new Comparison(plain, Relation.BETWEEN, low, high);
    }

    private static Relation relation(@Nullable String sign) {
        return switch (sign) {
            case null -> Relation.EQUAL;
            case "=", "==" -> Relation.EQUAL;
            case "!=", "<>", "≠" -> Relation.NOT_EQUAL;
            case "<" -> Relation.LESS;
            case "<=", "≤" -> Relation.AT_MOST;
            case ">" -> Relation.GREATER;
            default -> Relation.AT_LEAST;
        };
    }

    /** Whether the answer must be a truth value; else it must be a number. */
    public boolean isAboutTruth() {
        return relation == Relation.TRUE || relation == Relation.FALSE;
    }

    /** Whether a truth value is the one that is asked for. */
    public boolean holds(boolean answer) {
        return isAboutTruth() && answer == (relation == Relation.TRUE);
    }

    /** Whether a number stands as it should. */
    public boolean holds(BigDecimal answer) {
        BigDecimal first = low;
        if (first == null) {
            return false;
        }
        int order = answer.compareTo(first);
        return switch (relation) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case AT_MOST -> order <= 0;
            case GREATER -> order > 0;
            case AT_LEAST -> order >= 0;
            case BETWEEN -> order >= 0 && high != null && answer.compareTo(high) <= 0;
            case TRUE, FALSE -> false;
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
