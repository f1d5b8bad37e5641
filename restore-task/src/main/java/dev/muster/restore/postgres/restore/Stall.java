package dev.muster.restore.postgres.restore;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.restore.postgres.server.Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells that a tool loops: it has spent much processor time and read nothing of the archive, while
 * the server was only waiting for it. Most truncated tar archives make pg_restore loop for ever.
 */
final class Stall {
    private static final long SAMPLE_NANOS = Duration.ofSeconds(2).toNanos();
    private final String tool;
    private final @Nullable Server server;
    private final @Nullable String database;
    private final Duration patience;
    private long nextSample = System.nanoTime() + SAMPLE_NANOS;
    private Duration spentBefore = Duration.ZERO;
    private long readBefore = -1;
    private boolean told;

    /**
     * Begins now.
     *
     * @param server null where the tool talks to none
     * @param patience processor time; a large table of contents takes some before anything is read
     */
    Stall(String tool, @Nullable Server server, @Nullable String database, Duration patience) {
        this.patience = patience;
        this.tool = tool;
        this.server = server;
        this.database = database;
    }

    Optional<Finding> look(ProcessHandle process) {
        long now = System.nanoTime();
        if (now - nextSample < 0) {
            return Optional.empty();
        }
        nextSample = now + SAMPLE_NANOS;
        long read = bytesRead(process);
        Duration spent = processorTime(process);
        if (read < 0 || read != readBefore || serverWorks()) {
            readBefore = read;
            spentBefore = spent;
            return Optional.empty();
        }
        if (spent.minus(spentBefore).compareTo(patience) < 0) {
            return Optional.empty();
        }
        told = true;
        return Optional.of(
                Finding.of(
                                FindingCode.RESTORE_TIMEOUT,
                                null,
                                "%s was stopped: it spent %d s of processor time and read nothing"
                                        .formatted(tool, patience.toSeconds()))
                        .withHint(
                                "pg_restore loops on some damaged archives: look at the findings"
                                        + " about the archive"));
    }

    /** Whether it has told that the tool loops. */
    boolean told() {
        return told;
    }

    // What /proc tells; -1 where there is none, and then only the time limit holds.
    private static long bytesRead(ProcessHandle process) {
        try (Stream<ProcessHandle> all = Stream.concat(Stream.of(process), process.descendants())) {
            long sum = 0;
            for (ProcessHandle each : (Iterable<ProcessHandle>) all::iterator) {
                Path io = Path.of("/proc", String.valueOf(each.pid()), "io");
                String text = Files.readString(io, StandardCharsets.US_ASCII);
                sum += Long.parseLong(text.lines().findFirst().orElse("rchar: 0").substring(7));
            }
            return sum;
        } catch (IOException | RuntimeException e) {
            return -1;
        }
    }

    private static Duration processorTime(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private boolean serverWorks() {
        if (server == null) {
            return false;
        }
        String query =
                "SELECT count(*) FROM pg_stat_activity WHERE datname = ? AND state <> 'idle'"
                        + " AND wait_event_type IS DISTINCT FROM 'Client'"
                        + " AND pid <> pg_backend_pid()";
        try (Connection connection = server.connect(server.maintenanceDatabase());
                var statement = connection.prepareStatement(query)) {
            statement.setString(1, database);
            var row = statement.executeQuery();
            return row.next() && row.getLong(1) > 0;
        } catch (SQLException e) {
            return true; // Not known: the time limit still holds.
        }
    }
}
