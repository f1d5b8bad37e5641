package dev.muster.cli;

import dev.muster.restore.postgres.server.Installation;
import dev.muster.restore.postgres.server.Installations;
import dev.muster.restore.postgres.server.ThrowawayServer;
import dev.muster.restore.postgres.server.WorkDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;

/** A server of the tests' own that stands for production, with a shop in it. */
final class LiveShop implements AutoCloseable {
    private static final String PASSWORD = "hunter2-hunter2";

    private final Installation installation;
    private final WorkDirectory work;
    private final ThrowawayServer server;

    LiveShop() throws SQLException {
        installation =
                Installations.find(System.getenv()).all().stream()
                        .filter(Installation::complete)
                        .findFirst()
                        .orElseThrow();
        work =
                WorkDirectory.create(
                        "live-" + UUID.randomUUID().toString().substring(0, 8), System.getenv());
        server = ThrowawayServer.start(installation, work, 2);
        sql("postgres", "CREATE DATABASE shop TEMPLATE template0");
        sql(
                "shop",
                "CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL)",
                "INSERT INTO users SELECT n, 'user ' || n FROM generate_series(1, 20000) n",
                "CREATE TABLE orders (id serial PRIMARY KEY, u int REFERENCES users)",
                "INSERT INTO orders (u) SELECT n FROM generate_series(1, 1000) n",
                "CREATE ROLE watcher LOGIN PASSWORD '" + PASSWORD + "'",
                "GRANT SELECT ON ALL TABLES IN SCHEMA public TO watcher");
    }

    void sql(String database, String... statements) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    /** A file with the connection string of a role that may read, and this password. */
    Path connection(Path folder, String password) throws IOException {
        Path file = folder.resolve("live.txt");
        Files.writeString(
                file,
                "host=%s port=5432 user=watcher password='%s' dbname=shop\n"
                        .formatted(server.clientEnvironment().get("PGHOST"), password));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    Path connection(Path folder) throws IOException {
        return connection(folder, PASSWORD);
    }

    static String password() {
        return PASSWORD;
    }

    /** Dumps the shop into a file. */
    void dump(Path file, String... options) throws IOException, InterruptedException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        List<String> command = new java.util.ArrayList<>();
        command.add(installation.program("pg_dump").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-f", file.toString(), "shop"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(server.clientEnvironment());
        String secret = Files.readString(Path.of(server.clientEnvironment().get("PGPASSFILE")));
        builder.environment()
                .put("PGPASSWORD", secret.strip().substring(secret.strip().lastIndexOf(':') + 1));
        Process dump = builder.start();
        String said = new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (dump.waitFor() != 0) {
            throw new IOException(said);
        }
    }

    @Override
    public void close() {
        server.close();
        work.close();
    }
}
