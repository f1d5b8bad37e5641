package dev.muster.restore.verify;

import dev.muster.restore.postgres.server.Installation;
import dev.muster.restore.postgres.server.Installations;
import dev.muster.servers.PostgresCluster;
import dev.muster.servers.PostgresOptions;
import dev.muster.servers.Program;
import dev.muster.servers.ServerProcess;
import java.io.IOException;
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
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A PostgreSQL of the tests' own, started once for all of them and gone with the JVM. */
final class LocalServer {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static @Nullable LocalServer shared;

    private final PostgresCluster cluster;
    private final int port;

    private LocalServer(PostgresCluster cluster, int port) {
        this.cluster = cluster;
        this.port = port;
    }

    static synchronized LocalServer shared() {
        LocalServer server = shared;
        if (server == null) {
            server = start();
            shared = server;
        }
        return server;
    }

    /** A server that the test removes itself. */
    static LocalServer start() {
        return start(installed());
    }

    /** A server of an installation that may lack the clients' programs. */
    static LocalServer start(Path bin) {
        Path clients = installed();
        return done(() -> {
            int port = ServerProcess.freePort();
            PostgresOptions options =
                    PostgresOptions.of(bin)
                            .withClients(clients)
                            .withInitdb("-E", "UTF8", "--no-locale")
                            .listeningOn(port)
                            .with("autovacuum", "off")
                            .with("allow_system_table_mods", "on");
            return new LocalServer(PostgresCluster.start(options), port);
        });
    }

    private static Path installed() {
        return Installations.find(System.getenv()).all().stream()
                .filter(Installation::complete)
                .map(Installation::bin)
                .findFirst()
                .orElseGet(() -> Assumptions.abort("PostgreSQL's programs are not installed"));
    }

    void startAgain() {
        act(cluster::start);
    }

    void stop(String mode) {
        act(() -> cluster.stop(mode));
    }

    /** Overwrites a file of the stopped server with zeros. */
    void wipe(String file) {
        try {
            write(file, 0, new byte[(int) Files.size(cluster.data().resolve(file))]);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Overwrites a part of a file of the stopped server. */
    void write(String file, long offset, byte[] bytes) {
        try (FileChannel channel =
                FileChannel.open(cluster.data().resolve(file), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), offset);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    void remove() {
        act(cluster::close);
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
            return done(() -> Program.run(call(program, arguments)));
        }

        /** A program's call that anybody can make, with how it reaches the database. */
        List<String> call(String program, String... arguments) {
            List<String> call = server.cluster.call(program, arguments);
            call.add(name);
            return call;
        }

        /** Restores an archive into it; it must come back without an error. */
        void restore(Path archive) {
            String file = archive.toString();
            act(() -> server.cluster.program("pg_restore", "--exit-on-error", "-d", name, file));
        }

        ConnectionSource connections() {
            return () -> server.connect(name);
        }
    }

    private interface Deed {
        void act() throws IOException, InterruptedException;
    }

    private interface Question<T> {
        T answer() throws IOException, InterruptedException;
    }

    private static void act(Deed deed) {
        done(() -> {
            deed.act();
            return deed;
        });
    }

    private static <T> T done(Question<T> question) {
        try {
            return question.answer();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
