package dev.muster.restore.archive;

/**
 * The bounded head of the statement or comment that is being read, and where it stands in its
 * script.
 */
final class StatementText {
    private static final int KEPT = 1 << 20;
    private static final int KEPT_OF_INSERT = 1 << 12;

    private final KeptText text = new KeptText();
    private long line = 1;
    private long startLine;
    private boolean started;

    /** Begins a statement, unless one has begun. */
    void begin() {
        if (!started) {
            started = true;
            text.clear();
            startLine = line;
        }
    }

    /** Takes back, or says again, that a statement has begun. */
    void started(boolean yes) {
        started = yes;
    }

    boolean isStarted() {
        return started;
    }

    /** Of an INSERT only what names its table is kept: its values can be of any length. */
    void add(byte c, boolean ofInsert) {
        if (c == '\n') {
            line++;
        }
        text.add(c, ofInsert ? KEPT_OF_INSERT : KEPT);
    }

    void clear() {
        text.clear();
    }

    /** Makes ready for the next statement, without the memory that a long one took. */
    void reset() {
        text.release();
        started = false;
    }

    /** The line that the next byte lies on, from 1. */
    long line() {
        return line;
    }

    void skipLines(long count) {
        line += count;
    }

    long startLine() {
        return startLine;
    }

    byte[] head() {
        return text.head();
    }

    boolean isWhole() {
        return text.isWhole();
    }

    long length() {
        return text.length();
    }

    boolean startsWith(byte[] prefix) {
        return text.startsWith(prefix);
    }
}
