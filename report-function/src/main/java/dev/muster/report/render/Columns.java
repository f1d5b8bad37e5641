package dev.muster.report.render;

import java.util.ArrayList;
import java.util.List;

/** Lays text out in columns of a terminal or a plain email, by the width that characters take. */
public final class Columns {
    /** Blocks of Unicode whose characters take two columns, first and last. */
    private static final int[][] WIDE = {
        {0x1100, 0x115F},
        {0x2E80, 0xA4CF},
        {0xA960, 0xA97C},
        {0xAC00, 0xD7A3},
        {0xF900, 0xFAFF},
        {0xFE30, 0xFE6F},
        {0xFF00, 0xFF60},
        {0xFFE0, 0xFFE6},
        {0x1F000, 0x1FBFF},
        {0x20000, 0x3FFFD},
    };

    private Columns() {}

    /** How many columns the text takes; East Asian characters and emoji take two. */
    public static int width(String text) {
        return text.codePoints().map(Columns::width).sum();
    }

    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        for (int[] range : WIDE) {
            if (range[0] <= c && c <= range[1]) {
                return 2;
            }
        }
        return 1;
    }

    /** Breaks the text between words, and within a word that is longer than a line. */
    public static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        int used = 0;
        for (String word : text.strip().split(" +", -1)) {
            int length = width(word);
            if (used > 0 && used + 1 + length <= width) {
                line.append(' ').append(word);
                used += 1 + length;
                continue;
            }
            if (used > 0) {
                lines.add(line.toString());
                line.setLength(0);
                used = 0;
            }
            for (int c : word.codePoints().toArray()) {
                if (used + width(c) > width) {
                    lines.add(line.toString());
                    line.setLength(0);
                    used = 0;
                }
                line.appendCodePoint(c);
                used += width(c);
            }
        }
        if (used > 0 || lines.isEmpty()) {
            lines.add(line.toString());
        }
        return lines;
    }

    /** Fills up with spaces on the right. */
    public static String left(String text, int width) {
        return text + " ".repeat(Math.max(0, width - width(text)));
    }

    /** Fills up with spaces on the left. */
    public static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - width(text))) + text;
    }

    /** Cuts out the middle, where names differ least, so that the text takes no more than that. */
    public static String shorten(String text, int width) {
        if (width(text) <= width) {
            return text;
        }
        int[] c = text.codePoints().toArray();
        int tail = 0;
        int tailWidth = 0;
        while (tailWidth + width(c[c.length - 1 - tail]) <= width * 2 / 3) {
            tailWidth += width(c[c.length - 1 - tail]);
            tail++;
        }
        int head = 0;
        int headWidth = 0;
        while (headWidth + width(c[head]) <= width - 1 - tailWidth) {
            headWidth += width(c[head]);
            head++;
        }
        return new String(c, 0, head) + "…" + new String(c, c.length - tail, tail);
    }
}
