package dev.muster.restore.postgres.server;

import java.net.InetAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The databases and roles that drills create on a named server. Each such database says in its
 * comment which process made it and which roles go with it, so that a later drill can drop what a
 * killed one left.
 */
public final class TemporaryObjects {
    private static final String PREFIX = "muster_drill_";
    private static final String MARK = "muster drill ";

    private final NamedServer server;
    private final String drillId;
    private final Set<String> databases = new LinkedHashSet<>();
    private final Set<String> roles = new LinkedHashSet<>();

    TemporaryObjects(NamedServer server, String drillId) {
        this.server = server;
        this.drillId = drillId;
    }

    /** The name under which the nth archive of this drill is restored there. */
    public synchronized String nextDatabaseName() {
        String suffix = databases.isEmpty() ? "" : "_" + (databases.size() + 1);
        String name = PREFIX + drillId.replaceAll("[^A-Za-z0-9]", "_");
        return name.substring(0, Math.min(name.length(), 58)) + suffix;
    }

    /** To be called once the database exists. */
    public synchronized void created(Connection connection, String database) throws SQLException {
        databases.add(database);
        mark(connection);
    }

    /** To be called before the roles are created, with those alone that do not exist yet. */
    public synchronized void willCreate(Connection connection, Set<String> newRoles)
            throws SQLException {
        roles.addAll(newRoles);
        mark(connection);
    }

    synchronized boolean isEmpty() {
        return databases.isEmpty() && roles.isEmpty();
    }

    private void mark(Connection connection) throws SQLException {
        ProcessHandle me = ProcessHandle.current();
        String comment =
                MARK
                        + host()
                        + " "
                        + me.pid()
                        + " "
                        + me.info().startInstant().map(Instant::toEpochMilli).orElse(0L)
                        + " "
                        + String.join(
                                ",",
                                roles.stream()
                                        .map(r -> URLEncoder.encode(r, StandardCharsets.UTF_8))
                                        .toList());
        for (String database : databases) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        "COMMENT ON DATABASE "
                                + Sql.identifier(database)
                                + " IS "
                                + Sql.literal(comment));
            }
        }
    }

    /** Drops all; what could not be dropped is told. */
    synchronized List<String> drop(Connection connection) {
        List<String> problems = new ArrayList<>();
        for (String database : databases) {
            dropDatabase(connection, database, problems);
        }
        for (String role : roles) {
            execute(connection, "DROP ROLE IF EXISTS " + Sql.identifier(role), problems);
        }
        databases.clear();
        roles.clear();
        return problems;
    }

    private void dropDatabase(Connection connection, String database, List<String> problems) {
        String name = Sql.identifier(database);
        if (server.major() >= 13) {
            execute(connection, "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)", problems);
            return;
        }
        execute(
                connection,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
                        + Sql.literal(database),
                problems);
        execute(connection, "DROP DATABASE IF EXISTS " + name, problems);
    }

    private static void execute(Connection connection, String sql, List<String> problems) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            problems.add(NamedServer.firstLine(e));
        }
    }

    /** Drops what killed drills of this machine left on the server. */
    void sweep(Connection connection) throws SQLException {
        List<String[]> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT datname, shobj_description(oid, 'pg_database')"
                                        + " FROM pg_database WHERE datname LIKE 'muster\\_drill\\_%'"
                                        + " AND shobj_description(oid, 'pg_database') LIKE '"
                                        + MARK
                                        + "%'")) {
            while (rows.next()) {
                found.add(new String[] {rows.getString(1), rows.getString(2)});
            }
        }
        for (String[] each : found) {
            String[] words = each[1].substring(MARK.length()).split(" ", -1);
            if (words.length < 4 || !words[0].equals(host()) || runs(words)) {
                continue;
            }
            List<String> problems = new ArrayList<>();
            dropDatabase(connection, each[0], problems);
            Arrays.stream(words[3].split(","))
                    .filter(role -> !role.isEmpty())
                    .map(role -> URLDecoder.decode(role, StandardCharsets.UTF_8))
                    .forEach(role ->
                            execute(
                                    connection,
                                    "DROP ROLE IF EXISTS " + Sql.identifier(role),
                                    problems));
        }
    }

    private static boolean runs(String[] words) {
        try {
            return OwnerFile.runs(Long.parseLong(words[1]), Long.parseLong(words[2]));
        } catch (NumberFormatException e) {
            return true; // Not of our making: leave it.
        }
    }

    private static String host() {
        try {
            return URLEncoder.encode(
                    InetAddress.getLocalHost().getHostName(), StandardCharsets.UTF_8);
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
