package dev.muster.restore.postgres.restore;

import dev.muster.restore.postgres.errors.ErrorSink;
import dev.muster.restore.postgres.server.Server;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Waits until psql either asks for a COPY's rows or has said that the COPY failed. */
final class CopyGate implements ScriptFeeder.Gate, AutoCloseable {
    /**
     * How long psql may do nothing, or the server wait for psql, before the rows are sent: what
     * looked like a COPY was text, or its name is in an encoding that is not told here.
     */
    private static final long QUIET_NANOS = Duration.ofSeconds(2).toNanos();

    /** So many characters tell one COPY from the one before it. */
    private static final int COMPARED = 60;

    private static final Pattern OTHER_LETTERS = Pattern.compile("[^\\x00-\\x7F]+");

    // As bytes: the text is in the encoding of the database that it runs in.
    private static final String QUERY =
            "SELECT state, wait_event, substr(textsend(query), 1, 200) FROM pg_stat_activity"
                    + " WHERE datname = ? AND application_name = '"
                    + PsqlCommand.APPLICATION
                    + "'";

    private final Server server;
    private final String database;
    private @Nullable Connection connection;
    private @Nullable PreparedStatement statement;
    private String awaited = "";
    private boolean rowsAwaited;
    private boolean quiet;

    CopyGate(Server server, String database) {
        this.server = server;
        this.database = database;
    }

    /**
     * Whether the rows are to be sent.
     *
     * @param line the COPY's in psql's count
     * @param copy its text, a character for each byte; the server may still be busy with the COPY
     *     before it
     */
    @Override
    public boolean opens(int line, String copy, ErrorSink sink) throws InterruptedException {
        awaited = beginning(copy);
        long quietSince = System.nanoTime();
        for (int turn = 0; ; turn++) {
            if (sink.hasErrorAtLine(line)) {
                return false;
            }
            try {
                look();
            } catch (SQLException e) {
                return true; // Without the server's word: as psql itself would go on.
            }
            if (rowsAwaited) {
                return true;
            }
            if (!quiet) {
                quietSince = System.nanoTime();
            }
            if (System.nanoTime() - quietSince > QUIET_NANOS) {
                return true;
            }
            Thread.sleep(turn < 20 ? 0 : 1, turn < 20 ? 300_000 : 0);
        }
    }

    private void look() throws SQLException {
        if (connection == null) {
            connection = server.connect(server.maintenanceDatabase());
        }
        if (statement == null) {
            statement = connection.prepareStatement(QUERY);
            statement.setString(1, database);
        }
        rowsAwaited = false;
        quiet = true;
        try (ResultSet rows = statement.executeQuery()) {
            if (rows.next()) {
                boolean active = "active".equals(rows.getString(1));
                boolean reading = active && "ClientRead".equals(rows.getString(2));
                byte[] query = rows.getBytes(3);
                rowsAwaited =
                        reading
                                && query != null
                                && beginning(new String(query, StandardCharsets.ISO_8859_1))
                                        .equals(awaited);
                quiet = reading || String.valueOf(rows.getString(1)).startsWith("idle");
            }
        }
    }

    /** What comes out the same whatever the script's encoding: letters of others become one. */
    private static String beginning(String statement) {
        String stripped = OTHER_LETTERS.matcher(statement.strip()).replaceAll("?");
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
