package dev.muster.restore.verify;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A PostgreSQL of the tests' own, started once for all of them and gone with the JVM. */
final class LocalServer {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static @Nullable LocalServer shared;

    private final Path bin;
    private final Path home;
    private final int port;

    private LocalServer(Path bin, Path home, int port) {
        this.bin = bin;
        this.home = home;
        this.port = port;
    }

    static synchronized LocalServer shared() {
        LocalServer server = shared;
        if (server == null) {
            server = start();
            shared = server;
            Runtime.getRuntime().addShutdownHook(new Thread(server::remove));
        }
        return server;
    }

    /** A server that the test stops itself. */
    static LocalServer start() {
        Path bin = bin();
        if (bin == null) {
            return Assumptions.abort("PostgreSQL's initdb and pg_ctl are not installed");
        }
        return start(bin);
    }

    /** A server of an installation that may lack the client's programs. */
    static LocalServer start(Path bin) {
        try {
            int port = freePort();
            Path home = Files.createTempDirectory("muster-verify");
            LocalServer server = new LocalServer(bin, home, port);
            if (root()) {
                run(List.of("chown", "postgres", home.toString()));
            }
            server.postgres(
                    "initdb",
                    "-D",
                    server.data(),
                    "-A",
                    "trust",
                    "-U",
                    "postgres",
                    "-E",
                    "UTF8",
                    "--no-locale",
                    "--no-sync");
            server.startAgain();
            return server;
        } catch (IOException e) {
            throw new IllegalStateException("no server for the tests", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    void startAgain() {
        postgres(
                "pg_ctl",
                "-D",
                data(),
                "-l",
                home.resolve("log").toString(),
                "-w",
                "-o",
                "-p "
                        + port
                        + " -k "
                        + home
                        + " -c listen_addresses=127.0.0.1 -c fsync=off"
                        + " -c autovacuum=off -c allow_system_table_mods=on",
                "start");
    }

    void stop(String mode) {
        postgres("pg_ctl", "-D", data(), "-m", mode, "-w", "stop");
    }

    /** Overwrites a file of the stopped server with zeros. */
    void wipe(String file) {
        try {
            write(file, 0, new byte[(int) Files.size(home.resolve("data").resolve(file))]);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Overwrites a part of a file of the stopped server. */
    void write(String file, long offset, byte[] bytes) {
        try (FileChannel channel =
                FileChannel.open(home.resolve("data").resolve(file), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), offset);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    void remove() {
        try {
            stop("immediate");
            try (Stream<Path> files = Files.walk(home)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("the tests' server was not removed", e);
        }
    }

    String data() {
        return home.resolve("data").toString();
    }

    /** A new, empty database of its own. */
    Database database(String... options) {
        return create("template0 " + String.join(" ", options));
    }

    /** A new database with the same files as one to which nobody is connected. */
    Database twin(Database of) {
        return create(of.name());
    }

    private Database create(String template) {
        String name = "db" + DATABASES.incrementAndGet();
        try (Connection admin = connect("postgres");
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " TEMPLATE " + template);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new Database(this, name);
    }

    Connection connect(String database) throws SQLException {
        return connect(database, "user=postgres");
    }

    Connection connect(String database, String property) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/%s?%s".formatted(port, database, property));
    }

    /** One database; what a test does to it goes through here. */
    record Database(LocalServer server, String name) {
        Database sql(String... statements) {
            try (Connection connection = server.connect(name);
                    Statement statement = connection.createStatement()) {
                for (String one : statements) {
                    statement.execute(one);
                }
                return this;
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        /** The one value that a query gives. */
        String value(String query) {
            try (Connection connection = server.connect(name);
                    Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(query)) {
                result.next();
                return result.getString(1);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Runs one of PostgreSQL's programs, as pg_dump, against it. */
        String program(String program, String... arguments) {
            List<String> all = new ArrayList<>(List.of(arguments));
            all.addAll(List.of("-h", server.home.toString(), "-p", "" + server.port));
            all.addAll(List.of("-U", "postgres", name));
            return server.postgres(program, all.toArray(String[]::new));
        }

        /** A program's call that anybody can make, with how it reaches the database. */
        List<String> call(String program, String... arguments) {
            List<String> all = new ArrayList<>();
            all.add(server.program(program).toString());
            all.addAll(List.of(arguments));
            all.addAll(List.of("-h", "127.0.0.1", "-p", "" + server.port, "-U", "postgres", name));
            return all;
        }

        /** Restores an archive into it; it must come back without an error. */
        void restore(Path archive) {
            server.postgres(
                    "pg_restore",
                    "--exit-on-error",
                    "-h",
                    server.home.toString(),
                    "-p",
                    "" + server.port,
                    "-U",
                    "postgres",
                    "-d",
                    name,
                    archive.toString());
        }

        ConnectionSource connections() {
            return () -> server.connect(name);
        }
    }

    /** Runs a program of the system's as the server's owner. */
    void asOwner(String... command) {
        List<String> all = new ArrayList<>();
        if (root()) {
            all.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        all.addAll(List.of(command));
        run(all);
    }

    private String postgres(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (root()) {
            command.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        command.add(program(program).toString());
        command.addAll(List.of(arguments));
        return run(command);
    }

    private Path program(String name) {
        Path own = bin.resolve(name);
        Path installed = bin();
        return Files.isExecutable(own) || installed == null ? own : installed.resolve(name);
    }

    private static String run(List<String> command) {
        try {
            Path out = Files.createTempFile("muster-verify", ".out");
            Process process =
                    new ProcessBuilder(command)
                            .directory(Path.of("/").toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(out.toFile())
                            .start();
            if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(command + ": " + Files.readString(out));
            }
            String text = Files.readString(out);
            Files.delete(out);
            return text;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(command.toString(), e);
        }
    }

    private static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static @Nullable Path bin() {
        List<Path> folders = new ArrayList<>();
        String named = System.getenv("MUSTER_PG_BIN");
        if (named != null) {
            folders.add(Path.of(named));
        }
        for (int major = 18; major >= 15; major--) {
            folders.add(Path.of("/usr/lib/postgresql", "" + major, "bin"));
            folders.add(Path.of("/usr/pgsql-" + major, "bin"));
        }
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            folders.add(Path.of(folder));
        }
        return folders.stream()
                .filter(f -> Files.isExecutable(f.resolve("initdb")))
                .findFirst()
                .orElse(null);
    }
}
