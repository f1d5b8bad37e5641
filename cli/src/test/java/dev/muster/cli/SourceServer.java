package dev.muster.cli;

import dev.muster.restore.postgres.server.Installation;
import dev.muster.restore.postgres.server.Installations;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A PostgreSQL server that holds what tests back up, reached by a socket. */
final class SourceServer implements AutoCloseable {
    private final Installation postgres;
    private final Path home;

    private SourceServer(Installation postgres, Path home) {
        this.postgres = postgres;
        this.home = home;
    }

    static SourceServer start() throws IOException, InterruptedException {
        List<Installation> installed =
                Installations.find(System.getenv()).all().stream()
                        .filter(each -> each.programs().contains("pg_dump"))
                        .toList();
        Assumptions.assumeFalse(installed.isEmpty(), "PostgreSQL is not installed");
        Path home = Files.createTempDirectory("muster-source");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        SourceServer server = new SourceServer(installed.getFirst(), home);
        if (root()) {
            run(List.of("chown", "postgres", home.toString()));
        }
        server.asOwner("initdb", "-D", server.data(), "-A", "trust", "-U", "postgres", "--no-sync");
        server.asOwner(
                "pg_ctl",
                "-D",
                server.data(),
                "-l",
                home.resolve("log").toString(),
                "-w",
                "-o",
                "-k " + home + " -c listen_addresses= -c fsync=off",
                "start");
        return server;
    }

    private String data() {
        return home.resolve("data").toString();
    }

    /** A client's program and how it reaches the server; a database's name may follow. */
    List<String> call(String program, String... arguments) {
        List<String> call = new ArrayList<>();
        call.add(postgres.program(program).toString());
        call.addAll(List.of("-h", home.toString(), "-U", "postgres"));
        call.addAll(List.of(arguments));
        return call;
    }

    /** The variables by which any client finds it. */
    Map<String, String> environment() {
        return Map.of("PGHOST", home.toString(), "PGUSER", "postgres");
    }

    /** Runs statements one by one, and gives what the queries among them printed. */
    String sql(String database, String... statements) throws IOException, InterruptedException {
        List<String> call = call("psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", database);
        for (String each : statements) {
            call.addAll(List.of("-c", each));
        }
        return run(call).strip();
    }

    /** Runs a client's program. */
    void program(String program, String... arguments) throws IOException, InterruptedException {
        run(call(program, arguments));
    }

    private void asOwner(String program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (root()) {
            command.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        command.add(postgres.program(program).toString());
        command.addAll(List.of(arguments));
        run(command);
    }

    static String run(List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile("muster-source", ".out");
        try {
            Process process =
                    new ProcessBuilder(command)
                            .directory(Path.of("/").toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(out.toFile())
                            .start();
            if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(command + ": " + Files.readString(out));
            }
            return Files.readString(out);
        } finally {
            Files.delete(out);
        }
    }

    private static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    @Override
    public void close() throws IOException {
        try {
            asOwner("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the source's server was not stopped");
        }
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
