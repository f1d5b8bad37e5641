package dev.muster.restore.postgres.server;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Drops what drills made on a named server: databases, their own roles, and stubs of others. */
final class TemporaryRemoval {
    /** The comment of a role that drills created because a backup names it. */
    static final String STUB = "muster stub of a role that a backup names";

    /** Drills that take and leave stubs do it one after the other. */
    static final long LOCK = 0x6d7573746572L;

    /** Sessions, prepared transactions and the like still use it. */
    private static final String IN_USE = "55006";

    private static final int ATTEMPTS = 5;
    private static final long PAUSE_MILLIS = 500;

    private final Connection connection;
    private final int serverMajor;
    private final List<String> problems = new ArrayList<>();

    TemporaryRemoval(Connection connection, int serverMajor) {
        this.connection = connection;
        this.serverMajor = serverMajor;
    }

    /** What could not be dropped, and why. */
    List<String> problems() {
        return problems;
    }

    /**
     * Drops a database, whoever is connected to it.
     *
     * @param owner connects to it as its owner, where something in it is in the way
     */
    void database(String name, ServerAddress owner) {
        for (int attempt = 1; ; attempt++) {
            try {
                drop(name);
                return;
            } catch (SQLException e) {
                if (!IN_USE.equals(e.getSQLState()) || attempt == ATTEMPTS) {
                    problems.add(NamedServer.firstLine(e));
                    return;
                }
                rollBackPrepared(name, owner);
                pause();
            }
        }
    }

    private void drop(String database) throws SQLException {
        String name = Sql.identifier(database);
        try (Statement statement = connection.createStatement()) {
            if (serverMajor >= 13) {
                statement.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
                return;
            }
            statement.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
                            + Sql.literal(database));
            statement.execute("DROP DATABASE IF EXISTS " + name);
        }
    }

    // A backup's script may have prepared transactions, which outlive their sessions.
    private void rollBackPrepared(String database, ServerAddress owner) {
        try (Connection inside = owner.connect(database);
                Statement statement = inside.createStatement()) {
            List<String> prepared = new ArrayList<>();
            try (ResultSet rows =
                    statement.executeQuery(
                            "SELECT gid FROM pg_prepared_xacts"
                                    + " WHERE database = current_database()")) {
                while (rows.next()) {
                    prepared.add(rows.getString(1));
                }
            }
            for (String transaction : prepared) {
                statement.execute("ROLLBACK PREPARED " + Sql.literal(transaction));
            }
        } catch (SQLException e) {
            return; // Dropping the database says what is in the way.
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Drops a drill's own role, and with it its claim on stubs. */
    void role(String name) {
        execute("DROP ROLE IF EXISTS " + Sql.identifier(name));
    }

    /**
     * Drops the stubs that no drill uses any more. One that somebody gave a login to meanwhile is
     * no stub any more.
     *
     * @param mine whose staying is a problem of this drill
     */
    void stubs(Predicate<String> mine) {
        try {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET LOCAL lock_timeout = '2min'");
                statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
            }
            for (String stub : unused()) {
                drop(stub, mine);
            }
            connection.commit();
        } catch (SQLException e) {
            problems.add(NamedServer.firstLine(e));
        } finally {
            endTransaction();
        }
    }

    private void drop(String stub, Predicate<String> mine) throws SQLException {
        var before = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP ROLE " + Sql.identifier(stub));
            connection.releaseSavepoint(before);
        } catch (SQLException e) {
            connection.rollback(before);
            if (mine.test(stub)) {
                problems.add(NamedServer.firstLine(e));
            }
        }
    }

    private List<String> unused() throws SQLException {
        List<String> unused = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT r.rolname FROM pg_roles r"
                                + " WHERE shobj_description(r.oid, 'pg_authid') = ?"
                                + " AND NOT r.rolcanlogin AND NOT EXISTS (SELECT 1"
                                + " FROM pg_auth_members m JOIN pg_roles d ON d.oid = m.member"
                                + " WHERE m.roleid = r.oid"
                                + " AND shobj_description(d.oid, 'pg_authid') LIKE ? || '%')")) {
            query.setString(1, STUB);
            query.setString(2, ProcessMark.BEGINNING);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    unused.add(rows.getString(1));
                }
            }
        }
        return unused;
    }

    private void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            problems.add(NamedServer.firstLine(e));
        }
    }

    private void endTransaction() {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            problems.add(NamedServer.firstLine(e));
        }
    }
}
