package dev.muster.restore.postgres.server;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * By what the server that a backup was made of is known again: nothing is restored into it.
 *
 * @param databases that were dumped, by their names
 * @param tables some of the backup's, each as schema and name
 * @param systemIdentifiers of the servers that were dumped
 */
public record SourceTraces(
        Set<String> databases, List<Table> tables, Set<String> systemIdentifiers) {
    /** Every server has them: their names alone tell nothing. */
    private static final Set<String> EVERYWHERE = Set.of("postgres", "template0", "template1");

    /** A table that the backup holds. */
    public record Table(String schema, String name) {}

    public SourceTraces {
        databases = Set.copyOf(databases);
        tables = List.copyOf(tables);
        systemIdentifiers = Set.copyOf(systemIdentifiers);
    }

    /**
     * Refuses the source.
     *
     * @throws FindingException where the server is the source, or looks like it
     */
    void refuse(Connection connection, ServerAddress address) throws SQLException {
        Optional<String> identifier = systemIdentifier(connection);
        if (identifier.filter(systemIdentifiers::contains).isPresent()) {
            throw refused(
                    "server \"%s\" has the system identifier %s of the one that was dumped, or that `compare` names"
                            .formatted(address.host(), identifier.get()));
        }
        for (String database : databases) {
            if (!exists(connection, database)) {
                continue;
            }
            if (!EVERYWHERE.contains(database)) {
                throw refused(
                        "server \"%s\" holds a database \"%s\", as the backup does"
                                .formatted(address.host(), database));
            }
            String table = tableIn(address, database);
            if (table != null) {
                throw refused(
                        "server \"%s\" holds a database \"%s\" with a table \"%s\", as the backup does"
                                .formatted(address.host(), database, table));
            }
        }
    }

    private static boolean exists(Connection connection, String database) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT 1 FROM pg_database WHERE datname = ?"
                                + " AND (datallowconn OR NOT datistemplate)")) {
            query.setString(1, database);
            return query.executeQuery().next();
        }
    }

    private @Nullable String tableIn(ServerAddress address, String database) throws SQLException {
        if (tables.isEmpty()) {
            return null;
        }
        try (Connection connection = address.connect(database);
                PreparedStatement query =
                        connection.prepareStatement(
                                "SELECT n.nspname || '.' || c.relname FROM pg_class c"
                                        + " JOIN pg_namespace n ON n.oid = c.relnamespace"
                                        + " JOIN unnest(?::text[], ?::text[]) AS t (s, r)"
                                        + " ON n.nspname = t.s AND c.relname = t.r"
                                        + " WHERE c.relkind IN ('r', 'p') LIMIT 1")) {
            query.setArray(1, names(connection, tables.stream().map(Table::schema).toList()));
            query.setArray(2, names(connection, tables.stream().map(Table::name).toList()));
            ResultSet row = query.executeQuery();
            return row.next() ? row.getString(1) : null;
        }
    }

    private static Array names(Connection connection, List<String> names) throws SQLException {
        return connection.createArrayOf("text", names.toArray());
    }

    private static Optional<String> systemIdentifier(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT system_identifier::text FROM pg_control_system()")) {
            return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
        } catch (SQLException e) {
            if ("42501".equals(e.getSQLState()) || "42883".equals(e.getSQLState())) {
                return Optional.empty(); // Not shown to this role, or not at all before 9.6.
            }
            throw e;
        }
    }

    private static FindingException refused(String message) {
        return new FindingException(Finding.of(FindingCode.RESTORE_TARGET_REFUSED, null, message));
    }
}
