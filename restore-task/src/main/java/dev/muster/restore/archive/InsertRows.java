package dev.muster.restore.archive;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Data that INSERT statements load (pg_dump --inserts): statements, then an empty line or two. */
final class InsertRows implements RowScan {
    private final @Nullable String encoding;
    private final SqlLexer lexer = new SqlLexer();
    private long rows;
    private long bytes;
    private boolean counted = true;
    private boolean foreign;
    private int lineFeeds;
    private byte @Nullable [] first;

    InsertRows(@Nullable String encoding, boolean standardStrings) {
        this.encoding = encoding;
        lexer.standardStrings(standardStrings);
    }

    @Override
    public void take(byte[] b, int length) {
        bytes += length;
        int at = 0;
        while (at < length) {
            at = lexer.run(b, at, length);
            switch (lexer.event()) {
                case STATEMENT -> {
                    if (lexer.isInsert()) {
                        first = first == null ? lexer.statement().head() : first;
                        rows += lexer.rows();
                        counted &= lexer.isCountable();
                    } else {
                        foreign |= !isSetting(lexer.statement().head());
                    }
                }
                case META -> {
                    foreign = true;
                    at++;
                }
                case COMMENT, MORE -> {}
            }
        }
        for (int i = length - 1; i >= 0 && i >= length - 2; i--) {
            if (b[i] != '\n') {
                lineFeeds = length - 1 - i;
                return;
            }
        }
        lineFeeds = Math.min(2, length + lineFeeds);
    }

    private static boolean isSetting(byte[] text) {
        return text.length > 3
                && (text[0] | 0x20) == 's'
                && (text[1] | 0x20) == 'e'
                && (text[2] | 0x20) == 't';
    }

    @Override
    public @Nullable Fault finish() {
        if (foreign) {
            return new Fault(
                    Fault.Kind.DAMAGED, "its data hold something else than INSERT statements");
        }
        if (lexer.isWithinStatement() || lineFeeds < 2) {
            return new Fault(
                    Fault.Kind.SHORT,
                    "its data end after "
                            + Problems.counted(rows, "row", "rows")
                            + ", without the closing empty line");
        }
        return null;
    }

    /** The table that the first statement names, or null. */
    @Nullable QualifiedName target() {
        return first == null
                ? null
                : inserted(Tokens.of(TextEncoding.decode(first, encoding), true));
    }

    /** The table of INSERT INTO, or null. */
    static @Nullable QualifiedName inserted(List<Token> statement) {
        TokenCursor at = new TokenCursor(statement);
        return at.accept("insert", "into") ? at.name() : null;
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public boolean isCounted() {
        return counted;
    }
}
