package dev.muster.restore.postgres.server;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import dev.muster.restore.postgres.sandbox.Reach;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A server that the plan names and that others use, too: archives are restored into temporary
 * databases there, by a role of the drill's own that may do nothing else, and all of it is dropped
 * afterwards. Never one that holds the source.
 */
public final class NamedServer implements Server {
    private static final Duration LONGEST_CLEANUP = Duration.ofMinutes(10);

    private final Installation installation;
    private final ServerAddress address;
    private final Path passwordFile;
    private final ServerFacts facts;
    private final TemporaryObjects temporary;
    private final List<Finding> leftovers = new ArrayList<>();
    private boolean closed;

    private NamedServer(
            Installation installation,
            ServerAddress address,
            ServerFacts facts,
            TemporaryNames names,
            WorkDirectory work)
            throws IOException {
        this.installation = installation;
        this.address = address;
        this.facts = facts;
        temporary = new TemporaryObjects(address, facts, names);
        ServerAddress owner = temporary.owner();
        passwordFile =
                SecretFile.write(
                        work.forPrograms("client-" + work.next()).resolve("pgpass"),
                        "*:*:*:" + owner.user() + ":" + owner.password());
    }

    /**
     * Connects, refuses a server that holds the source, drops what killed drills left there, and
     * creates the drill's own role.
     *
     * @param longest how long the drill may still take
     * @throws FindingException where it cannot be used
     */
    public static NamedServer open(
            Installation installation,
            ServerAddress address,
            WorkDirectory work,
            TemporaryNames names,
            SourceTraces source,
            Duration longest) {
        try (Connection connection = address.connect(address.database())) {
            ServerFacts facts = ServerFacts.of(connection, address);
            source.refuse(connection, address);
            NamedServer server = new NamedServer(installation, address, facts, names, work);
            work.closeFirst(server);
            try {
                server.begin(connection, longest);
                return server;
            } catch (SQLException | RuntimeException e) {
                server.close();
                throw e;
            }
        } catch (SQLException e) {
            throw refused(address, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Drops what killed drills left on a server, and nothing of those that run.
     *
     * @return the roles whose things were dropped, and as findings what could not be
     * @throws FindingException where the server cannot be used
     */
    public static Reaped reap(ServerAddress address) {
        try (Connection connection = address.connect(address.database())) {
            ServerFacts facts = ServerFacts.of(connection, address);
            KilledDrills.Swept swept = KilledDrills.sweep(connection, address, facts.major());
            return new Reaped(swept.dropped(), leftovers(address, swept.problems()));
        } catch (SQLException e) {
            throw refused(address, e);
        }
    }

    /** What was dropped of killed drills, and what could not be. */
    public record Reaped(List<String> dropped, List<Finding> leftovers) {}

    private void begin(Connection connection, Duration longest) throws SQLException {
        KilledDrills.Swept swept = KilledDrills.sweep(connection, address, facts.major());
        leftovers.addAll(leftovers(address, swept.problems()));
        temporary.begin(connection, longest);
    }

    /** What was created there and is to be dropped. */
    public TemporaryObjects temporary() {
        return temporary;
    }

    /** What is still there of this drill or of a killed one; to be asked after {@link #close}. */
    @Override
    public synchronized List<Finding> leftovers() {
        return List.copyOf(leftovers);
    }

    @Override
    public Installation installation() {
        return installation;
    }

    @Override
    public int major() {
        return facts.major();
    }

    @Override
    public String version() {
        return facts.version();
    }

    @Override
    public String describe() {
        return "server %s:%d, PostgreSQL %s"
                .formatted(address.host(), address.port(), facts.version());
    }

    @Override
    public String maintenanceDatabase() {
        return address.database();
    }

    /** Never: what a backup holds acts as the drill's own role, whoever the plan names. */
    @Override
    public boolean superuser() {
        return false;
    }

    /** As the drill's own role where it is one of the drill's databases, else as the plan's. */
    @Override
    public Connection connect(String database) throws SQLException {
        return (temporary.isOurs(database) ? temporary.owner() : address).connect(database);
    }

    /** As the plan's role, whatever database it is: nothing of a backup may have run there yet. */
    public Connection connectAsPlanned(String database) throws SQLException {
        return address.connect(database);
    }

    /**
     * Makes sure that the drill's own role can log in.
     *
     * @throws FindingException where the server does not let it in
     */
    public void requireLogin(String database) {
        try (Connection connection = temporary.owner().connect(database)) {
            if (!connection.isValid(20)) {
                throw new SQLException("no answer");
            }
        } catch (SQLException e) {
            throw new FindingException(
                    refused(address, e)
                            .finding()
                            .withHint(
                                    "let the drills' own roles log in, as with `host all all …"
                                            + " scram-sha-256` in pg_hba.conf: a backup never acts"
                                            + " as the role that the plan names"),
                    e);
        }
    }

    @Override
    public Map<String, String> clientEnvironment() {
        return temporary.owner().environment(passwordFile);
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
        Path certificate = address.rootCertificate();
        return certificate == null ? reach : reach.andRead(certificate);
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

    /** What the drill's databases take, or -1 where the server does not say. */
    @Override
    public long diskBytes() {
        try (Connection connection = connect(address.database());
                PreparedStatement query =
                        connection.prepareStatement(
                                "SELECT coalesce(sum(pg_database_size(d.oid)), 0)::bigint"
                                        + " FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba"
                                        + " WHERE r.rolname = ?")) {
            query.setString(1, temporary.role());
            ResultSet row = query.executeQuery();
            return row.next() ? row.getLong(1) : -1;
        } catch (SQLException e) {
            return -1;
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (!temporary.end()) {
            return;
        }
        List<String> problems = new ArrayList<>();
        try (Connection connection = connect(address.database())) {
            connection.setNetworkTimeout(Runnable::run, (int) LONGEST_CLEANUP.toMillis());
            problems.addAll(temporary.drop(connection));
        } catch (SQLException e) {
            problems.add(firstLine(e));
        }
        leftovers.addAll(leftovers(address, problems));
    }

    private static List<Finding> leftovers(ServerAddress address, List<String> problems) {
        return problems.isEmpty()
                ? List.of()
                : List.of(
                        Finding.of(
                                        FindingCode.LEFTOVERS,
                                        address.host(),
                                        "server \"%s\" still holds what drills made: %s"
                                                .formatted(
                                                        address.host(),
                                                        String.join("; ", problems)))
                                .withHint(
                                        "the next drill on this server tries to drop it again, and"
                                                + " so does `muster doctor --reap`"));
    }

    private static FindingException refused(ServerAddress address, SQLException e) {
        return new FindingException(
                Finding.of(
                        FindingCode.SERVER_REFUSED,
                        address.host(),
                        "cannot use server \"%s\": %s".formatted(address, firstLine(e))),
                e);
    }

    static String firstLine(SQLException e) {
        @Nullable String message = e.getMessage();
        return message == null
                ? String.valueOf(e.getSQLState())
                : message.lines().findFirst().orElse("");
    }
}
