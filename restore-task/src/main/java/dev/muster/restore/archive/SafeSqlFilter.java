package dev.muster.restore.archive;

import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a script and holds each statement back until it is known to be harmless. */
final class SafeSqlFilter implements Closeable {
    /** A longer statement can be none of those that are left out; only COPY is held further. */
    private static final int HELD = 1 << 16;

    private static final int HELD_OF_COPY = 1 << 22;
    private static final int MAX_META = 1 << 16;

    private final InputStream in;
    private final SafeSql.Scope scope;
    private final SqlLexer lexer = new SqlLexer();
    private final byte[] input = new byte[1 << 18];
    private int at;
    private int filled;
    private boolean ended;
    private boolean first = true;
    private ByteArrayOutputStream held = new ByteArrayOutputStream();
    private byte[] ready = {};
    private int given;
    private @Nullable CopyScan copy;
    private boolean standardStrings = true;
    private boolean boundary;
    private boolean quit;
    private @Nullable String database;
    private @Nullable String next;

    SafeSqlFilter(InputStream in, SafeSql.Scope scope) {
        this.in = in;
        this.scope = scope;
    }

    @Nullable String database() {
        return database;
    }

    /** Steps over the border at which the last stream ended; says whether there is more. */
    boolean nextSection() {
        if (!boundary) {
            return false;
        }
        boundary = false;
        database = next;
        return true;
    }

    InputStream stream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                return give(to, offset, length);
            }
        };
    }

    private int give(byte[] to, int offset, int length) throws IOException {
        while (given == ready.length) {
            if (boundary || (ended && held.size() == 0)) {
                return -1;
            }
            advance();
        }
        int count = Math.min(length, ready.length - given);
        System.arraycopy(ready, given, to, offset, count);
        given += count;
        return count;
    }

    /** Reads on until something may be given out, or a border or the end comes. */
    private void advance() throws IOException {
        if (at == filled && !fill()) {
            release();
            return;
        }
        if (copy != null) {
            int end = copy.scan(input, at, filled);
            held.write(input, at, end - at);
            at = end;
            if (copy.hasEnded()) {
                lexer.statement().skipLines(copy.rows() + 1);
                copy = null;
            }
            release();
            return;
        }
        int from = at;
        at = lexer.run(input, at, filled);
        held.write(input, from, at - from);
        switch (lexer.event()) {
            case MORE -> releaseIfLong();
            case COMMENT -> release();
            case META -> meta();
            case STATEMENT -> statement();
        }
    }

    private boolean fill() throws IOException {
        at = 0;
        filled = ended ? 0 : Math.max(0, in.read(input));
        ended = filled == 0;
        boolean marked =
                first
                        && filled >= 3
                        && (input[0] & 0xff) == 0xef
                        && (input[1] & 0xff) == 0xbb
                        && (input[2] & 0xff) == 0xbf;
        at = marked ? 3 : 0;
        first = false;
        return filled > 0;
    }

    private void release() {
        if (held.size() > 0) {
            ready = held.toByteArray();
            given = 0;
            held = new ByteArrayOutputStream();
        }
    }

    private void releaseIfLong() {
        if (held.size() <= HELD) {
            return;
        }
        boolean isCopy = lexer.isFirstWord("copy");
        if (isCopy && held.size() > HELD_OF_COPY) {
            throw hostile("COPY of " + Problems.bytes(held.size()));
        }
        if (!isCopy) {
            release();
        }
    }

    private void statement() throws IOException {
        goesOn();
        if (lexer.isInsert() || !lexer.statement().isWhole()) {
            release();
            return;
        }
        String text = new String(lexer.statement().head(), StandardCharsets.ISO_8859_1);
        List<Token> tokens = Tokens.of(text, standardStrings);
        List<Token> statement = tokens.subList(0, Math.max(0, tokens.size() - 1));
        if (statement.isEmpty()) {
            release();
            return;
        }
        String reaching = HostileSearch.reachingCommand(statement);
        if (reaching != null) {
            throw hostile(reaching);
        }
        TokenCursor cursor = new TokenCursor(statement);
        if (cursor.accept("create", "database")
                || cursor.accept("drop", "database")
                || (scope == SafeSql.Scope.DATABASE && BeyondDatabase.speaksOf(statement))) {
            held.reset();
            return;
        }
        standardStrings(cursor);
        CopyTarget target = CopyTarget.of(statement);
        if (target != null) {
            copy = new CopyScan(false, 0);
            copy.skipRestOfLine();
            lexer.statement().skipLines(1);
        }
        release();
    }

    private void standardStrings(TokenCursor at) {
        if (at.accept("set")) {
            at.skipAny("session", "local");
            if (at.accept("standard_conforming_strings")) {
                at.skipAny("=", "to");
                standardStrings = at.peek().text().equals("on");
                lexer.standardStrings(standardStrings);
            }
        }
    }

    /** psql's own command, to the end of its line. */
    private void meta() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (at < filled || fill()) {
            byte c = input[at];
            if (c == '\n') {
                break;
            }
            at++;
            if (line.size() < MAX_META) {
                line.write(c);
            }
        }
        goesOn();
        MetaCommand command = MetaCommand.of(TextEncoding.decode(line.toByteArray(), null));
        if (command.isConnect()) {
            next = command.database();
            boundary = true;
        } else if (command.isQuit()) {
            quit = true;
        } else if (!command.isHarmless()) {
            throw hostile(
                    command.isKnown()
                            ? "psql's command \"\\" + command.word() + "\""
                            : "a backslash outside of quotes");
        }
        release();
    }

    private void goesOn() {
        if (quit) {
            throw hostile("psql's command \"\\quit\" before the script's end");
        }
    }

    private FindingException hostile(String command) {
        held.reset();
        return Problems.stop(
                FindingCode.HOSTILE_COMMAND,
                null,
                "line " + lexer.statement().line() + ": " + command);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
