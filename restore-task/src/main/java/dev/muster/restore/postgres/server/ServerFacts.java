package dev.muster.restore.postgres.server;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What a named server is, and what the plan's role may do there.
 *
 * @param version as the server says it, for example {@code 17.6}
 * @param superuser whether the plan's role is one
 */
record ServerFacts(String version, int major, boolean superuser) {

    /**
     * Asks the server.
     *
     * @throws FindingException where nothing can be restored there
     */
    static ServerFacts of(Connection connection, ServerAddress address) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT current_setting('server_version'),"
                                        + " current_setting('server_version_num')::int,"
                                        + " rolsuper, rolcreatedb, rolcreaterole,"
                                        + " pg_is_in_recovery()"
                                        + " FROM pg_roles WHERE rolname = current_user")) {
            row.next();
            // First, as a reader's role on a standby needs no more privileges but another server.
            if (row.getBoolean(6)) {
                throw new FindingException(
                        Finding.of(
                                        FindingCode.RESTORE_TARGET_REFUSED,
                                        null,
                                        "server \"%s\" is a standby".formatted(address))
                                .withHint(
                                        "name a server of its own to restore into; a replica is what"
                                                + " `compare` is for"));
            }
            boolean superuser = row.getBoolean(3);
            if (!superuser && !row.getBoolean(4)) {
                throw missing("role \"%s\" may not create databases".formatted(address.user()));
            }
            if (!superuser && !row.getBoolean(5)) {
                throw missing(
                        "role \"%s\" may not create roles, and a drill works as a role of its own"
                                .formatted(address.user()));
            }
            return new ServerFacts(
                    row.getString(1).split(" ", 2)[0], row.getInt(2) / 10000, superuser);
        }
    }

    private static FindingException missing(String message) {
        return new FindingException(Finding.of(FindingCode.PRIVILEGE_MISSING, null, message));
    }
}
