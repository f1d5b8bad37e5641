package dev.muster.restore.postgres.server;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import dev.muster.restore.postgres.sandbox.Reach;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A server that the plan names: archives are restored into temporary databases there, which are
 * dropped afterwards with the roles that were created for them. Never one that holds the source.
 */
public final class NamedServer implements Server {
    private final Installation installation;
    private final ServerAddress address;
    private final Path passwordFile;
    private final String version;
    private final int major;
    private final boolean superuser;
    private final TemporaryObjects temporary;
    private volatile @Nullable Finding leftover;
    private volatile boolean closed;

    private NamedServer(
            Installation installation, ServerAddress address, WorkDirectory work, String drillId)
            throws SQLException, IOException {
        this.installation = installation;
        this.address = address;
        String password = address.password() == null ? "" : address.password();
        passwordFile =
                SecretFile.write(
                        work.forPrograms("client-" + work.next()).resolve("pgpass"),
                        "*:*:*:*:" + password.replace("\\", "\\\\").replace(":", "\\:"));
        try (Connection connection = connect(address.database());
                ResultSet row =
                        connection
                                .createStatement()
                                .executeQuery(
                                        "SELECT current_setting('server_version'),"
                                                + " current_setting('server_version_num')::int,"
                                                + " rolsuper, rolcreatedb, pg_is_in_recovery()"
                                                + " FROM pg_roles WHERE rolname = current_user")) {
            row.next();
            version = row.getString(1).split(" ", 2)[0];
            major = row.getInt(2) / 10000;
            superuser = row.getBoolean(3);
            if (!superuser && !row.getBoolean(4)) {
                throw missing("role \"%s\" may not create databases".formatted(address.user()));
            }
            if (row.getBoolean(5)) {
                throw refused("server \"%s\" is a standby".formatted(address.host()));
            }
            temporary = new TemporaryObjects(this, drillId);
            temporary.sweep(connection);
        }
        work.closeFirst(this);
    }

