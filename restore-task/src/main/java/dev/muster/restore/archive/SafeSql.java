package dev.muster.restore.archive;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Yields of a script what psql may be given, database by database, in constant memory.
 *
 * <p>Left out are psql's own commands and CREATE DATABASE and DROP DATABASE: whoever reads this has
 * made the databases, and connects. A command that reaches for programs or files ends the stream
 * with a HOSTILE_COMMAND before anything of it has been given out. It is a first fence and no more:
 * INSERTs pass unread, and so does the rest of a statement beyond 64 KiB that is no COPY; what a
 * server decides only while it runs (a changed standard_conforming_strings, a COPY that fails) may
 * make psql read otherwise. So psql must also run in its restricted mode, and it and the server
 * where they can reach nothing.
 */
public final class SafeSql implements Closeable {
    private final SafeSqlFilter filter;
    private @Nullable Section current;

    private SafeSql(SafeSqlFilter filter) {
        this.filter = filter;
    }

    /**
     * A part of the script for one connection.
     *
     * @param database to connect to, null for the script's own start: the database that the caller
     *     restores into, or with pg_dumpall the maintenance database
     * @param sql ends where the next part begins; it throws FindingException at what is hostile
     */
    public record Section(@Nullable String database, InputStream sql) {}

    /** What a script is restored into. */
    public enum Scope {
        /** A server of its own. */
        SERVER,
        /**
         * A database of another name, which belongs to the role that restores, on a server with
         * others: what the script says of its database as a whole, of owners and of tablespaces is
         * left out.
         */
        DATABASE
    }

    /** Opens a plain SQL file. */
    public static SafeSql open(Path file, Scope scope) {
        try {
            return new SafeSql(new SafeSqlFilter(Files.newInputStream(file), scope));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next part, or null at the end; what is left of the one before is read over. */
    public @Nullable Section next() throws IOException {
        if (current != null) {
            current.sql().transferTo(OutputStream.nullOutputStream());
            if (!filter.nextSection()) {
                return null;
            }
        }
        current = new Section(filter.database(), filter.stream());
        return current;
    }

    @Override
    public void close() throws IOException {
        filter.close();
    }
}
