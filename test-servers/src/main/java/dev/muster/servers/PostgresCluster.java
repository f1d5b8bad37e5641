package dev.muster.servers;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A PostgreSQL of a test's own, run by the user {@code postgres} where the tests run as root, whom
 * it refuses. Anybody of this machine is its superuser. It goes with {@link #close}, and with the
 * tests' process at the latest.
 */
public final class PostgresCluster implements AutoCloseable {
    private static final String SUPERUSER = "postgres";
    private static final String TABLESPACES =
            "SELECT pg_tablespace_location(oid) FROM pg_tablespace WHERE spcname !~ '^pg_'";
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private final PostgresOptions options;
    private final TemporaryFolder folder;
    private final Thread hook = new Thread(this::closeUnasked, "muster-postgres");

    private PostgresCluster(PostgresOptions options, TemporaryFolder folder) {
        this.options = options;
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Makes the files of a server that is yet to be started. */
    public static PostgresCluster make(PostgresOptions options)
            throws IOException, InterruptedException {
        PostgresCluster cluster = inFolderOfItsOwn(options);
        List<String> initdb = new ArrayList<>(List.of("-A", "trust", "-U", SUPERUSER, "--no-sync"));
        initdb.addAll(options.initdb());
        cluster.onData("initdb", initdb);
        return cluster;
    }

    /**
     * Makes a physical replica of this server, which runs, yet to be started. Tablespaces that lie
     * beside this one's data lie beside the replica's.
     */
    public PostgresCluster standby(PostgresOptions replicas)
            throws IOException, InterruptedException {
        PostgresCluster standby = inFolderOfItsOwn(replicas);
        List<String> command = call("pg_basebackup", "-D", standby.data().toString());
        command.addAll(List.of("-R", "-X", "stream", "--checkpoint=fast", "--no-sync"));
        for (String place : sql("postgres", TABLESPACES).lines().toList()) {
            Path own = standby.folder().resolve(Path.of(place).getFileName());
            command.add("--tablespace-mapping=%s=%s".formatted(place, own));
        }
        asOwner(command);
        return standby;
    }

    private static PostgresCluster inFolderOfItsOwn(PostgresOptions options)
            throws IOException, InterruptedException {
        PostgresCluster cluster = new PostgresCluster(options, TemporaryFolder.make());
        if (ROOT) {
            Program.run(List.of("chown", SUPERUSER, cluster.folder().toString()));
        }
        return cluster;
    }

    /** Makes a server and starts it. */
    public static PostgresCluster start(PostgresOptions options)
            throws IOException, InterruptedException {
        PostgresCluster cluster = make(options);
        cluster.start();
        return cluster;
    }

    /** Starts it, also once more after it was stopped, and waits until it answers. */
    public void start() throws IOException, InterruptedException {
        String settings = "-k " + folder() + " " + options.commandLine();
        onData("pg_ctl", List.of("-l", log().toString(), "-w", "-o", settings, "start"));
    }

    /**
     * Stops it and leaves its files.
     *
     * @param mode pg_ctl's: smart, fast or immediate
     */
    public void stop(String mode) throws IOException, InterruptedException {
        onData("pg_ctl", List.of("-m", mode, "-w", "stop"));
    }

    /** Where its socket is; the owner of the server may write there. */
    public Path folder() {
        return folder.path();
    }

    public Path data() {
        return folder().resolve("data");
    }

    public Path log() {
        return folder().resolve("log");
    }

    /** A client's program and how it reaches the server; more may follow. */
    public List<String> call(String program, String... arguments) {
        List<String> call = new ArrayList<>();
        call.add(options.program(program).toString());
        call.addAll(address());
        call.addAll(List.of(arguments));
        return call;
    }

    private List<String> address() {
        String port = options.settings().getOrDefault("port", "5432");
        return List.of("-h", folder().toString(), "-p", port, "-U", SUPERUSER);
    }

    /** Runs a client's program, and gives what it printed. */
    public String program(String program, String... arguments)
            throws IOException, InterruptedException {
        return Program.run(call(program, arguments));
    }

    /** Runs statements one by one, and gives what the queries among them printed. */
    public String sql(String database, String... statements)
            throws IOException, InterruptedException {
        List<String> call = call("psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", database);
        for (String each : statements) {
            call.addAll(List.of("-c", each));
        }
        return Program.run(call).strip();
    }

    /** Runs any program as the user whose server it is. */
    public String asOwner(List<String> command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>();
        if (ROOT) {
            all.addAll(List.of("runuser", "-u", SUPERUSER, "--"));
        }
        all.addAll(command);
        return Program.run(all);
    }

    private void onData(String program, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(options.program(program).toString());
        command.addAll(List.of("-D", data().toString()));
        command.addAll(arguments);
        asOwner(command);
    }

    /** Stops it and removes its files. */
    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The process ends, and the hook itself closes it.
        }
        remove();
    }

    private void closeUnasked() {
        try {
            remove();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void remove() throws IOException {
        // Without its files a server that does not stop when it is told to ends by itself.
        try (folder) {
            if (Files.exists(data().resolve("postmaster.pid"))) {
                stop("immediate");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server in " + folder() + " was not stopped");
        }
    }
}
