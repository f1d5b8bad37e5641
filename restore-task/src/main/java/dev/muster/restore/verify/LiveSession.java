package dev.muster.restore.verify;

import dev.muster.contract.plan.CompareSpec;
import dev.muster.manifest.content.PinnedSettings;
import dev.muster.manifest.content.Queries;
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
 * The one connection to a live server. Each statement runs in a read-only transaction of its own,
 * which holds back no vacuum for longer than that, waits for no lock, and leaves no setting behind:
 * behind a pooler the connection is another client's a moment later.
 */
final class LiveSession implements Queries<SQLException>, AutoCloseable {
    private static final Duration LOCKS = Duration.ofSeconds(2);

    /** How long a server is waited for that does not heed the time-out. */
    private static final int GRACE_SECONDS = 10;

    private static final int ATTEMPTS = 3;
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final ConnectionSource source;
    private final long statementMillis;
    private final Instant deadline;
    private Connection connection;

    private LiveSession(ConnectionSource source, long statementMillis, Instant deadline)
            throws SQLException {
        this.source = source;
        this.connection = connect(source, statementMillis);
        this.statementMillis = statementMillis;
        this.deadline = deadline;
    }

    /**
     * Connects.
     *
     * @param latest when the drill itself must end
     */
    static LiveSession open(ConnectionSource source, CompareSpec spec, Instant latest)
            throws SQLException {
        Instant own = Instant.now().plus(spec.timeout().duration());
        return new LiveSession(
                source,
                spec.statementTimeout().duration().toMillis(),
                own.isBefore(latest) ? own : latest);
    }

    private static Connection connect(ConnectionSource source, long statementMillis)
            throws SQLException {
        Connection connection = source.open();
        try {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            connection.setNetworkTimeout(
                    Runnable::run,
                    Math.clamp(statementMillis + 1000L * GRACE_SECONDS, 1000, Integer.MAX_VALUE));
            return connection;
        } catch (SQLException e) {
            end(connection);
            throw e;
        }
    }

    int major() throws SQLException {
        return connection.getMetaData().getDatabaseMajorVersion();
    }

    boolean timeUp() {
        return !Instant.now().isBefore(deadline);
    }

    /** A failure that says nothing of the statement: the connection itself is gone. */
    static boolean lost(SQLException e) {
        String state = state(e);
        return state.startsWith("08") || state.startsWith("57P");
    }

    static String state(SQLException e) {
        return e.getSQLState() == null ? "none" : e.getSQLState();
    }

    @Override
    public <T extends @Nullable Object> List<T> rows(String sql, RowReader<T> reader)
            throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(sql, reader);
            } catch (SQLException e) {
                if (attempt == ATTEMPTS || !passes(e) || timeUp()) {
                    throw e;
                }
                pause();
                // A standby whose recovery has to go on ends a session that is between two
                // statements.
                if (connection.isClosed()) {
                    connection = connect(source, statementMillis);
                }
            }
        }
    }

    /** A lock that somebody held, or a standby that had to go on with its recovery. */
    private static boolean passes(SQLException e) {
        return switch (state(e)) {
            case "55P03", "40001", "40P01" -> true;
            default -> false;
        };
    }

    private <T extends @Nullable Object> List<T> once(String sql, RowReader<T> reader)
            throws SQLException {
        long left = Math.min(statementMillis, Duration.between(Instant.now(), deadline).toMillis());
        if (left <= 0) {
            throw new SQLException("the time was up", "57014");
        }
        List<T> all = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute(settings(left));
            boolean more = statement.execute(sql);
            while (more || statement.getUpdateCount() != -1) {
                if (more) {
                    try (ResultSet result = statement.getResultSet()) {
                        while (result.next()) {
                            all.add(reader.read(result));
                        }
                    }
                }
                more = statement.getMoreResults();
            }
        } catch (SQLException e) {
            end(e);
            throw e;
        }
        connection.rollback();
        return all;
    }

    private void end(SQLException failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private static String settings(long millis) {
        return PinnedSettings.sql().replaceAll("(?m)(^|; )SET ", "$1SET LOCAL ")
                + "; SET LOCAL client_min_messages = error; SET LOCAL statement_timeout = "
                + Math.clamp(millis, 1, Integer.MAX_VALUE)
                + "; SET LOCAL lock_timeout = "
                + LOCKS.toMillis()
                + "; SET LOCAL idle_in_transaction_session_timeout = '60s'";
    }

    private static void pause() throws SQLException {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", "57014", e);
        }
    }

    @Override
    public void execute(String sql) throws SQLException {
        List<Object> none = rows(sql, _ -> "");
        if (!none.isEmpty()) {
            throw new IllegalArgumentException("a statement that gives no rows was expected");
        }
    }

    @Override
    public void close() {
        end(connection);
    }

    private static void end(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            return; // The server drops the session with the connection.
        }
    }
}
