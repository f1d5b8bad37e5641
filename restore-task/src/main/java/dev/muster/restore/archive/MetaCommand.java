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

    /** Every other command of psql 9 to 18: what stands in no dump. */
    private static final Set<String> OTHERS =
            Set.of(
                    "!",
                    "?",
                    "a",
                    "bind",
                    "bind_named",
                    "C",
                    "cd",
                    "close",
                    "close_prepared",
                    "conninfo",
                    "copy",
                    "copyright",
                    "crosstabview",
                    "d",
                    "e",
                    "edit",
                    "ef",
                    "elif",
                    "else",
                    "endif",
                    "endpipeline",
                    "errverbose",
                    "ev",
                    "f",
                    "flush",
                    "g",
                    "gdesc",
                    "getenv",
                    "getresults",
                    "gexec",
                    "gset",
                    "gx",
                    "h",
                    "help",
                    "html",
                    "H",
                    "i",
                    "if",
                    "include",
                    "include_relative",
                    "ir",
                    "l",
                    "list",
                    "lo_export",
                    "lo_import",
                    "lo_list",
                    "lo_unlink",
                    "o",
                    "out",
                    "p",
                    "parse",
                    "password",
                    "print",
                    "prompt",
                    "q",
                    "quit",
                    "r",
                    "reset",
                    "s",
                    "sendpipeline",
                    "setenv",
                    "sf",
                    "startpipeline",
                    "sv",
                    "syncpipeline",
                    "t",
                    "T",
                    "w",
                    "watch",
                    "write",
                    "x",
                    "z");

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

    /** Whether it ends the script. */
    boolean isQuit() {
        return (word.equals("q") || word.equals("quit")) && arguments.isEmpty();
    }

    /** Whether psql knows it; any other backslash is damage, and what follows it is data. */
    boolean isKnown() {
        return HARMLESS.contains(word) || OTHERS.contains(word) || isConnectWord();
    }

    /** Whether it connects to another database of the same server, as pg_dumpall writes it. */
    boolean isConnect() {
        return isConnectWord() && database() != null;
    }

    private boolean isConnectWord() {
        return word.equals("connect") || word.equals("c");
    }

    /** The database of a \connect, as pg_dumpall writes it; null where it names none. */
    @Nullable String database() {
        String given = withoutSemicolons(arguments);
        String rest = given;
        if (rest.startsWith("-reuse-previous")) {
            int blank = rest.indexOf(' ');
            rest = blank < 0 ? "" : rest.substring(blank + 1).strip();
        }
        boolean reuses = !rest.equals(given);
        List<Token> tokens = Tokens.of(rest, true);
        if (tokens.isEmpty() || !tokens.getFirst().isName()) {
            return null;
        }
        boolean quoted = rest.startsWith("\"");
        if (quoted ? tokens.size() != 1 : rest.contains(" ")) {
            return null;
        }
        String name = quoted ? tokens.getFirst().text() : rest;
        if (reuses && name.startsWith("dbname='")) {
            return value(name.substring(7));
        }
        return name.contains("=") || name.contains("://") ? null : name;
    }

    /** As psql takes them off: other tools write {@code \\connect "shop";}. */
    private static String withoutSemicolons(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == ';' || text.charAt(end - 1) == ' ')) {
            end--;
        }
        return text.substring(0, end);
    }

    /** A value of a connection string: quoted with ', where \ escapes. */
    private static String value(String text) {
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
