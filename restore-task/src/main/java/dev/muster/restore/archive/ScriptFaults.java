package dev.muster.restore.archive;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Notes the first place of each kind of text that does not belong into a script. */
final class ScriptFaults {
    private @Nullable Message message;
    private long strayBackslash;
    private long behindEnd;

    /**
     * A line that reads like a message of pg_dump.
     *
     * @param couldBeData whether it may as well be a row of the table
     */
    record Message(long line, @Nullable String table, boolean couldBeData) {}

    /** Looks for a message of pg_dump among the tokens of a statement. */
    void statement(String text, List<Token> tokens, long line) {
        if (message != null || !text.contains("pg_dump")) {
            return;
        }
        for (int i = 0; i + 1 < tokens.size(); i++) {
            Token token = tokens.get(i);
            if ((token.is("pg_dump") || token.is("pg_dumpall")) && tokens.get(i + 1).is(":")) {
                long before = text.substring(0, text.indexOf("pg_dump")).lines().count();
                message = new Message(line + Math.max(0, before - 1), null, false);
                return;
            }
        }
    }

    /** Takes over what a scan of data has found. */
    void data(CopyScan scan, String table, long firstLine) {
        if (scan.messageRow() > 0 && (message == null || message.couldBeData())) {
            message =
                    new Message(
                            firstLine + scan.messageRow() - 1, table, scan.messageCouldBeData());
        }
    }

    void backslash(long line) {
        strayBackslash = strayBackslash == 0 ? line : strayBackslash;
    }

    void behindEnd(long line) {
        behindEnd = behindEnd == 0 ? line : behindEnd;
    }

    @Nullable Message message() {
        return message;
    }

    /** The line of a backslash that is no command of psql, or 0. */
    long strayBackslash() {
        return strayBackslash;
    }

    /** The line on which something else than SQL begins behind the dump's end, or 0. */
    long behindEnd() {
        return behindEnd;
    }
}
