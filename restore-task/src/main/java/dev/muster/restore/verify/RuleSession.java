package dev.muster.restore.verify;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * A connection for one rule: one read-only transaction that is never committed, with a time-out,
 * PostgreSQL's own names before all others and then the database's own search_path. What functions
 * of the dump do to the session ends with it.
 */
final class RuleSession implements AutoCloseable {
    /** How long a server is waited for that does not heed the time-out. */
    private static final int GRACE_SECONDS = 20;

    private static final int QUOTED = 300;

    /**
     * Settings that change what a value looks like or how long a statement waits. A database may
     * come with settings of its own.
     */
    private static final String SETTINGS =
            """
            SET LOCAL TimeZone = 'UTC';
            SET LOCAL DateStyle = 'ISO, YMD';
            SET LOCAL IntervalStyle = 'postgres';
            SET LOCAL bytea_output = 'hex';
            SET LOCAL extra_float_digits = 1;
            SET LOCAL standard_conforming_strings = on;
            SET LOCAL transform_null_equals = off;
            SET LOCAL row_security = off;
            SET LOCAL client_min_messages = error;
            SET LOCAL jit = off;
            SET LOCAL lock_timeout = '30s';
            SELECT pg_catalog.set_config('search_path',
                'pg_catalog' || CASE WHEN path = '' THEN '' ELSE ', ' || path END || ', pg_temp',
                true)
              FROM (SELECT pg_catalog.current_setting('search_path') AS path) AS own
            """;

    private final Connection connection;
    private final Duration time;
    private final long start = System.nanoTime();

    private RuleSession(Connection connection, Duration time) {
        this.connection = connection;
        this.time = time;
    }

    /**
     * Opens it.
     *
     * @param time for all that the rule asks
     */
    static RuleSession open(ConnectionSource source, Duration time) throws RuleStopped {
        Connection connection;
        try {
            connection = source.open();
        } catch (SQLException e) {
            throw lost("no connection to the restored database (SQLSTATE " + state(e) + ")");
        }
        RuleSession session = new RuleSession(connection, time);
        try {
            session.begin();
            return session;
        } catch (SQLException e) {
            session.close();
            throw session.failed(e);
        }
    }

    private void begin() throws SQLException {
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        long millis = Math.max(1, time.toMillis());
        connection.setNetworkTimeout(
                Runnable::run, Math.clamp(millis + 1000L * GRACE_SECONDS, 1000, Integer.MAX_VALUE));
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "SET LOCAL statement_timeout = "
                            + Math.clamp(millis, 1, Integer.MAX_VALUE)
                            + "; "
                            + SETTINGS);
        }
    }

    /**
     * Has PostgreSQL read a statement without running it, so that nothing of a row can be in what
     * it says of it.
     *
     * @throws RuleStopped as it is wrong, with PostgreSQL's own words and the place; or as the
     *     tables say where it names none of them
     */
    void prepare(RuleText text, RuleTables tables) throws RuleStopped {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(text.sql());
            if (statement.getMoreResults() || statement.getUpdateCount() > 0) {
                throw RuleStopped.wrong(
                        "it holds several statements", "write one query in each rule");
            }
        } catch (SQLException e) {
            throw misread(e, text, tables);
        }
    }

    private RuleStopped misread(SQLException e, RuleText text, RuleTables tables)
            throws RuleStopped {
        ServerErrorMessage said = e instanceof PSQLException p ? p.getServerErrorMessage() : null;
        String state = state(e);
        boolean isAboutNames =
                state.startsWith("42") || state.startsWith("3F") || state.startsWith("0A");
        if (said == null || said.getMessage() == null || !isAboutNames) {
            String place = said == null ? "" : text.place(said.getPosition());
            return failed(e, place);
        }
        String missing = text.nameAt(said.getPosition());
        if (state.equals("42P01") && missing != null) {
            RuleStopped known = tables.absent(missing);
            if (known != null) {
                return known;
            }
        }
        return RuleStopped.wrong(
                "PostgreSQL says: %s%s (SQLSTATE %s)"
                        .formatted(
                                oneLine(said.getMessage()), text.place(said.getPosition()), state),
                state.equals("42P01") ? tables.hint(missing) : null);
    }

    /** The names of the types that a prepared statement gives; none where it gives no rows. */
    List<String> types(String prepared) throws RuleStopped {
        try (PreparedStatement statement = connection.prepareStatement("EXECUTE " + prepared)) {
            ResultSetMetaData columns = statement.getMetaData();
            List<String> types = new ArrayList<>();
            for (int i = 1; columns != null && i <= columns.getColumnCount(); i++) {
                types.add(columns.getColumnTypeName(i));
            }
            return types;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** The first rows of a query, two at most. */
    <T extends @Nullable Object> List<T> rows(String sql, Session.RowReader<T> reader)
            throws RuleStopped {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.setMaxRows(2);
            List<T> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery(sql)) {
                while (result.next()) {
                    rows.add(reader.read(result));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** The one row of a query that gives exactly one. */
    <T extends @Nullable Object> T row(String sql, Session.RowReader<T> reader) throws RuleStopped {
        return rows(sql, reader).getFirst();
    }

    private RuleStopped failed(SQLException e) {
        return failed(e, "");
    }

    /** Functions of the dump may say what they like, so only the SQLSTATE is told. */
    private RuleStopped failed(SQLException e, String place) {
        String state = state(e);
        boolean late = System.nanoTime() - start >= time.toNanos();
        if (state.equals("57014") || (late && state.startsWith("08"))) {
            return RuleStopped.wrong(
                    "it did not end within its " + time.toSeconds() + " s",
                    "raise the rule's timeout, or write a query that reads less");
        }
        if (state.startsWith("08") || state.startsWith("57P")) {
            throw lost("the server was lost while a rule was asked (SQLSTATE " + state + ")");
        }
        String words =
                switch (state) {
                    case "25006" -> "it tries to write, which rules may not";
                    case "42501" -> "the drill's role may not read what it names";
                    case "55000" ->
                            "what it names cannot be read as it is, as a materialized view that is"
                                    + " not populated";
                    case "53100" -> "the disk is full";
                    case "53200" -> "the server is out of memory";
                    case "55P03" -> "a lock was not had within 30 s";
                    default -> "PostgreSQL raised an error while it ran";
                };
        return RuleStopped.wrong(words + place + " (SQLSTATE " + state + ")", null);
    }

    private static String oneLine(String text) {
        String plain = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return plain.length() <= QUOTED ? plain : plain.substring(0, QUOTED) + "…";
    }

    private static String state(SQLException e) {
        return e.getSQLState() == null ? "none" : e.getSQLState();
    }

    private static FindingException lost(String message) {
        return new FindingException(Finding.of(FindingCode.SERVER_LOST, null, message));
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // Whatever it was, the server drops the session and its transaction with the socket.
            return;
        }
    }
}
