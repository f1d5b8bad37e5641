package dev.muster.restore.postgres.server;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.postgresql.util.PasswordUtil;

/**
 * What one drill creates on a named server: a role of its own that may do nothing there, which
 * restores and verifies; databases that belong to that role; and stubs of roles that the backup
 * names and the server lacks. The role is there first and says in its comment which process made
 * it, and until when it can be of use: so a later drill finds and drops all of it.
 */
public final class TemporaryObjects {
    /** Cleaning up takes no longer. */
    private static final Duration AFTERWARDS = Duration.ofMinutes(30);

    private final ServerAddress address;
    private final ServerFacts facts;
    private final TemporaryNames names;
    private final String password = random();
    private final Set<String> databases = new LinkedHashSet<>();
    private final Set<String> stubs = new LinkedHashSet<>();
    private boolean begun;
    private boolean ended;

    TemporaryObjects(ServerAddress address, ServerFacts facts, TemporaryNames names) {
        this.address = address;
        this.facts = facts;
        this.names = names;
    }

    /** The server, for the drill's own role. */
    ServerAddress owner() {
        return address.as(names.role(), password);
    }

    /** The drill's own role, which the databases belong to. */
    public String role() {
        return names.role();
    }

    synchronized boolean isOurs(String database) {
        return databases.contains(database);
    }

    /**
     * Creates the drill's own role.
     *
     * @param longest after which nobody can log in as this role any more
     */
    synchronized void begin(Connection connection, Duration longest) throws SQLException {
        requireNotEnded();
        String role = Sql.identifier(names.role());
        // The server never sees the password itself, and so its log does not either.
        String verifier =
                PasswordUtil.encodePassword(
                        names.role(),
                        password.toCharArray(),
                        facts.major() >= 10 ? "scram-sha-256" : "md5");
        begun = true;
        inTransaction(
                connection,
                () -> {
                    // Of row security a superuser alone can make it free.
                    execute(
                            connection,
                            "CREATE ROLE %s LOGIN PASSWORD %s VALID UNTIL %s%s"
                                    .formatted(
                                            role,
                                            Sql.literal(verifier),
                                            Sql.literal(until(connection, longest)),
                                            facts.superuser() ? " BYPASSRLS" : ""));
                    execute(
                            connection,
                            "COMMENT ON ROLE %s IS %s"
                                    .formatted(role, Sql.literal(ProcessMark.ofThis().text())));
                    if (!facts.superuser()) {
                        // What belongs to it can then be made and dropped by the plan's role.
                        execute(
                                connection,
                                "GRANT %s TO %s%s"
                                        .formatted(
                                                role,
                                                Sql.identifier(address.user()),
                                                facts.major() >= 16
                                                        ? " WITH INHERIT TRUE, SET TRUE"
                                                        : ""));
                    }
                });
    }

    private static String until(Connection connection, Duration longest) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT (now() + ? * interval '1 second')::text")) {
            query.setLong(1, longest.plus(AFTERWARDS).toSeconds());
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    /** Creates one of the drill's databases. */
    @FunctionalInterface
    public interface Creation {
        void create(String name) throws SQLException;
    }

    /** Creates a further database for the drill's role, and lets nobody else into it. */
    public synchronized String create(Connection connection, Creation creation)
            throws SQLException {
        return create(connection, names.database(databases.size() + 1), creation);
    }

    /** Drops a database of this drill and creates it again. */
    public synchronized void again(Connection connection, String database, Creation creation)
            throws SQLException {
        requireNotEnded();
        TemporaryRemoval removal = new TemporaryRemoval(connection, facts.major());
        removal.database(database, owner());
        if (!removal.problems().isEmpty()) {
            throw new SQLException(String.join("; ", removal.problems()));
        }
        create(connection, database, creation);
    }

    private String create(Connection connection, String name, Creation creation)
            throws SQLException {
        requireNotEnded();
        databases.add(name);
        creation.create(name);
        // What was backed up is nothing for everybody who can log in here.
        execute(connection, "REVOKE ALL ON DATABASE " + Sql.identifier(name) + " FROM PUBLIC");
        if (facts.superuser() && facts.major() < 15) {
            // From 15 on it belongs to the database's owner anyhow.
            try (Connection inside = address.connect(name)) {
                execute(inside, "ALTER SCHEMA public OWNER TO " + Sql.identifier(names.role()));
            }
        }
        return name;
    }

    /**
     * Makes stubs of those roles that the server lacks. Those that are somebody's there stay as
     * they are: the drill's role gets no part in them.
     */
    public synchronized void needRoles(Connection connection, Set<String> roles)
            throws SQLException {
        requireNotEnded();
        if (roles.isEmpty()) {
            return;
        }
        inTransaction(
                connection,
                () -> {
                    execute(
                            connection,
                            "SELECT pg_advisory_xact_lock(" + TemporaryRemoval.LOCK + ")");
                    for (String role : roles) {
                        need(connection, role);
                    }
                });
    }

    private void need(Connection connection, String role) throws SQLException {
        switch (kind(connection, role)) {
            case SOMEBODYS -> {}
            case STUB -> claim(connection, role);
            case MISSING -> {
                String name = Sql.identifier(role);
                execute(connection, "CREATE ROLE " + name + " NOLOGIN");
                execute(
                        connection,
                        "COMMENT ON ROLE " + name + " IS " + Sql.literal(TemporaryRemoval.STUB));
                stubs.add(role);
                claim(connection, role);
            }
        }
    }

    private enum Kind {
        MISSING,
        STUB,
        SOMEBODYS
    }

    private static Kind kind(Connection connection, String role) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT shobj_description(oid, 'pg_authid') = ? AND NOT rolcanlogin"
                                + " FROM pg_roles WHERE rolname = ?")) {
            query.setString(1, TemporaryRemoval.STUB);
            query.setString(2, role);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return Kind.MISSING;
                }
                return row.getBoolean(1) ? Kind.STUB : Kind.SOMEBODYS;
            }
        }
    }

    // While a drill's role is a member of a stub, no other drill drops the stub.
    private void claim(Connection connection, String stub) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            execute(
                    connection,
                    "GRANT %s TO %s".formatted(Sql.identifier(stub), Sql.identifier(names.role())));
            stubs.add(stub);
            connection.releaseSavepoint(before);
        } catch (SQLException e) {
            if (!"42501".equals(e.getSQLState())) {
                throw e;
            }
            connection.rollback(
                    before); // Made by a drill that works as another of the plans' roles.
        }
    }

    /** Drops all; what could not be dropped is told. Nothing can be created afterwards. */
    synchronized List<String> drop(Connection connection) {
        ended = true;
        TemporaryRemoval removal = new TemporaryRemoval(connection, facts.major());
        for (String database : databases) {
            removal.database(database, owner());
        }
        if (begun) {
            removal.role(names.role());
            removal.stubs(stubs::contains);
        }
        return removal.problems();
    }

    /** Nothing can be created from now on; says whether something was. */
    synchronized boolean end() {
        ended = true;
        return begun;
    }

    private void requireNotEnded() {
        if (ended) {
            throw new FindingException(
                    Finding.of(FindingCode.INTERRUPTED, null, "the drill was interrupted"));
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws SQLException;
    }

    private static void inTransaction(Connection connection, Work work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            execute(connection, "SET LOCAL lock_timeout = '2min'");
            work.run();
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String random() {
        byte[] noise = new byte[24];
        new SecureRandom().nextBytes(noise);
        return HexFormat.of().formatHex(noise);
    }
}
