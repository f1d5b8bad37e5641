package dev.muster.restore.postgres.server;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import dev.muster.restore.postgres.sandbox.Contained;
import dev.muster.restore.postgres.sandbox.Reach;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL made for one drill and removed with it: reachable through a Unix socket alone, by a
 * random password, and contained by the sandbox. Several archives' databases can live in it.
 */
public final class ThrowawayServer implements Server {
    private static final int START_SECONDS = 60;

    /** The longest path of a Unix socket, less its own name. */
    private static final int LONGEST_SOCKET_DIRECTORY = 107 - "/.s.PGSQL.5432.lock".length();

    private final Installation installation;
    private final Cluster cluster;
    private final Path directory;
    private final Path sockets;
    private final boolean socketsElsewhere;
    private final Path passwordFile;
    private final String superuser;
    private final String password;
    private final int jobs;

    private volatile List<String> preloaded = List.of();
    private volatile Contained process;
    private volatile ServerLog log;
    private volatile boolean closed;

    private ThrowawayServer(Installation installation, WorkDirectory work, int jobs)
            throws IOException {
        this.installation = installation;
        this.jobs = jobs;
        directory = work.forPrograms(WorkDirectory.SERVER + work.next());
        cluster = new Cluster(installation, directory);
        Path socket = directory.resolve("socket");
        socketsElsewhere = socket.toString().length() > LONGEST_SOCKET_DIRECTORY;
        sockets =
                socketsElsewhere
                        ? SocketDirectory.elsewhere(work)
                        : work.forPrograms(directory.getFileName() + "/socket");
        superuser = "muster_" + random(3);
        password = random(16);
        passwordFile = directory.resolve("pgpass");
        work.closeFirst(this);
        try {
            Path initial = SecretFile.write(passwordFile.resolveSibling("initial"), password);
            SecretFile.write(passwordFile, "*:*:*:" + superuser + ":" + password);
            cluster.initialise(superuser, initial);
            process = cluster.start(settings(List.of()), sockets);
            log = new ServerLog(process.errors());
            awaitReady();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Makes and starts one; takes about a second, so best while the backup is still being fetched.
     *
     * @param jobs how many will restore at the same time
     * @throws FindingException where it does not start
     */
    public static ThrowawayServer start(Installation installation, WorkDirectory work, int jobs) {
        try {
            return new ThrowawayServer(installation, work, jobs);
        } catch (IOException e) {
            throw new FindingException(
                    Finding.of(
                            FindingCode.SERVER_START_FAILED,
                            null,
                            "PostgreSQL %s does not start: %s"
                                    .formatted(installation.version(), e.getMessage())),
                    e);
        }
    }

    /**
     * Restarts it with these libraries preloaded, for extensions that cannot do without. Where it
     * does not start with them, it is started without: their extensions will say so themselves.
     */
    public void preload(List<String> libraries) {
        try {
            restart(libraries);
        } catch (FindingException e) {
            restart(List.of());
        }
    }

    private void restart(List<String> libraries) {
        Stop.now(process);
        try {
            process = cluster.start(settings(libraries), sockets);
            log = new ServerLog(process.errors());
            awaitReady();
            preloaded = List.copyOf(libraries);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The libraries that it was started with. */
    public List<String> preloaded() {
        return preloaded;
    }

    private List<String> settings(List<String> preload) {
        return ServerSettings.arguments(
                installation.major(), Machine.memoryBytes(), jobs, sockets.toString(), preload);
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (true) {
            if (!process.isAlive()) {
                throw Cluster.failed("postgres exited " + process.exitCode(), log);
            }
            try (Connection connection = connect(maintenanceDatabase());
                    var statement = connection.createStatement()) {
                statement.execute("SELECT 1");
                return;
            } catch (SQLException e) {
                if (System.nanoTime() > deadline) {
                    throw Cluster.failed(
                            "postgres did not answer within " + START_SECONDS + " s", log);
                }
            }
            pause(10);
        }
    }

    @Override
    public Installation installation() {
        return installation;
    }

    @Override
    public int major() {
        return installation.major();
    }

    @Override
    public String version() {
        return installation.version();
    }

    @Override
    public String describe() {
        return "throwaway server, PostgreSQL " + installation.version();
    }

    @Override
    public String maintenanceDatabase() {
        return "postgres";
    }

    @Override
    public boolean superuser() {
        return true;
    }

    @Override
    public Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", superuser);
        properties.setProperty("password", password);
        properties.setProperty("socketFactory", UnixSocketFactory.class.getName());
        properties.setProperty("socketFactoryArg", sockets.resolve(".s.PGSQL.5432").toString());
        properties.setProperty("sslmode", "disable");
        properties.setProperty("gssEncMode", "disable");
        properties.setProperty("ApplicationName", "muster");
        properties.setProperty("options", OwnSession.options(installation.major()));
        // Names of a SQL_ASCII database are read byte by byte, as LATIN1.
        properties.setProperty("allowEncodingChanges", "true");
        return DriverManager.getConnection(JdbcUrl.of("localhost", 5432, database), properties);
    }

    @Override
    public Map<String, String> clientEnvironment() {
        return Map.of(
                "PGHOST", sockets.toString(),
                "PGPORT", "5432",
                "PGUSER", superuser,
                "PGPASSFILE", passwordFile.toString(),
                "PGSSLMODE", "disable",
                "PGGSSENCMODE", "disable",
                "PGCONNECT_TIMEOUT", "30");
    }

    @Override
    public Map<String, String> restoreEnvironment(long dataBytes, boolean withoutEventTriggers) {
        Map<String, String> environment = new LinkedHashMap<>(clientEnvironment());
        boolean canDoWithout = installation.major() >= 17;
        environment.put(
                "PGOPTIONS",
                // A backup may set its databases' language, and errors are understood in this one.
                "-c lc_messages=C -c maintenance_work_mem="
                        + ServerSettings.sortMemory(Machine.memoryBytes(), jobs, dataBytes)
                        + (withoutEventTriggers && canDoWithout ? " -c event_triggers=off" : ""));
        return environment;
    }

    @Override
    public Reach clientReach(Path program) {
        // Connecting to a socket by its path takes no right of Landlock's; sockets are not files.
        return Reach.ofProgram(program)
                .andRead(
                        installation.bin().resolveSibling("lib"),
                        installation.bin(),
                        passwordFile,
                        sockets);
    }

    @Override
    public Optional<Finding> lost() {
        if (closed || process.isAlive()) {
            return Optional.empty();
        }
        return Optional.of(
                Finding.of(
                        FindingCode.SERVER_LOST,
                        null,
                        "the throwaway server ended with exit code "
                                + process.exitCode()
                                + Cluster.lastWords(log.last(4))));
    }

    /** The directory with its data. */
    public Path path() {
        return directory;
    }

    @Override
    public long diskBytes() {
        return DiskUse.of(directory);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        Contained running = process;
        if (running != null) {
            Stop.now(running);
        }
        WorkDirectory.remove(directory);
        if (socketsElsewhere) {
            WorkDirectory.remove(sockets);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FindingException(
                    Finding.of(FindingCode.INTERRUPTED, null, "interrupted while starting"), e);
        }
    }

    private static String random(int bytes) {
        byte[] noise = new byte[bytes];
        new SecureRandom().nextBytes(noise);
        return HexFormat.of().formatHex(noise);
    }
}
