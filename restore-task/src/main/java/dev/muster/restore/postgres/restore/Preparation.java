package dev.muster.restore.postgres.restore;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import dev.muster.restore.postgres.server.NamedServer;
import dev.muster.restore.postgres.server.Server;
import dev.muster.restore.postgres.server.Sql;
import dev.muster.restore.postgres.server.ThrowawayServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a server ready for an archive: its database, roles, tablespaces and libraries. */
public final class Preparation {
    /** Extensions that work only when the server was started with their library. */
    private static final Set<String> PRELOADED =
            Set.of(
                    "timescaledb",
                    "pg_stat_statements",
                    "pg_stat_kcache",
                    "pg_cron",
                    "pgaudit",
                    "citus",
                    "pg_squeeze",
                    "pg_partman_bgw",
                    "pglogical",
                    "pg_hint_plan",
                    "pg_net",
                    "pg_tle",
                    "set_user",
                    "anon");

    private final Server server;

    public Preparation(Server server) {
        this.server = server;
    }

    /**
     * Creates the database and what goes with it. May restart a throwaway server, so no connection
     * to it may be open.
     *
     * @throws FindingException where the server does not let itself be prepared
     */
    public Prepared prepare(Needs needs) {
        List<Finding> findings = new ArrayList<>();
        try {
            preload(needs);
            String name;
            Set<String> lacking;
            try (Connection connection = server.connect(server.maintenanceDatabase())) {
                createRoles(connection, needs.roles());
                createTablespaces(connection, needs.tablespaces());
                name = createDatabase(connection, needs.database(), findings);
                lacking = extensions(connection, needs.extensions(), findings);
            }
            if (server instanceof NamedServer named) {
                named.requireLogin(name);
                GrantedExtensions.create(named, name, needs);
            }
            return new Prepared(name, needs, findings, lacking);
        } catch (SQLException e) {
            throw new FindingException(
                    server.lost()
                            .orElseGet(() ->
                                    Finding.of(
                                            FindingCode.SERVER_REFUSED,
                                            null,
                                            "cannot prepare the server: " + firstLine(e))),
                    e);
        }
    }

    /** Drops the database and makes it again, with roles that the archive turned out to need. */
    Prepared again(Prepared prepared, Set<String> moreRoles) {
        try (Connection connection = server.connect(server.maintenanceDatabase())) {
            Set<String> roles = new LinkedHashSet<>(prepared.needs().roles());
            roles.addAll(moreRoles);
            createRoles(connection, roles);
            DatabaseSpec spec = prepared.needs().database();
            if (server instanceof NamedServer named) {
                named.temporary()
                        .again(
                                connection,
                                prepared.database(),
                                name -> create(connection, named, spec, name));
                GrantedExtensions.create(named, prepared.database(), prepared.needs());
                return prepared;
            }
            execute(connection, "DROP DATABASE " + Sql.identifier(prepared.database()));
            DatabaseCreation.create(connection, server, spec, prepared.database(), null);
            return prepared;
        } catch (SQLException e) {
            throw new FindingException(
                    Finding.of(
                            FindingCode.SERVER_REFUSED,
                            prepared.database(),
                            "cannot prepare the server: " + firstLine(e)),
                    e);
        }
    }

    private void preload(Needs needs) {
        if (server instanceof ThrowawayServer throwaway) {
            List<String> libraries =
                    needs.extensions().keySet().stream()
                            .filter(PRELOADED::contains)
                            .filter(server.installation().libraries()::contains)
                            .sorted()
                            .toList();
            if (!throwaway.preloaded().containsAll(libraries)) {
                throwaway.preload(libraries);
            }
        }
    }

    private String createDatabase(Connection connection, DatabaseSpec spec, List<Finding> findings)
            throws SQLException {
        if (server instanceof NamedServer named) {
            return named.temporary()
                    .create(
                            connection,
                            name -> create(connection, named, spec, name).ifPresent(findings::add));
        }
        if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?", spec.name())) {
            DatabaseCreation.create(connection, server, spec, spec.name(), null)
                    .ifPresent(findings::add);
        }
        return spec.name();
    }

    private static Optional<Finding> create(
            Connection connection, NamedServer named, DatabaseSpec spec, String name)
            throws SQLException {
        return DatabaseCreation.create(connection, named, spec, name, named.temporary().role());
    }

    // A throwaway server's stubs are superusers that nobody can log in as: an archive does not tell
    // which other roles a role belongs to, or which may own an event trigger.
    private void createRoles(Connection connection, Set<String> roles) throws SQLException {
        Set<String> wanted = new LinkedHashSet<>();
        for (String role : roles) {
            boolean keyword = role.isEmpty() || role.equalsIgnoreCase("public");
            if (!keyword) {
                wanted.add(role);
            }
        }
        if (server instanceof NamedServer named) {
            wanted.removeIf(role -> role.startsWith("pg_"));
            named.temporary().needRoles(connection, wanted);
            return;
        }
        for (String role : wanted) {
            if (!exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", role)) {
                createRole(connection, role);
            }
        }
    }

    private void createRole(Connection connection, String role) throws SQLException {
        if (!role.startsWith("pg_")) {
            execute(connection, "CREATE ROLE " + Sql.identifier(role) + " NOLOGIN SUPERUSER");
            return;
        }
        // A predefined role of another major version: its name is reserved, the catalog is not.
        execute(connection, "CREATE ROLE " + Sql.identifier("muster " + role) + " NOLOGIN");
        execute(
                connection,
                "UPDATE pg_catalog.pg_authid SET rolname = "
                        + Sql.literal(role)
                        + " WHERE rolname = "
                        + Sql.literal("muster " + role));
    }

    // In place: a directory inside the data directory, whatever path the source has.
    private void createTablespaces(Connection connection, Set<String> tablespaces)
            throws SQLException {
        if (!(server instanceof ThrowawayServer) || tablespaces.isEmpty()) {
            return;
        }
        try {
            execute(connection, "SET allow_in_place_tablespaces = on");
        } catch (SQLException e) {
            return; // Before 15 minor versions differ: then they go to the default tablespace.
        }
        for (String tablespace : tablespaces) {
            if (!exists(connection, "SELECT 1 FROM pg_tablespace WHERE spcname = ?", tablespace)) {
                execute(
                        connection,
                        "CREATE TABLESPACE " + Sql.identifier(tablespace) + " LOCATION ''");
            }
        }
    }

    private Set<String> extensions(
            Connection connection, Map<String, @Nullable String> wanted, List<Finding> findings)
            throws SQLException {
        Map<String, String> available = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT name, default_version FROM pg_available_extensions")) {
            while (rows.next()) {
                available.put(rows.getString(1), rows.getString(2));
            }
        }
        Set<String> lacking = new LinkedHashSet<>();
        wanted.forEach((name, version) -> {
            String here = available.get(name);
            if (here == null) {
                lacking.add(name);
            } else if (version != null && !version.equals(here)) {
                findings.add(
                        Finding.of(
                                FindingCode.EXTENSION_SUBSTITUTED,
                                name,
                                "extension \"%s\" is %s in the backup and %s here"
                                        .formatted(name, version, here)));
            }
        });
        return lacking;
    }

    private static boolean exists(Connection connection, String query, String name)
            throws SQLException {
        try (var statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            return statement.executeQuery().next();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
