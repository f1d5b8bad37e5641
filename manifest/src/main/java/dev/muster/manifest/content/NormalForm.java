package dev.muster.manifest.content;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An expression or definition as PostgreSQL writes it, without what a dump and a restore may change
 * in it though it means the same: blanks, brackets, casts, and quotes that a name does not need.
 * What is left are names, operators and literals in their order.
 */
final class NormalForm {
    private static final char SEPARATOR = '\u001f';

    /** The second and later words of types' names. */
    private static final Set<String> MORE_OF_A_TYPE =
            Set.of("varying", "precision", "with", "without", "time", "zone");

    private final String text;
    private final List<String> tokens = new ArrayList<>();
    private int at;

    private NormalForm(String text) {
        this.text = text;
    }

    static String of(String text) {
        return joined(tokens(text));
    }

    /**
     * The same without what stands before a name's last dot: from 16 on PostgreSQL names columns
     * without their table where there is but one.
     */
    static String withoutQualifiers(String text) {
        List<String> kept = new ArrayList<>();
        for (String token : tokens(text)) {
            if (token.equals(".") && !kept.isEmpty() && isName(kept.getLast())) {
                kept.removeLast();
            } else {
                kept.add(token);
            }
        }
        return joined(kept);
    }

    private static boolean isName(String token) {
        char first = token.charAt(0);
        return first == '"' || first == '_' || Character.isLetter(first);
    }

    private static List<String> tokens(String text) {
        NormalForm form = new NormalForm(text);
        form.run();
        return form.tokens;
    }

    private static String joined(List<String> tokens) {
        StringBuilder out = new StringBuilder();
        tokens.forEach(token -> out.append(token).append(SEPARATOR));
        return out.toString();
    }

    private void run() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c) || "()[];".indexOf(c) >= 0) {
                at++;
            } else if (text.startsWith("::", at)) {
                at += 2;
                skipType();
            } else if (c == '\'') {
                keep(quoted('\''));
            } else if (c == '"') {
                keep(bare(quoted('"')));
            } else if (isWord(c)) {
                String word = word();
                if (!word.equals("ARRAY")) {
                    keep(word);
                }
            } else {
                keep(String.valueOf(c));
                at++;
            }
        }
    }

    private void keep(String token) {
        tokens.add(token);
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$';
    }

    private String word() {
        int from = at;
        while (at < text.length() && isWord(text.charAt(at))) {
            at++;
        }
        return text.substring(from, at);
    }

    /**
     * To the closing quote, doubled ones inside; also where a backslash stands before one in E''.
     */
    private String quoted(char quote) {
        boolean escapes = quote == '\'' && at > 0 && text.charAt(at - 1) == 'E';
        int from = at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (escapes && c == '\\') {
                at++;
            } else if (c == quote) {
                if (at < text.length() && text.charAt(at) == quote) {
                    at++;
                } else {
                    break;
                }
            }
        }
        at = Math.min(at, text.length());
        return text.substring(from, at);
    }

    /** Which words need quotes differs between majors. */
    private static String bare(String quoted) {
        String inner = quoted.substring(1, Math.max(1, quoted.length() - 1));
        return inner.matches("[a-z_][a-z0-9_$]*") ? inner : quoted;
    }

    /** A type's name after a cast: words, a schema before a dot, a length and brackets behind. */
    private void skipType() {
        skipName();
        while (at < text.length()) {
            skipBlanks();
            int before = at;
            if (at < text.length() && text.charAt(at) == '(' && isLength()) {
                at = text.indexOf(')', at) + 1;
            } else if (text.startsWith("[]", at)) {
                at += 2;
            } else if (at < text.length() && text.charAt(at) == '.') {
                at++;
                skipName();
            } else if (at < text.length() && isWord(text.charAt(at))) {
                if (!MORE_OF_A_TYPE.contains(word())) {
                    at = before;
                    return;
                }
            } else {
                at = before;
                return;
            }
        }
    }

    private void skipName() {
        skipBlanks();
        if (at < text.length() && text.charAt(at) == '"') {
            quoted('"');
        } else {
            word();
        }
    }

    private boolean isLength() {
        int end = text.indexOf(')', at);
        return end > at + 1 && text.substring(at + 1, end).matches("[0-9, -]+");
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }
}
