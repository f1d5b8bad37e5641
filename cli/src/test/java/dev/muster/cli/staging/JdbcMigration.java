package dev.muster.cli.staging;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;

/**
 * A migration tool as those on JDBC are: it reaches the database over TCP alone, and has its
 * password from PGPASSFILE as PostgreSQL's driver reads it.
 */
final class JdbcMigration {
    private JdbcMigration() {}

    /** Takes the direction, and a file to write to as whom it works. */
    public static void main(String[] args) throws Exception {
        String url =
                "jdbc:postgresql://%s:%s/%s?user=%s"
                        .formatted(
                                System.getenv("PGHOST"),
                                System.getenv("PGPORT"),
                                System.getenv("PGDATABASE"),
                                System.getenv("PGUSER"));
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            try (ResultSet me =
                    statement.executeQuery(
                            "SELECT current_user || ' ' || rolsuper || ' ' || rolcreaterole || ' '"
                                    + " || rolcreatedb || ' ' || inet_server_port()"
                                    + " FROM pg_roles WHERE rolname = current_user")) {
                me.next();
                Files.writeString(
                        Path.of(args[1]),
                        me.getString(1) + "\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            }
            if (args[0].equals("up")) {
                statement.execute("CREATE TABLE versions (v int)");
                statement.execute("CREATE TABLE parcels (id int REFERENCES orders)");
                statement.execute("ALTER TABLE users ADD COLUMN born date");
                statement.execute("CREATE EXTENSION pgcrypto");
            } else {
                statement.execute("DROP EXTENSION pgcrypto");
                statement.execute("ALTER TABLE users DROP COLUMN born");
                statement.execute("DROP TABLE parcels");
            }
        }
    }
}
