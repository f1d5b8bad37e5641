package dev.muster.restore.postgres.restore;

import dev.muster.restore.postgres.server.Server;
import java.sql.Connection;
import java.sql.SQLException;

/** Ends what a killed tool's sessions are still doing in the server. */
final class Sessions {
    private Sessions() {}

    static void end(Server server, String database) {
        String query =
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE datname = ? AND pid <> pg_backend_pid()";
        try (Connection connection = server.connect(server.maintenanceDatabase());
                var statement = connection.prepareStatement(query)) {
            statement.setString(1, database);
            statement.execute();
        } catch (SQLException e) {
            return; // The server is gone, and its sessions with it.
        }
    }
}
