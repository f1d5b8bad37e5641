package dev.muster.restore.archive;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits SQL of a known, bounded length into tokens; comments and blanks are dropped, and what lies
 * in quotes is one token, so that a function's body is never mistaken for a statement.
 */
final class Tokens {
    private final String sql;
    private final boolean standardStrings;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Tokens(String sql, boolean standardStrings) {
        this.sql = sql;
        this.standardStrings = standardStrings;
    }

    static List<Token> of(String sql, boolean standardStrings) {
        Tokens tokens = new Tokens(sql, standardStrings);
        tokens.split();
        return tokens.tokens;
    }

    /** The same, one list per statement, without the semicolons; empty statements are dropped. */
    static List<List<Token>> statements(String sql, boolean standardStrings) {
        List<List<Token>> statements = new ArrayList<>();
        List<Token> all = of(sql, standardStrings);
        int from = 0;
        int depth = 0;
        int blocks = 0;
        for (int i = 0; i < all.size(); i++) {
            Token token = all.get(i);
            if (token.is("(")) {
                depth++;
            } else if (token.is(")")) {
                depth--;
            } else if (token.is("atomic") && i > from && all.get(i - 1).is("begin")) {
                blocks++;
            } else if (blocks > 0 && token.is("case")) {
                blocks++;
            } else if (blocks > 0 && token.is("end")) {
                blocks--;
            } else if (token.is(";") && depth <= 0 && blocks == 0) {
                if (i > from) {
                    statements.add(all.subList(from, i));
                }
                from = i + 1;
                depth = 0;
            }
        }
        if (from < all.size()) {
            statements.add(all.subList(from, all.size()));
        }
        return statements;
    }

    private void split() {
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (c <= ' ') {
                at++;
            } else if (c == '-' && next() == '-') {
                skipTo("\n");
            } else if (c == '/' && next() == '*') {
                blockComment();
            } else if (c == '\'') {
                string(!standardStrings);
            } else if (c == '"') {
                quoted();
            } else if (isWordStart(c)) {
                word();
            } else if (c >= '0' && c <= '9') {
                number();
            } else if (c != '$' || !dollar()) {
                tokens.add(new Token(Token.Kind.SYMBOL, String.valueOf(c)));
                at++;
            }
        }
    }

    private char next() {
        return at + 1 < sql.length() ? sql.charAt(at + 1) : 0;
    }

    private void skipTo(String end) {
        int found = sql.indexOf(end, at);
        at = found < 0 ? sql.length() : found + end.length();
    }

    private void blockComment() {
        int depth = 0;
        do {
            if (sql.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (sql.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0 && at < sql.length());
    }

    private void string(boolean backslashes) {
        StringBuilder text = new StringBuilder();
        int i = at + 1;
        for (; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (c == '\'') {
                if (i + 1 < sql.length() && sql.charAt(i + 1) == '\'') {
                    i++;
                } else {
                    break;
                }
            } else if (c == '\\' && backslashes && i + 1 < sql.length()) {
                c = sql.charAt(++i);
            }
            text.append(c);
        }
        at = i + 1;
        tokens.add(new Token(Token.Kind.STRING, text.toString()));
    }

    private void quoted() {
        StringBuilder text = new StringBuilder();
        int i = at + 1;
        for (; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (c == '"') {
                if (i + 1 < sql.length() && sql.charAt(i + 1) == '"') {
                    i++;
                } else {
                    break;
                }
            }
            text.append(c);
        }
        at = i + 1;
        tokens.add(new Token(Token.Kind.QUOTED, text.toString()));
    }

    private boolean dollar() {
        int i = at + 1;
        while (i < sql.length() && isWordPart(sql.charAt(i)) && sql.charAt(i) != '$') {
            i++;
        }
        boolean opens =
                i < sql.length()
                        && sql.charAt(i) == '$'
                        && !(sql.charAt(at + 1) >= '0' && sql.charAt(at + 1) <= '9');
        if (!opens) {
            return false;
        }
        String tag = sql.substring(at, i + 1);
        int end = sql.indexOf(tag, i + 1);
        int to = end < 0 ? sql.length() : end;
        tokens.add(new Token(Token.Kind.STRING, sql.substring(i + 1, to)));
        at = end < 0 ? to : end + tag.length();
        return true;
    }

    private void word() {
        int from = at;
        while (at < sql.length() && isWordPart(sql.charAt(at))) {
            at++;
        }
        String word = sql.substring(from, at);
        if (at < sql.length() && sql.charAt(at) == '\'') {
            switch (word) {
                case "E", "e" -> {
                    string(true);
                    return;
                }
                case "N", "n", "B", "b", "X", "x" -> {
                    string(false);
                    return;
                }
                default -> {}
            }
        }
        tokens.add(new Token(Token.Kind.WORD, lower(word)));
    }

    /** PostgreSQL folds only these letters in a database of several bytes per character. */
    private static String lower(String word) {
        StringBuilder lower = new StringBuilder(word);
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                lower.setCharAt(i, (char) (c + 32));
            }
        }
        return lower.toString();
    }

    private void number() {
        int from = at;
        while (at < sql.length() && (isWordPart(sql.charAt(at)) || sql.charAt(at) == '.')) {
            at++;
        }
        tokens.add(new Token(Token.Kind.NUMBER, sql.substring(from, at)));
    }

    private static boolean isWordStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    }

    private static boolean isWordPart(char c) {
        return isWordStart(c) || (c >= '0' && c <= '9') || c == '$';
    }
}
