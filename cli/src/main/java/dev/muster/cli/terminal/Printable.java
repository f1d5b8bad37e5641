package dev.muster.cli.terminal;

/**
 * Makes text safe to print. Names come out of backups, and a name may hold escape sequences that
 * would take over the terminal.
 */
final class Printable {
    private Printable() {}

    /** The text with every control and direction character replaced; line breaks stay. */
    static String of(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> safe.appendCodePoint(c == '\n' || isHarmless(c) ? c : '\ufffd'));
        return safe.toString();
    }

    private static boolean isHarmless(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR -> false;
            case Character.PARAGRAPH_SEPARATOR -> false;
            case Character.FORMAT -> codePoint == 0x200d || codePoint == 0xad;
            default -> true;
        };
    }

    /** The nearest plain ASCII, for a terminal that shows nothing else. */
    static String ascii(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> {
                    switch (c) {
                        case '…' -> plain.append("...");
                        case '–', '—', '─', '━', '·' -> plain.append('-');
                        case '→' -> plain.append("->");
                        case '×' -> plain.append('x');
                        case '✓' -> plain.append("ok");
                        case '✗' -> plain.append('x');
                        case '“', '”' -> plain.append('"');
                        case '‘', '’' -> plain.append('\'');
                        default -> plain.appendCodePoint(c < 0x80 ? c : '?');
                    }
                });
        return plain.toString();
    }
}
