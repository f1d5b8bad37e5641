package dev.muster.restore.archive;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Counts the rows of COPY's text format up to its closing line, eight bytes at a time, and notes on
 * the way what no such data may hold: zero bytes, broken UTF-8, and pg_dump's own messages.
 */
final class CopyScan {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LINE_FEEDS = 0x0a0a0a0a0a0a0a0aL;
    private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long ONES = 0x0101010101010101L;
    private static final byte[] MESSAGE = {'p', 'g', '_', 'd', 'u', 'm', 'p', ':', ' '};

    private enum State {
        COMMAND,
        LINE_START,
        BACKSLASH,
        DOT,
        DOT_RETURN,
        MESSAGE,
        AFTER_MESSAGE,
        LINE,
        ENDED
    }

    private final boolean utf8;
    private final int columns;
    private @Nullable RoleValues values;
    private final Utf8Check check = new Utf8Check();
    private State state = State.LINE_START;
    private int matched;
    private int tabs;
    private long rows;
    private long bytes;
    private long zeroBytes;
    private long firstZeroRow;
    private long firstBadRow;
    private long messageRow;
    private long commandRow;
    private boolean messageFits = true;

    /**
     * @param utf8 whether the data say that they are UTF-8
     * @param columns of the COPY statement, 0 where it names none
     */
    CopyScan(boolean utf8, int columns) {
        this.utf8 = utf8;
        this.columns = columns;
    }

    /** Has the values of role columns read on the way. */
    CopyScan collecting(@Nullable RoleValues values) {
        this.values = values;
        return this;
    }

    /** Takes bytes; returns where the closing line ended, or {@code to} where it has not come. */
    int scan(byte[] b, int from, int to) {
        int at = from;
        while (at < to && state != State.ENDED) {
            byte c = b[at];
            switch (state) {
                case COMMAND -> {
                    at++;
                    state = c == '\n' ? State.LINE_START : State.COMMAND;
                }
                case LINE_START -> {
                    switch (c) {
                        case '\\' -> {
                            state = State.BACKSLASH;
                            at++;
                        }
                        case 'p' -> {
                            state = State.MESSAGE;
                            matched = 1;
                            at++;
                        }
                        default -> state = State.LINE;
                    }
                }
                case BACKSLASH -> {
                    state = c == '.' ? State.DOT : State.LINE;
                    at += c == '.' ? 1 : 0;
                    if (commandRow == 0 && isCommand(c)) {
                        commandRow = rows + 1;
                    }
                }
                case DOT, DOT_RETURN -> {
                    if (c == '\n') {
                        state = State.ENDED;
                        at++;
                    } else if (c == '\r' && state == State.DOT) {
                        state = State.DOT_RETURN;
                        at++;
                    } else {
                        state = State.LINE;
                    }
                }
                case MESSAGE -> {
                    if (c != MESSAGE[matched]) {
                        state = State.LINE;
                    } else {
                        at++;
                        if (++matched == MESSAGE.length) {
                            state = State.AFTER_MESSAGE;
                            tabs = 0;
                        }
                    }
                }
                case AFTER_MESSAGE -> {
                    tabs += c == '\t' ? 1 : 0;
                    at++;
                    if (c == '\n') {
                        endMessage();
                    }
                }
                case LINE -> at = line(b, at, to);
                case ENDED -> throw new IllegalStateException();
            }
        }
        bytes += at - from;
        if (values != null) {
            values.take(b, from, at);
        }
        return at;
    }

    /** COPY writes \N, \b, \f, \n, \r, \t, \v and \\, and reads octal and hex digits, too. */
    private static boolean isCommand(byte c) {
        return c == '!'
                || c == '?'
                || (((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
                        && "Nbfnrtvx".indexOf(c) < 0);
    }

    private void endMessage() {
        rows++;
        state = State.LINE_START;
        boolean fits = columns == 0 || tabs + 1 == columns;
        if (messageRow == 0 || (messageFits && !fits)) {
            messageRow = rows;
            messageFits = fits;
        }
    }

    private int line(byte[] b, int from, int to) {
        int at = from;
        long high = 0;
        boolean found = false;
        boolean zero = false;
        while (at + 8 <= to) {
            long v = (long) LONGS.get(b, at);
            long x = v ^ LINE_FEEDS;
            long feeds = ~(((x & LOW_BITS) + LOW_BITS) | x | LOW_BITS);
            if (feeds != 0) {
                break;
            }
            high |= v;
            zero |= ((v - ONES) & ~v & HIGH_BITS) != 0;
            at += 8;
        }
        for (; at < to; at++) {
            byte c = b[at];
            if (c == '\n') {
                found = true;
                break;
            }
            high |= c & 0x80;
            zero |= c == 0;
        }
        if (zero) {
            zeros(b, from, at);
        }
        if (utf8 && ((high & HIGH_BITS) != 0 || !check.isBetweenCharacters())) {
            check.feed(b, from, at);
        }
        if (!found) {
            return at;
        }
        rows++;
        state = State.LINE_START;
        if (utf8 && !check.endOfLine() && firstBadRow == 0) {
            firstBadRow = rows;
        }
        return at + 1;
    }

    private void zeros(byte[] b, int from, int to) {
        if (zeroBytes == 0) {
            firstZeroRow = rows + 1;
        }
        for (int i = from; i < to; i++) {
            zeroBytes += b[i] == 0 ? 1 : 0;
        }
    }

    /** The first bytes to come are the rest of the line that the COPY stands on. */
    void skipRestOfLine() {
        state = State.COMMAND;
    }

    boolean hasEnded() {
        return state == State.ENDED;
    }

    long rows() {
        return rows;
    }

    /** All bytes taken, the closing line with them. */
    long bytes() {
        return bytes;
    }

    long zeroBytes() {
        return zeroBytes;
    }

    long firstZeroRow() {
        return firstZeroRow;
    }

    /** The first row that is not UTF-8, or 0. */
    long firstBadRow() {
        return firstBadRow;
    }

    /** A row that begins with a backslash and something that COPY never writes, or 0. */
    long commandRow() {
        return commandRow;
    }

    /** A row that reads like a message of pg_dump, or 0. */
    long messageRow() {
        return messageRow;
    }

    /** Whether that row could be data: it has as many columns as the COPY statement. */
    boolean messageCouldBeData() {
        return messageFits;
    }
}
