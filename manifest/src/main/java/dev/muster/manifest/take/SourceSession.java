package dev.muster.manifest.take;

import dev.muster.manifest.content.PinnedSettings;
import dev.muster.manifest.content.Queries;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection to the source, read only and with every setting pinned that changes text. */
final class SourceSession implements Queries<SQLException>, AutoCloseable {
    private final Connection connection;
    private volatile @Nullable Statement running;
    private volatile boolean cancelled;

    private SourceSession(Connection connection) {
        this.connection = connection;
    }

    static SourceSession open(ConnectionSource source) throws SQLException {
        SourceSession session = new SourceSession(source.open());
        try {
            session.execute(
                    PinnedSettings.sql()
                            + "; SET default_transaction_read_only = on"
                            + "; SET statement_timeout = 0"
                            + "; SET idle_in_transaction_session_timeout = 0"
                            + "; SET lock_timeout = '5min'"
                            + "; SET client_min_messages = error"
                            + "; SET work_mem = '16MB'");
            if (session.major() >= 17) {
                session.execute("SET transaction_timeout = 0");
            }
            if (session.major() >= 14) {
                session.execute("SET idle_session_timeout = 0");
            }
            return session;
        } catch (SQLException e) {
            session.close();
            throw e;
        }
    }

    int major() throws SQLException {
        return connection.getMetaData().getDatabaseMajorVersion();
    }

    /** Begins to read one state of the database. */
    void begin() throws SQLException {
        execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    }

    /** Begins to read the state that another session has exported. */
    void begin(String snapshot) throws SQLException {
        begin();
        execute("SET TRANSACTION SNAPSHOT '" + snapshot.replace("'", "''") + "'");
    }

    @Override
    public <T extends @Nullable Object> List<T> rows(String sql, RowReader<T> reader)
            throws SQLException {
        List<T> all = new ArrayList<>();
        try (Statement statement = statement()) {
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
        } finally {
            running = null;
        }
        return all;
    }

    @Override
    public void execute(String sql) throws SQLException {
        try (Statement statement = statement()) {
            statement.execute(sql);
        } finally {
            running = null;
        }
    }

    private Statement statement() throws SQLException {
        Statement statement = connection.createStatement();
        running = statement;
        if (cancelled) {
            statement.close();
            throw new SQLException("cancelled", "57014");
        }
        return statement;
    }

    /** Ends what it runs now and all that is asked of it later; may be called by any thread. */
    void cancel() {
        cancelled = true;
        Statement statement = running;
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException e) {
                return; // It has ended by itself, or the server is gone.
            }
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            return; // The server drops the session with the connection.
        }
    }
}