    /**
     * Connects, and refuses a server that holds the source.
     *
     * @param archiveDatabase the database's name in the archive, null where it is not known
     * @param sourceSystemIdentifier of the server that was dumped, null where the plan has none
     * @throws FindingException where it cannot be used
     */
    public static NamedServer open(
            Installation installation,
            ServerAddress address,
            WorkDirectory work,
            String drillId,
            @Nullable String archiveDatabase,
            @Nullable String sourceSystemIdentifier) {
        try {
            NamedServer server = new NamedServer(installation, address, work, drillId);
            server.refuseSource(archiveDatabase, sourceSystemIdentifier);
            return server;
        } catch (SQLException e) {
            throw new FindingException(
                    Finding.of(
                            FindingCode.SERVER_REFUSED,
                            address.host(),
                            "cannot use server \"%s\": %s".formatted(address, firstLine(e))),
                    e);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void refuseSource(@Nullable String database, @Nullable String identifier)
            throws SQLException {
        try (Connection connection = connect(address.database())) {
            if (database != null) {
                try (var query =
                        connection.prepareStatement(
                                "SELECT 1 FROM pg_database WHERE datname = ?"
                                        + " AND datname NOT IN ('postgres', 'template1')")) {
                    query.setString(1, database);
                    if (query.executeQuery().next()) {
                        close();
                        throw refused(
                                "server \"%s\" holds a database \"%s\", as the backup does"
                                        .formatted(address.host(), database));
                    }
                }
            }
            if (identifier != null && identifier.equals(systemIdentifier(connection))) {
                close();
                throw refused(
                        "server \"%s\" is the one that was dumped: system identifier %s"
                                .formatted(address.host(), identifier));
            }
        }
    }

    private static String systemIdentifier(Connection connection) throws SQLException {
        try (ResultSet row =
                connection
                        .createStatement()
                        .executeQuery("SELECT system_identifier::text FROM pg_control_system()")) {
            row.next();
            return row.getString(1);
        }
    }

    /** What was created there and is to be dropped. */
    public TemporaryObjects temporary() {
        return temporary;
    }

    /** What could not be dropped; to be asked after {@link #close}. */
    public List<Finding> leftovers() {
        Finding found = leftover;
        return found == null ? List.of() : List.of(found);
    }

    @Override
    public Installation installation() {
        return installation;
    }

    @Override
    public int major() {
        return major;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public String describe() {
        return "server %s:%d, PostgreSQL %s".formatted(address.host(), address.port(), version);
    }

    @Override
    public String maintenanceDatabase() {
        return address.database();
    }

    @Override
    public boolean superuser() {
        return superuser;
    }

    @Override
    public Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", address.user());
        if (address.password() != null) {
            properties.setProperty("password", address.password());
        }
        properties.setProperty("connectTimeout", "20");
        properties.setProperty("ApplicationName", "muster");
        // Names of a SQL_ASCII database are read byte by byte, as LATIN1.
        properties.setProperty("allowEncodingChanges", "true");
        if (address.isSocket()) {
            properties.setProperty("socketFactory", UnixSocketFactory.class.getName());
            properties.setProperty(
                    "socketFactoryArg", address.host() + "/.s.PGSQL." + address.port());
            properties.setProperty("sslmode", "disable");
            return DriverManager.getConnection(
                    JdbcUrl.of("localhost", address.port(), database), properties);
        }
        properties.setProperty("sslmode", address.sslMode());
        if (address.rootCertificate() != null) {
            properties.setProperty("sslrootcert", address.rootCertificate());
        }
        return DriverManager.getConnection(
                JdbcUrl.of(address.host(), address.port(), database), properties);
    }

    @Override
    public Map<String, String> clientEnvironment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("PGHOST", address.host());
        environment.put("PGPORT", String.valueOf(address.port()));
        environment.put("PGUSER", address.user());
        environment.put("PGPASSFILE", passwordFile.toString());
        environment.put("PGSSLMODE", address.sslMode());
        if (address.rootCertificate() != null) {
            environment.put("PGSSLROOTCERT", address.rootCertificate());
        }
        environment.put("PGCONNECT_TIMEOUT", "30");
        // A drill waits for nobody on a server that others use.
        environment.put("PGOPTIONS", "-c lock_timeout=10min");
        return environment;
    }

    @Override
    public Reach clientReach(Path program) {
        Reach reach =
                Reach.ofProgram(program)
                        .andRead(
                                installation.bin().resolveSibling("lib"),
                                installation.bin(),
                                passwordFile)
                        .andConnect(address.port());
        return address.rootCertificate() == null
                ? reach
                : reach.andRead(Path.of(address.rootCertificate()));
    }

    @Override
    public Optional<Finding> lost() {
        try (Connection connection = connect(address.database())) {
            return connection.isValid(20) ? Optional.empty() : Optional.of(gone("no answer"));
        } catch (SQLException e) {
            return Optional.of(gone(firstLine(e)));
        }
    }

    private Finding gone(String why) {
        return Finding.of(
                        FindingCode.SERVER_LOST,
                        address.host(),
                        "server \"%s\" is lost: %s".formatted(address.host(), why))
                .withHint("look at the server's own log, then drill again");
    }

    @Override
    public long diskBytes() {
        return -1;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        List<String> problems = new ArrayList<>();
        try (Connection connection = connect(address.database())) {
            problems.addAll(temporary.drop(connection));
        } catch (SQLException e) {
            if (!temporary.isEmpty()) {
                problems.add(firstLine(e));
            }
        }
        if (!problems.isEmpty()) {
            leftover =
                    Finding.of(
                                    FindingCode.LEFTOVERS,
                                    address.host(),
                                    "server \"%s\" still holds what the drill made: %s"
                                            .formatted(address.host(), String.join("; ", problems)))
                            .withHint("the next drill on this server tries to drop it again");
        }
    }

    static String firstLine(SQLException e) {
        String message = e.getMessage();
        return message == null ? e.getSQLState() : message.lines().findFirst().orElse("");
    }

    private static FindingException refused(String message) {
        return new FindingException(Finding.of(FindingCode.RESTORE_TARGET_REFUSED, null, message));
    }

    private static FindingException missing(String message) {
        return new FindingException(Finding.of(FindingCode.PRIVILEGE_MISSING, null, message));
    }
}
