package dev.muster.restore.archive;

/**
 * One token of SQL.
 *
 * @param text a word in lower case, a quoted name or a string without its quotes, else as written
 */
record Token(Kind kind, String text) {
    enum Kind {
        WORD,
        QUOTED,
        STRING,
        NUMBER,
        SYMBOL
    }

    boolean is(String wordOrSymbol) {
        return (kind == Kind.WORD || kind == Kind.SYMBOL) && text.equals(wordOrSymbol);
    }

    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED;
    }
}
