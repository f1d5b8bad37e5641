package dev.muster.restore.postgres.restore;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import dev.muster.restore.postgres.errors.ErrorSink;
import dev.muster.restore.postgres.errors.PsqlMessages;
import dev.muster.restore.postgres.errors.ToolErrors;
import dev.muster.restore.postgres.server.Installation;
import dev.muster.restore.postgres.server.Server;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs one way of a migration in a restored database: files by psql, or a program of the user's.
 */
public final class MigrationRun {
    private final Server server;
    private final String database;
    private final Duration timeLimit;
    private final Duration left;
    private final long diskLimitBytes;
    private final long start = System.nanoTime();

    /**
     * @param timeLimit of this way of the migration
     * @param left of the drill's own time
     */
    public MigrationRun(
            Server server,
            String database,
            Duration timeLimit,
            Duration left,
            long diskLimitBytes) {
        this.server = server;
        this.database = database;
        this.timeLimit = timeLimit;
        this.left = left;
        this.diskLimitBytes = diskLimitBytes;
    }

    /** Opens a file's SQL, without psql's own commands. */
    @FunctionalInterface
    public interface Script {
        InputStream open() throws IOException;
    }

    /**
     * Has psql run a file up to its first error.
     *
     * @param name as people know it
     * @return what went wrong, with PostgreSQL's words and the line, and without any row's value
     * @throws FindingException where this drill stood in the way: the server, the disk, its time
     */
    public Optional<String> file(String name, Script script) {
        Installation installation = server.installation();
        boolean restricts = PsqlCommand.restricts(installation);
        ErrorSink sink = ErrorSink.ofEach();
        PsqlMessages messages = new PsqlMessages(sink);
        Map<String, String> environment = new LinkedHashMap<>(server.clientEnvironment());
        environment.put("PGAPPNAME", PsqlCommand.APPLICATION);
        ToolRun run =
                new ToolRun(
                        PsqlCommand.migration(installation, database),
                        environment,
                        server.clientReach(installation.program("psql")),
                        messages::line);
        ToolRun.Ended ended = run.run(input -> feed(script, restricts, input), watch("psql"));
        messages.end();
        Optional<String> stopped = stopped(ended);
        if (stopped.isPresent()) {
            return stopped.map(why -> "\"%s\" %s".formatted(name, why));
        }
        if (ended.exitCode() == 0) {
            return Optional.empty();
        }
        refuseLoss();
        return Optional.of(
                "\"%s\"%s"
                        .formatted(
                                name,
                                ToolErrors.first(sink, restricts ? 1 : 0)
                                        .orElse(": psql exited %d".formatted(ended.exitCode()))));
    }

    private static void feed(Script script, boolean restricts, OutputStream input)
            throws IOException {
        try (InputStream in = open(script)) {
            OutputStream psql = new BufferedOutputStream(input, 1 << 16);
            if (restricts) {
                byte[] noise = new byte[16];
                new SecureRandom().nextBytes(noise);
                psql.write(
                        ("\\restrict " + HexFormat.of().formatHex(noise) + "\n")
                                .getBytes(StandardCharsets.US_ASCII));
            }
            in.transferTo(psql);
            psql.write('\n');
            psql.flush();
        }
    }

    private static InputStream open(Script script) throws IOException {
        try {
            return script.open();
        } catch (IOException e) {
            throw new Feeding.SourceFailure(e);
        }
    }

    /**
     * Runs a program of the user's own to its end, as the user that Muster runs as.
     *
     * @param inherited variables beside those that tell where the database is
     * @return what went wrong; of what it printed, only the server's own errors are told
     * @throws FindingException where it cannot be started, or this drill stood in the way
     */
    public Optional<String> command(
            List<String> command, Map<String, String> inherited, Path directory) {
        Map<String, String> environment = new LinkedHashMap<>(inherited);
        environment.putAll(server.clientEnvironment());
        environment.put("PGDATABASE", database);
        environment.put("DATABASE_URL", url());
        ToolErrors errors = new ToolErrors();
        ToolRun run = ToolRun.own(command, environment, directory, errors::line);
        ToolRun.Ended ended = run.run(null, watch(command.getFirst()));
        Optional<String> stopped = stopped(ended);
        if (stopped.isPresent()) {
            return stopped.map(why -> "\"%s\" %s".formatted(command.getFirst(), why));
        }
        if (ended.exitCode() == 0) {
            return Optional.empty();
        }
        refuseLoss();
        return Optional.of(
                "\"%s\" exited %d%s"
                        .formatted(
                                command.getFirst(),
                                ended.exitCode(),
                                errors.first()
                                        .map(said -> "; PostgreSQL said: " + said)
                                        .orElse(
                                                "; what it printed is not shown, as it may hold"
                                                        + " rows' values")));
    }

    /** As libpq and its likes read it; the password is in PGPASSFILE. */
    private String url() {
        Map<String, String> client = server.clientEnvironment();
        StringBuilder url = new StringBuilder("postgresql:///").append(encoded(database));
        url.append("?host=").append(encoded(client.getOrDefault("PGHOST", "")));
        url.append("&port=").append(encoded(client.getOrDefault("PGPORT", "")));
        url.append("&user=").append(encoded(client.getOrDefault("PGUSER", "")));
        url.append("&sslmode=").append(encoded(client.getOrDefault("PGSSLMODE", "prefer")));
        return url.toString();
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Watch watch(String tool) {
        Duration time = timeLimit.compareTo(left) < 0 ? timeLimit : left;
        return new Watch(tool, time.minusNanos(spent()), diskLimitBytes, server, null);
    }

    private long spent() {
        return System.nanoTime() - start;
    }

    /** Its own limit is about the migration; the drill's, the disk and the server are not. */
    private Optional<String> stopped(ToolRun.Ended ended) {
        Finding reason = ended.stopped().orElse(null);
        if (reason == null) {
            return Optional.empty();
        }
        Sessions.end(server, database);
        if (reason.code() == FindingCode.RESTORE_TIMEOUT && timeLimit.compareTo(left) < 0) {
            return Optional.of("did not end within %d s".formatted(timeLimit.toSeconds()));
        }
        throw new FindingException(reason);
    }

    private void refuseLoss() {
        Finding lost = server.lost().orElse(null);
        if (lost != null) {
            throw new FindingException(lost);
        }
    }
}
