package dev.muster.restore.archive;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks the tokens of one statement. */
final class TokenCursor {
    private static final Token END = new Token(Token.Kind.SYMBOL, "");

    private final List<Token> tokens;
    private int at;

    TokenCursor(List<Token> tokens) {
        this.tokens = tokens;
    }

    boolean atEnd() {
        return at >= tokens.size();
    }

    Token peek() {
        return at < tokens.size() ? tokens.get(at) : END;
    }

    Token next() {
        Token token = peek();
        at++;
        return token;
    }

    /** Steps over the words if all of them come next, in this order. */
    boolean accept(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (at + i >= tokens.size() || !tokens.get(at + i).is(words[i])) {
                return false;
            }
        }
        at += words.length;
        return true;
    }

    /** Steps over any of the words, as often as they come. */
    void skipAny(String... words) {
        boolean moved = true;
        while (moved) {
            moved = false;
            for (String word : words) {
                moved |= accept(word);
            }
        }
    }

    /** Steps to the first of the words that is not within parentheses; says whether one came. */
    boolean seek(String... words) {
        int depth = 0;
        while (!atEnd()) {
            Token token = peek();
            if (token.is("(")) {
                depth++;
            } else if (token.is(")")) {
                depth--;
            } else if (depth == 0) {
                for (String word : words) {
                    if (token.is(word)) {
                        return true;
                    }
                }
            }
            at++;
        }
        return false;
    }

    /** A name of up to three parts, or null where none comes next. */
    @Nullable QualifiedName name() {
        if (!peek().isName()) {
            return null;
        }
        String schema = null;
        String name = next().text();
        while (peek().is(".") && at + 1 < tokens.size() && tokens.get(at + 1).isName()) {
            at++;
            schema = name;
            name = next().text();
        }
        return new QualifiedName(schema, name);
    }
}
