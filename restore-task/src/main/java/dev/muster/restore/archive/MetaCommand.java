package dev.muster.restore.archive;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A backslash command of psql as it stands in a script.
 *
 * @param word the command without its backslash
 * @param arguments the rest of its line
 */
record MetaCommand(String word, String arguments) {
    private static final Set<String> HARMLESS =
            Set.of(
                    "restrict",
                    "unrestrict",
                    "echo",
                    "qecho",
                    "warn",
                    "timing",
                    "encoding",
                    "set",
                    "unset",
                    "pset");

    /** From the text that begins with the backslash. */
    static MetaCommand of(String line) {
        String text = line.strip();
        int end = 1;
        while (end < text.length() && text.charAt(end) > ' ') {
            end++;
        }
        return new MetaCommand(
                text.substring(Math.min(1, text.length()), Math.min(end, text.length())),
                text.substring(Math.min(end, text.length())).strip());
    }

    /** Whether it may be left out in silence: no such command reaches a program or a file. */
    boolean isHarmless() {
        return HARMLESS.contains(word) && !arguments.contains("`");
    }

    boolean isConnect() {
        return word.equals("connect") || word.equals("c");
    }

    /** Its name for a message, without anything that follows it. */
    String shortWord() {
        return word.length() > 20 ? word.substring(0, 20) : word;
    }

    /** The database of a \connect, as pg_dumpall writes it; null where it names none. */
    @Nullable String database() {
        String rest = arguments;
        if (rest.startsWith("-reuse-previous")) {
            int blank = rest.indexOf(' ');
            rest = blank < 0 ? "" : rest.substring(blank + 1).strip();
        }
        List<Token> tokens = Tokens.of(rest, true);
        if (tokens.isEmpty() || !tokens.getFirst().isName()) {
            return null;
        }
        String name = rest.startsWith("\"") ? tokens.getFirst().text() : rest.split("\\s", 2)[0];
        return name.startsWith("dbname=") ? value(name.substring(7)) : name;
    }

    /** A value of a connection string: quoted with ', where \ escapes. */
    private static String value(String text) {
        if (!text.startsWith("'")) {
            return text;
        }
        StringBuilder value = new StringBuilder();
        for (int i = 1; i < text.length() && text.charAt(i) != '\''; i++) {
            if (text.charAt(i) == '\\' && i + 1 < text.length()) {
                i++;
            }
            value.append(text.charAt(i));
        }
        return value.toString();
    }
}
