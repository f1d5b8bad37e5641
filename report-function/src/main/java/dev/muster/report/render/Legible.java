package dev.muster.report.render;

/**
 * Makes text from a backup safe to look at: what is invisible, steers a terminal or turns the
 * direction of reading is spelled out, and what is endless is cut with a stated length.
 */
public final class Legible {
    /** Names of PostgreSQL have at most 63 bytes; messages of Muster stay well below this. */
    static final int LONGEST = 600;

    private Legible() {}

    /** The text on one line, with nothing hidden in it. */
    public static String text(String untrusted) {
        StringBuilder legible = new StringBuilder(untrusted.length());
        int[] codePoints = untrusted.codePoints().toArray();
        int shown = Math.min(codePoints.length, LONGEST);
        for (int i = 0; i < shown; i++) {
            append(legible, codePoints[i]);
        }
        if (shown < codePoints.length) {
            legible.append("… (").append(Amount.count(codePoints.length)).append(" characters)");
        }
        return legible.toString();
    }

    private static void append(StringBuilder legible, int c) {
        if (c == '\n' || c == '\r' || c == '\t') {
            legible.append(' ');
        } else if (isHidden(c)) {
            legible.append("⟨U+%04X⟩".formatted(c));
        } else {
            legible.appendCodePoint(c);
        }
    }

    private static boolean isHidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED ->
                    true;
            default -> false;
        };
    }
}
