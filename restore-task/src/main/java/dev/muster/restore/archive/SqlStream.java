package dev.muster.restore.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Reads a script for psql once, in constant memory, and tells a listener its parts. */
final class SqlStream {
    private static final int MAX_META = 1 << 16;

    private final SqlLexer lexer = new SqlLexer();
    private final SqlListener listener;
    private final LongConsumer progress;
    private final BooleanSupplier cancelled;
    private @Nullable CopyScan copy;
    private long copyLine;
    private @Nullable ByteArrayOutputStream meta;
    private long zeroBytes;
    private long firstZero;

    SqlStream(SqlListener listener, LongConsumer progress, BooleanSupplier cancelled) {
        this.listener = listener;
        this.progress = progress;
        this.cancelled = cancelled;
    }

    SqlLexer lexer() {
        return lexer;
    }

    /** Whether the script ended within data. */
    boolean isWithinData() {
        return copy != null;
    }

    /** Zero bytes outside of data, which no script holds. */
    long zeroBytes() {
        return zeroBytes;
    }

    long firstZero() {
        return firstZero;
    }

    void read(InputStream in) throws IOException {
        byte[] buffer = new byte[1 << 20];
        long total = 0;
        int read = in.read(buffer);
        int from = startsWithMark(buffer, read) ? 3 : 0;
        while (read >= 0) {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("cancelled while reading SQL");
            }
            take(buffer, from, read, total);
            total += read;
            progress.accept(total);
            read = in.read(buffer);
            from = 0;
        }
        if (meta != null) {
            endMeta();
        }
        unfinished();
        if (copy != null) {
            listener.data(copy, copyLine);
        }
    }

    private void unfinished() {
        if (lexer.isWithinStatement()) {
            listener.unfinished(lexer);
        }
    }

    private static boolean startsWithMark(byte[] b, int length) {
        return length >= 3
                && (b[0] & 0xff) == 0xef
                && (b[1] & 0xff) == 0xbb
                && (b[2] & 0xff) == 0xbf;
    }

    private void take(byte[] b, int from, int to, long before) {
        int at = from;
        while (at < to) {
            if (copy != null) {
                at = copy.scan(b, at, to);
                if (copy.hasEnded()) {
                    lexer.statement().skipLines(copy.rows() + 1);
                    CopyScan ended = copy;
                    copy = null;
                    listener.data(ended, copyLine);
                }
            } else if (meta != null) {
                at = takeMeta(b, at, to);
            } else {
                int next = lexer.run(b, at, to);
                zeros(b, at, next, before);
                at = next;
                switch (lexer.event()) {
                    case MORE -> {}
                    case COMMENT ->
                            listener.comment(
                                    lexer.statement().head(), lexer.statement().startLine());
                    case META -> {
                        meta = new ByteArrayOutputStream();
                        unfinished();
                    }
                    case STATEMENT -> copy = listener.statement(lexer);
                }
                if (copy != null) {
                    at = restOfLine(b, at, to);
                }
            }
        }
    }

    /** Data begin on the line behind the COPY. */
    private int restOfLine(byte[] b, int from, int to) {
        int at = from;
        while (at < to && (b[at] == ' ' || b[at] == '\r' || b[at] == '\t')) {
            at++;
        }
        if (at < to && b[at] == '\n') {
            at++;
        } else if (copy != null) {
            copy.skipRestOfLine();
        }
        lexer.statement().skipLines(1);
        copyLine = lexer.statement().line();
        return at;
    }

    private int takeMeta(byte[] b, int from, int to) {
        int at = from;
        while (at < to && b[at] != '\n') {
            if (meta != null && meta.size() < MAX_META) {
                meta.write(b[at]);
            }
            at++;
        }
        if (at < to) {
            endMeta();
        }
        return at;
    }

    private void endMeta() {
        if (meta != null) {
            listener.meta(meta.toByteArray(), lexer.statement().line());
            meta = null;
        }
    }

    private void zeros(byte[] b, int from, int to, long before) {
        int found = 0;
        for (int i = from; i < to; i++) {
            found += b[i] == 0 ? 1 : 0;
        }
        if (found > 0) {
            if (zeroBytes == 0) {
                int i = from;
                while (b[i] != 0) {
                    i++;
                }
                firstZero = before + i;
            }
            zeroBytes += found;
        }
    }
}
