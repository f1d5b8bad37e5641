package dev.muster.restore.postgres.restore;

import dev.muster.contract.Progress;
import dev.muster.restore.postgres.errors.Entry;
import dev.muster.restore.postgres.server.Installation;
import dev.muster.restore.postgres.server.Installations;
import dev.muster.restore.postgres.server.ThrowawayServer;
import dev.muster.restore.postgres.server.WorkDirectory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A throwaway server with which tests make dumps and restore them. */
final class Lab implements AutoCloseable {
    private static final Pattern ENTRY =
            Pattern.compile("^(\\d+); \\d+ \\d+ ((?:[A-Z]+ )+)(\\S+) (.*?)(?: \\S*)?$");

    final Installation installation;
    final WorkDirectory work;
    final ThrowawayServer server;

    Lab() {
        installation = Installations.find(System.getenv()).choose(0, 14).installation();
        work = WorkDirectory.create("lab-" + UUID.randomUUID(), System.getenv());
        server = ThrowawayServer.start(installation, work, 2);
    }

    void create(String database, String... sql) throws SQLException {
        execute("postgres", "CREATE DATABASE \"" + database + "\" TEMPLATE template0");
        execute(database, sql);
    }

    void execute(String database, String... sql) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            for (String each : sql) {
                statement.execute(each);
            }
        }
    }

    String ask(String database, String query) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? String.valueOf(row.getString(1)) : "nothing";
        }
    }

    /** Runs pg_dump with these arguments and gives the archive to the restoring user. */
    Path dump(String database, String name, String... arguments) throws Exception {
        Path file = work.path().resolve(name);
        List<String> command = new ArrayList<>();
        command.add(installation.program("pg_dump").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-f", file.toString(), database));
        run(command);
        work.admit(file);
        return file;
    }

    /** The archive's table of contents, as pg_restore lists it, without dependencies. */
    List<Entry> entries(Path archive) throws Exception {
        List<Entry> entries = new ArrayList<>();
        String list =
                run(
                        List.of(
                                installation.program("pg_restore").toString(),
                                "--list",
                                archive.toString()));
        for (String line : list.lines().toList()) {
            Matcher matcher = ENTRY.matcher(line);
            if (matcher.matches()) {
                String schema = matcher.group(3).equals("-") ? "" : matcher.group(3);
                entries.add(
                        new Entry(
                                Integer.parseInt(matcher.group(1)),
                                matcher.group(2).strip(),
                                schema,
                                matcher.group(4),
                                List.of()));
            }
        }
        return entries;
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(server.clientEnvironment());
        // pgpass must belong to whoever reads it; the test runs as the machine's own user.
        builder.environment().put("PGPASSWORD", password());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(command + " failed: " + output);
        }
        return output;
    }

    private String password() throws IOException {
        String line =
                java.nio.file.Files.readString(
                        Path.of(server.clientEnvironment().get("PGPASSFILE")));
        return line.strip().substring(line.lastIndexOf(':') + 1);
    }

    Prepared prepare(String database, String... roles) {
        return new Preparation(server)
                .prepare(
                        new Needs(
                                DatabaseSpec.of(database, "UTF8"),
                                Set.of(roles),
                                Map.of(),
                                Map.of(),
                                Set.of(),
                                Set.of()));
    }

    RestoreOutcome restore(Path archive, Payload.Format format, Prepared into) throws Exception {
        return new Restore(server)
                .run(into, order(new Payload.Archive(archive, format), entries(archive)));
    }

    RestoreOutcome script(String sql, Prepared into) {
        return script(sql.getBytes(StandardCharsets.UTF_8), into);
    }

    RestoreOutcome script(byte[] bytes, Prepared into) {
        return new Restore(server)
                .run(
                        into,
                        order(
                                new Payload.Script(
                                        () -> new ByteArrayInputStream(bytes), bytes.length),
                                List.of()));
    }

    RestoreOrder order(Payload payload, List<Entry> entries) {
        return new RestoreOrder(
                payload,
                installation.major(),
                entries,
                new LinkedHashMap<>(),
                0,
                2,
                Duration.ofMinutes(2),
                false,
                4L << 30,
                Progress.NONE);
    }

    @Override
    public void close() {
        server.close();
        work.close();
    }
}
