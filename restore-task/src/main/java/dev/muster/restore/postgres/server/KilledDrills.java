package dev.muster.restore.postgres.server;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Drops what drills left on a named server that were killed: their process, where it ran on this
 * machine, has ended; or their role has been of no use for an hour, wherever they ran.
 */
final class KilledDrills {
    private static final long LOCK = TemporaryRemoval.LOCK + 1;

    private KilledDrills() {}

    /** The roles whose things were dropped, and what could not be. */
    record Swept(List<String> dropped, List<String> problems) {}

    /** A drill's own role. */
    private record DrillRole(String name, ProcessMark mark, boolean expired) {
        boolean isAbandoned() {
            return expired || mark.hasEnded();
        }
    }

    static Swept sweep(Connection connection, ServerAddress address, int serverMajor)
            throws SQLException {
        TemporaryRemoval removal = new TemporaryRemoval(connection, serverMajor);
        List<String> dropped = new ArrayList<>();
        if (!isFirst(connection)) {
            return new Swept(dropped, List.of()); // Another drill is just doing it.
        }
        for (DrillRole role : roles(connection)) {
            if (role.isAbandoned()) {
                int problems = removal.problems().size();
                for (String database : databases(connection, role.name())) {
                    removal.database(database, address);
                }
                removal.role(role.name());
                if (removal.problems().size() == problems) {
                    dropped.add(role.name());
                }
            }
        }
        // Also those of a drill that dropped its own role and nothing more.
        removal.stubs(_ -> false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_unlock(" + LOCK + ")");
        }
        return new Swept(dropped, removal.problems());
    }

    private static boolean isFirst(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT pg_try_advisory_lock(" + LOCK + ")")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static List<DrillRole> roles(Connection connection) throws SQLException {
        List<DrillRole> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT rolname, shobj_description(oid, 'pg_authid'),"
                                        + " coalesce(rolvaliduntil < now() - interval '1 hour', false)"
                                        + " FROM pg_roles WHERE NOT rolsuper"
                                        + " AND shobj_description(oid, 'pg_authid') LIKE '"
                                        + ProcessMark.BEGINNING
                                        + "%'")) {
            while (rows.next()) {
                String name = rows.getString(1);
                boolean expired = rows.getBoolean(3);
                ProcessMark.read(rows.getString(2))
                        .ifPresent(mark -> found.add(new DrillRole(name, mark, expired)));
            }
        }
        return found;
    }

    // Only those that bear its name: somebody may have given it another.
    private static List<String> databases(Connection connection, String role) throws SQLException {
        List<String> databases = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT d.datname FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba"
                                + " WHERE r.rolname = ? AND (d.datname = r.rolname"
                                + " OR left(d.datname, length(r.rolname) + 1) = r.rolname || '_')"
                                + " ORDER BY 1")) {
            query.setString(1, role);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    databases.add(rows.getString(1));
                }
            }
        }
        return databases;
    }
}
