package dev.muster.restore.archive;

import org.jspecify.annotations.Nullable;

/** Hears the parts of a script for psql, in their order. */
interface SqlListener {
    /** A line that is only a comment. */
    void comment(byte[] text, long line);

    /**
     * A statement; its head is in the lexer.
     *
     * @return how its data are to be scanned where it is a COPY … FROM stdin, else null
     */
    @Nullable CopyScan statement(SqlLexer lexer);

    /** A statement that has begun will not be ended: a backslash command or the end came. */
    void unfinished(SqlLexer lexer);

    /** The data of the last statement ended, or the script did within them. */
    void data(CopyScan scan, long firstLine);

    /** A backslash command of psql, to the end of its line. */
    void meta(byte[] text, long line);
}
