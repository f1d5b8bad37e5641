package dev.muster.restore.verify;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the restored database, set up for checking: read only, no search_path, no row
 * security, and no statement outlives the deadline.
 */
final class Session implements AutoCloseable {
    /** How long a silent server is waited for beyond the deadline. */
    private static final int GRACE_SECONDS = 20;

    private final Connection connection;
    private final Instant deadline;
    private final boolean bytewise;

    private Session(Connection connection, boolean bytewise, Instant deadline) {
        this.bytewise = bytewise;
        this.connection = connection;
        this.deadline = deadline;
    }

    /** Reads one row of a result. */
    @FunctionalInterface
    interface RowReader<T extends @Nullable Object> {
        T read(ResultSet row) throws SQLException;
    }

    static Session open(ConnectionSource source, VerifySettings settings) throws QueryFailed {
        try {
            Connection connection = source.open();
            boolean bytewise = readsBytes(connection);
            if (connection.isClosed()) {
                connection = source.open();
            }
            Session session = new Session(connection, bytewise, settings.deadline());
            try {
                session.prepare(settings);
                return session;
            } catch (QueryFailed e) {
                session.close();
                if (e.outOfTime()) {
                    throw e;
                }
                throw lost("the restored database refused a session's settings: " + e.reason());
            }
        } catch (SQLException e) {
            throw lost("no connection to the restored database (SQLSTATE " + state(e) + ")");
        }
    }

    private void prepare(VerifySettings settings) throws QueryFailed {
        execute(
                "SET search_path = ''; SET default_transaction_read_only = on; SET row_security ="
                        + " off; SET jit = off; SET max_parallel_workers_per_gather = 0; SET"
                        + " client_min_messages = error; SET extra_float_digits = 0; SET"
                        + " synchronize_seqscans = off; SET lock_timeout = '30s'; SET work_mem = '"
                        + settings.workMemMegabytes()
                        + "MB'");
        try {
            connection.setNetworkTimeout(
                    Runnable::run,
                    Math.clamp(millisLeft() + 1000L * GRACE_SECONDS, 1000, Integer.MAX_VALUE));
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /**
     * A SQL_ASCII database may hold names in any encoding, even in several. LATIN1 maps each byte
     * to one character and back. A driver that is not allowed to change its encoding closes the
     * connection instead.
     */
    private static boolean readsBytes(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet encoding = statement.executeQuery("SHOW server_encoding")) {
                if (!encoding.next() || !"SQL_ASCII".equals(encoding.getString(1))) {
                    return false;
                }
            }
            statement.execute("SET client_encoding = 'LATIN1'");
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /** A name as an archive's reader gives it: UTF-8 where it is that, else byte by byte. */
    String name(String read) {
        if (!bytewise) {
            return read;
        }
        String utf8 = utf8(read);
        return utf8 == null ? read : utf8;
    }

    /** Whether the text as it was read can be part of a statement, which goes out in UTF-8. */
    boolean canSend(String read) {
        return !bytewise || utf8(read) != null;
    }

    private static @Nullable String utf8(String read) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(read.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** All rows of a query, or of several with semicolons between them. */
    <T extends @Nullable Object> List<T> rows(String sql, RowReader<T> reader) throws QueryFailed {
        List<T> all = new ArrayList<>();
        each(sql, row -> all.add(reader.read(row)));
        return all;
    }

    /** The one row of a query that gives exactly one. */
    <T extends @Nullable Object> T row(String sql, RowReader<T> reader) throws QueryFailed {
        return rows(sql, reader).getFirst();
    }

    private void each(String sql, RowReader<?> reader) throws QueryFailed {
        try (Statement statement = timed()) {
            boolean more = statement.execute(sql);
            while (more) {
                try (ResultSet result = statement.getResultSet()) {
                    while (result.next()) {
                        Object _ = reader.read(result);
                    }
                }
                more = statement.getMoreResults();
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Runs statements that give no rows. */
    void execute(String sql) throws QueryFailed {
        try (Statement statement = timed()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private Statement timed() throws SQLException, QueryFailed {
        long left = millisLeft();
        if (left <= 0) {
            throw new QueryFailed("57014");
        }
        Statement statement = connection.createStatement();
        statement.setQueryTimeout((int) Math.min(Integer.MAX_VALUE, left / 1000 + 1));
        return statement;
    }

    private long millisLeft() {
        return Duration.between(Instant.now(), deadline).toMillis();
    }

    private static QueryFailed failure(SQLException e) {
        String state = state(e);
        if (state.startsWith("08") || state.startsWith("57P")) {
            throw lost("the server was lost while its data was checked (SQLSTATE " + state + ")");
        }
        return new QueryFailed(state);
    }

    private static String state(SQLException e) {
        return e.getSQLState() == null ? "none" : e.getSQLState();
    }

    private static FindingException lost(String message) {
        return new FindingException(Finding.of(FindingCode.SERVER_LOST, null, message));
    }

    /** Which major version the server has. */
    int serverMajor() {
        try {
            return connection.getMetaData().getDatabaseMajorVersion();
        } catch (SQLException e) {
            throw lost("the server was lost while its version was asked for");
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // Whatever it was, the server drops the session with the socket.
            return;
        }
    }
}
