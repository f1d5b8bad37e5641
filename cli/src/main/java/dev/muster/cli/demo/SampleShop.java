package dev.muster.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The sample database: made from nothing, and a day older with each day that passes. */
final class SampleShop {
    static final String DATABASE = "shop";

    private final Server server;

    /** Gives connections to the demo's server. */
    @FunctionalInterface
    interface Server {
        /** A connection of a superuser, which the caller closes. */
        Connection connect(String database) throws SQLException;
    }

    SampleShop(Server server) {
        this.server = server;
    }

    /** Creates the roles, the database and all rows up to this time. */
    void create(Instant at) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE shop; CREATE ROLE shop_app; CREATE ROLE shop_readonly");
            statement.execute(
                    "CREATE DATABASE shop OWNER shop TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C'"
                            + " LC_CTYPE 'C'");
        }
        asOwner(at, "schema.sql", "rows.sql", "rules.sql");
    }

    /** Lets one more day of business pass. */
    void passDay(Instant until) throws SQLException {
        asOwner(until, "day.sql");
    }

    private void asOwner(Instant now, String... scripts) throws SQLException {
        try (Connection connection = server.connect(DATABASE);
                Statement statement = connection.createStatement();
                PreparedStatement clock =
                        connection.prepareStatement("SELECT set_config('demo.now', ?, false)")) {
            clock.setString(1, now.toString());
            clock.execute();
            statement.execute("SET ROLE shop; SET TIME ZONE 'UTC'; SET synchronous_commit = off");
            for (String script : scripts) {
                statement.execute(text(script));
            }
        }
    }

    /** Runs statements as a superuser in a copy of the database, which then takes its place. */
    void damage(String statements) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE shop_undamaged OWNER shop TEMPLATE shop");
        }
        try (Connection connection = server.connect(DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        }
    }

    /** Takes back {@link #damage}. */
    void undoDamage() throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE shop");
            statement.execute("ALTER DATABASE shop_undamaged RENAME TO shop");
        }
    }

    /** Holds on to the database as it is now, so that it can be dumped while days pass. */
    Snapshot snapshot() throws SQLException {
        Connection connection = server.connect(DATABASE);
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try (ResultSet id = statement.executeQuery("SELECT pg_export_snapshot()")) {
                id.next();
                return new Snapshot(connection, id.getString(1));
            }
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** A state of the database that lasts until it is closed. */
    record Snapshot(Connection connection, String id) implements AutoCloseable {
        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    /** What the database holds. */
    record Size(int tables, long rows) {}

    /** Counts tables and rows. */
    Size size() throws SQLException {
        try (Connection connection = server.connect(DATABASE);
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet names =
                    statement.executeQuery(
                            "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND"
                                    + " relnamespace IN ('public'::regnamespace, 'audit'::regnamespace)")) {
                while (names.next()) {
                    tables.add(names.getString(1));
                }
            }
            long rows = 0;
            for (String table : tables) {
                try (ResultSet count = statement.executeQuery("SELECT count(*) FROM " + table)) {
                    count.next();
                    rows += count.getLong(1);
                }
            }
            return new Size(tables.size(), rows);
        }
    }

    private static String text(String script) {
        try (InputStream resource =
                Objects.requireNonNull(SampleShop.class.getResourceAsStream(script), script)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
