package dev.muster.restore.verify;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a user wrote of a statement, and what stands around it.
 *
 * @param before ends where the user's text begins
 */
record RuleText(String before, String written, String after) {
    private static final String PART = "(?:\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\p{N}_$]*)";
    private static final Pattern NAME = Pattern.compile(PART + "(?:\\s*\\.\\s*" + PART + ")*");

    String sql() {
        return before + written + after;
    }

    /** A place that the server names, counted from 1, as a person finds it in the written text. */
    String place(int position) {
        int index = index(position);
        if (position <= 0 || index < 0 || index > written.length()) {
            return "";
        }
        String until = written.substring(0, index);
        int line = 1 + (int) until.chars().filter(c -> c == '\n').count();
        int column = until.codePointCount(until.lastIndexOf('\n') + 1, until.length()) + 1;
        return written.strip().contains("\n")
                ? " at line %d, character %d".formatted(line, column)
                : " at character " + column;
    }

    /** The name that stands at a place, or null where none does. */
    @Nullable String nameAt(int position) {
        int index = index(position);
        if (position <= 0 || index < 0 || index >= written.length()) {
            return null;
        }
        Matcher name = NAME.matcher(written).region(index, written.length());
        return name.lookingAt() ? name.group().replaceAll("\\s*\\.\\s*", ".") : null;
    }

    /** The server counts characters, Java their UTF-16 units. */
    private int index(int position) {
        String sql = sql();
        int wanted = position - 1;
        return position <= 0 || wanted > sql.codePointCount(0, sql.length())
                ? -1
                : sql.offsetByCodePoints(0, wanted) - before.length();
    }
}
