package dev.muster.restore.postgres.restore;

import dev.muster.restore.postgres.server.NamedServer;
import dev.muster.restore.postgres.server.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;

/**
 * Creates in a named server's empty temporary database, as the plan's role, those extensions of the
 * backup that the drill's own role may not create. What they lend the backup's code must not reach
 * beyond the database, so those that talk to other servers are left out.
 */
final class GrantedExtensions {
    private static final Set<String> REACHING =
            Set.of(
                    "dblink",
                    "plproxy",
                    "http",
                    "pg_net",
                    "pg_cron",
                    "pglogical",
                    "pg_background",
                    "adminpack",
                    "aws_s3",
                    "aws_lambda",
                    "pg_tle");

    private GrantedExtensions() {}

    static void create(NamedServer server, String database, Needs needs) {
        if (needs.extensions().isEmpty()) {
            return;
        }
        try (Connection connection = server.connectAsPlanned(database)) {
            for (String extension : needs.extensions().keySet()) {
                if (!reachesOut(extension) && isWithheld(connection, server.major(), extension)) {
                    create(connection, server, extension, needs.schemas());
                }
            }
        } catch (SQLException e) {
            return; // The restore tells what it could not create itself.
        }
    }

    private static boolean reachesOut(String extension) {
        return REACHING.contains(extension) || extension.endsWith("_fdw");
    }

    /** Whether it is here, and not for every database's owner to create. */
    private static boolean isWithheld(Connection connection, int major, String extension)
            throws SQLException {
        String query =
                major >= 13
                        ? "SELECT v.trusted OR NOT v.superuser FROM pg_available_extensions e"
                                + " JOIN pg_available_extension_versions v"
                                + " ON v.name = e.name AND v.version = e.default_version"
                                + " WHERE e.name = ? AND e.installed_version IS NULL"
                        : "SELECT false FROM pg_available_extensions"
                                + " WHERE name = ? AND installed_version IS NULL";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, extension);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && !row.getBoolean(1);
            }
        }
    }

    private static void create(
            Connection connection, NamedServer server, String name, Map<String, String> schemas)
            throws SQLException {
        String schema = schemas.getOrDefault(name, "");
        boolean own = !schema.isEmpty() && !schema.equals("pg_catalog") && !schema.equals("public");
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            if (own) {
                statement.execute(
                        "CREATE SCHEMA IF NOT EXISTS "
                                + Sql.identifier(schema)
                                + " AUTHORIZATION "
                                + Sql.identifier(server.temporary().role()));
            }
            statement.execute(
                    "CREATE EXTENSION IF NOT EXISTS "
                            + Sql.identifier(name)
                            + (schema.isEmpty() ? "" : " SCHEMA " + Sql.identifier(schema))
                            + " CASCADE");
            connection.commit();
        } catch (SQLException e) {
            connection.rollback(); // Not for the plan's role either.
        } finally {
            connection.setAutoCommit(true);
        }
    }
}
