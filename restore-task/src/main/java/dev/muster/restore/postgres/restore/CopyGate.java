package dev.muster.restore.postgres.restore;

import dev.muster.restore.postgres.errors.ErrorSink;
import dev.muster.restore.postgres.server.Server;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Waits until psql either asks for a COPY's rows or has said that the COPY failed. */
final class CopyGate implements AutoCloseable {
    /** How long psql may do nothing at all before what looked like a COPY is held for text. */
    private static final long IDLE_NANOS = Duration.ofSeconds(2).toNanos();

    /** So many characters tell one COPY from the one before it. */
    private static final int COMPARED = 60;

    private static final String QUERY =
            "SELECT state, wait_event, left(query, 200) FROM pg_stat_activity"
                    + " WHERE datname = ? AND application_name = '"
                    + PsqlCommand.APPLICATION
                    + "'";

    private final Server server;
    private final String database;
    private @Nullable Connection connection;
    private @Nullable PreparedStatement statement;

    CopyGate(Server server, String database) {
        this.server = server;
        this.database = database;
    }

    /**
     * Whether the rows are to be sent.
     *
     * @param line the COPY's in psql's count
     * @param copy its text; the server may still be busy with the COPY before it
     */
    boolean opens(int line, String copy, ErrorSink sink) throws InterruptedException {
        awaited = beginning(copy);
        long idleSince = System.nanoTime();
        for (int turn = 0; ; turn++) {
            if (sink.hasErrorAtLine(line)) {
                return false;
            }
            try {
                if (!isIdle(idleSince)) {
                    idleSince = System.nanoTime();
                }
                if (asksForRows()) {
                    return true;
                }
            } catch (SQLException e) {
                return true; // Without the server's word: as psql itself would go on.
            }
            if (System.nanoTime() - idleSince > IDLE_NANOS) {
                return true;
            }
            Thread.sleep(turn < 20 ? 0 : 1, turn < 20 ? 300_000 : 0);
        }
    }

    private @Nullable String state;
    private boolean rowsAwaited;
    private String awaited = "";

    private boolean isIdle(long since) throws SQLException {
        look();
        return since >= 0 && (state == null || state.equals("idle"));
    }

    private boolean asksForRows() {
        return rowsAwaited;
    }

    private void look() throws SQLException {
        if (connection == null) {
            connection = server.connect(server.maintenanceDatabase());
        }
        if (statement == null) {
            statement = connection.prepareStatement(QUERY);
            statement.setString(1, database);
        }
        state = null;
        rowsAwaited = false;
        try (ResultSet rows = statement.executeQuery()) {
            if (rows.next()) {
                state = rows.getString(1);
                String query = String.valueOf(rows.getString(3)).stripLeading();
                rowsAwaited =
                        "active".equals(state)
                                && "ClientRead".equals(rows.getString(2))
                                && beginning(query).equals(awaited);
            }
        }
    }

    private static String beginning(String statement) {
        String stripped = statement.strip();
        return stripped.substring(0, Math.min(COMPARED, stripped.length()));
    }

    @Override
    public void close() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            return; // The server is gone.
        }
    }
}
