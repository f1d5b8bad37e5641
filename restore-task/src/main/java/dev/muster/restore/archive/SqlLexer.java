package dev.muster.restore.archive;

/**
 * Finds where statements, comments and psql's backslash commands end in a stream of SQL, by the
 * rules of psql's own lexer (psqlscan.l): quotes, E'' strings, dollar quotes, nested comments,
 * parentheses, and bodies between BEGIN ATOMIC and END. It keeps a bounded head of each statement
 * and counts the rows of INSERT as they pass, so that memory stays constant.
 */
final class SqlLexer {
    /** Why {@link #run} returned. */
    enum Event {
        /** All bytes were taken. */
        MORE,
        /** A statement ended with its semicolon. */
        STATEMENT,
        /** A line that is only a comment ended; not its line feed. */
        COMMENT,
        /**
         * The next byte is a backslash outside of quotes: psql reads a command of its own there.
         */
        META
    }

    private enum State {
        NORMAL,
        QUOTE,
        ESCAPING_QUOTE,
        ESCAPED,
        IDENTIFIER,
        DOLLAR_TAG,
        DOLLAR,
        LINE_COMMENT,
        BLOCK_COMMENT
    }

    private boolean standardStrings = true;
    private State state = State.NORMAL;
    private Event event = Event.MORE;
    private byte previous;
    private boolean startedBefore;

    private final StatementText text = new StatementText();
    private int parentheses;
    private int blockComments;
    private final DollarTag tag = new DollarTag();
    private final StatementWords words = new StatementWords();

    /** Whether a backslash in a plain string is only a backslash; psql follows the server here. */
    void standardStrings(boolean on) {
        standardStrings = on;
    }

    /** What has just ended, or what stands so far of it. */
    StatementText statement() {
        return text;
    }

    Event event() {
        return event;
    }

    /** Whether a statement has begun and not ended. */
    boolean isWithinStatement() {
        return text.isStarted() || state == State.BLOCK_COMMENT;
    }

    /** Whether the text so far cannot be a whole statement: a quote or parenthesis is open. */
    boolean isCut() {
        boolean open = state != State.NORMAL && state != State.LINE_COMMENT;
        return open || parentheses > 0 || words.isWithinBody();
    }

    /** Whether the statement so far begins with this word of at most eight letters. */
    boolean isFirstWord(String lowerCase) {
        return words.isFirst(lowerCase);
    }

    boolean isInsert() {
        return words.isInsert();
    }

    /** Rows of an INSERT so far. */
    long rows() {
        return words.rows();
    }

    /** Whether the rows can be told from the text: not from INSERT … SELECT. */
    boolean isCountable() {
        return words.hasValues();
    }

    /** Takes bytes until something ends; returns where it stopped. */
    int run(byte[] b, int from, int to) {
        if (event != Event.MORE) {
            reset();
        }
        int at = from;
        while (at < to) {
            byte c = b[at];
            switch (state) {
                case NORMAL -> {
                    if (c == '\\') {
                        words.end(parentheses);
                        event = Event.META;
                        return at;
                    }
                    at++;
                    normal(c);
                    if (event != Event.MORE) {
                        return at;
                    }
                }
                case QUOTE, ESCAPING_QUOTE, IDENTIFIER -> at = quoted(b, at, to);
                case ESCAPED -> {
                    keep(c);
                    at++;
                    state = State.ESCAPING_QUOTE;
                }
                case DOLLAR_TAG -> at += dollarTag(c) ? 1 : 0;
                case DOLLAR -> at = dollar(b, at, to);
                case LINE_COMMENT -> {
                    if (c == '\n') {
                        state = State.NORMAL;
                        previous = 0;
                        if (!text.isStarted()) {
                            event = Event.COMMENT;
                            return at;
                        }
                    } else {
                        keep(c);
                        at++;
                    }
                }
                case BLOCK_COMMENT -> {
                    at++;
                    blockComment(c);
                }
            }
        }
        return at;
    }

    private void reset() {
        event = Event.MORE;
        state = State.NORMAL;
        previous = 0;
        text.reset();
        parentheses = 0;
        words.reset();
    }

    private void normal(byte c) {
        if (isWordByte(c)) {
            text.begin();
            if (c == '$' && !words.isWithinWord()) {
                state = State.DOLLAR_TAG;
                tag.begin();
                keep(c);
                return;
            }
            words.letter(c);
            keep(c);
            previous = c;
            return;
        }
        boolean escapes = !standardStrings || words.isEscapePrefix();
        words.end(parentheses);
        if (c <= ' ' && c >= 0) {
            if (text.isStarted()) {
                keep(c);
            } else if (c == '\n') {
                text.skipLines(1);
            }
            previous = c;
            return;
        }
        if (c == '-' && previous == '-') {
            comment();
            state = State.LINE_COMMENT;
            keep(c);
            return;
        }
        if (c == '*' && previous == '/') {
            comment();
            state = State.BLOCK_COMMENT;
            blockComments = 1;
            previous = 0;
            keep(c);
            return;
        }
        startedBefore = text.isStarted();
        text.begin();
        keep(c);
        previous = c;
        switch (c) {
            case '\'' -> state = escapes ? State.ESCAPING_QUOTE : State.QUOTE;
            case '"' -> state = State.IDENTIFIER;
            case '(' -> words.parenthesis(parentheses++);
            case ')' -> parentheses = Math.max(0, parentheses - 1);
            case ';' -> {
                if (parentheses == 0 && !words.isWithinBody()) {
                    event = Event.STATEMENT;
                }
            }
            default -> {}
        }
    }

    /** The first character of a comment had looked like the start of a statement. */
    private void comment() {
        text.started(startedBefore);
    }

    private void keep(byte c) {
        text.add(c, words.isInsert());
    }

    private int quoted(byte[] b, int from, int to) {
        byte end = (byte) (state == State.IDENTIFIER ? '"' : '\'');
        boolean escapes = state == State.ESCAPING_QUOTE;
        int at = from;
        while (at < to) {
            byte c = b[at++];
            keep(c);
            if (c == end) {
                state = State.NORMAL;
                previous = c;
                break;
            }
            if (escapes && c == '\\') {
                state = State.ESCAPED;
                break;
            }
        }
        return at;
    }

    private boolean dollarTag(byte c) {
        if (tag.add(c, isWordByte(c))) {
            keep(c);
            if (c == '$') {
                state = State.DOLLAR;
            }
            return true;
        }
        state = State.NORMAL;
        words.noWord();
        return false;
    }

    private int dollar(byte[] b, int from, int to) {
        int at = from;
        while (at < to) {
            byte c = b[at++];
            keep(c);
            if (tag.ends(c)) {
                state = State.NORMAL;
                previous = c;
                break;
            }
        }
        return at;
    }

    private void blockComment(byte c) {
        keep(c);
        if (c == '/' && previous == '*') {
            previous = 0;
            if (--blockComments == 0) {
                state = State.NORMAL;
                if (!text.isStarted()) {
                    text.clear();
                }
            }
        } else if (c == '*' && previous == '/') {
            blockComments++;
            previous = 0;
        } else {
            previous = c;
        }
    }

    private static boolean isWordByte(byte c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '$'
                || c < 0;
    }
}
