package dev.muster.restore.postgres.restore;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Progress;
import dev.muster.contract.Stage;
import dev.muster.restore.postgres.errors.Circumstances;
import dev.muster.restore.postgres.errors.Diagnosis;
import dev.muster.restore.postgres.errors.Diagnostician;
import dev.muster.restore.postgres.errors.ErrorSink;
import dev.muster.restore.postgres.errors.PgRestoreMessages;
import dev.muster.restore.postgres.errors.PsqlMessages;
import dev.muster.restore.postgres.errors.RestoreError;
import dev.muster.restore.postgres.sandbox.Reach;
import dev.muster.restore.postgres.server.Installation;
import dev.muster.restore.postgres.server.NamedServer;
import dev.muster.restore.postgres.server.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** Restores one archive into its prepared database with PostgreSQL's own tools. */
public final class Restore {
    /** Each attempt may bring to light more roles that no table of contents names. */
    private static final int ATTEMPTS = 4;

    private static final Pattern MISSING_TRIGGER =
            Pattern.compile("trigger \".*\" for table \".*\" does not exist");

    private static final String DEADLOCK = "deadlock detected";

    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final Duration PATIENCE_WITH_DAMAGE = Duration.ofSeconds(3);

    private final Server server;

    public Restore(Server server) {
        this.server = server;
    }

    /**
     * Runs to the tool's end, its time limit or the disk limit. What went wrong is in the outcome.
     *
     * @throws dev.muster.contract.FindingException where the tool cannot be started at all, or the
     *     drill was interrupted
     */
    public RestoreOutcome run(Prepared prepared, RestoreOrder order) {
        long start = System.nanoTime();
        Set<String> roles = new HashSet<>(prepared.needs().roles());
        int jobs = order.payload() instanceof Payload.Archive ? order.jobs() : 1;
        for (int attempt = 1; ; attempt++) {
            Attempt result = attempt(prepared, order, jobs);
            Set<String> missing = new HashSet<>(result.diagnosis().missingRoles());
            missing.removeAll(roles);
            boolean ended = attempt == ATTEMPTS || result.ended().stopped().isPresent();
            if (!ended
                    && missing.isEmpty()
                    && jobs > 1
                    && mayBeForWantOfOrder(result.diagnosis().findings())) {
                // With several jobs pg_restore may make the foreign key of a partitioned table
                // before all partitions have their rows, alter a partition's trigger before the
                // table above has brought it, and attach indexes on two levels at once, which
                // deadlocks: one job shows whether that was it.
                order.progress().noted(Stage.RESTORE, "restoring again, one entry after the other");
                jobs = 1;
                new Preparation(server).again(prepared, roles);
                continue;
            }
            if (ended || missing.isEmpty()) {
                return outcome(prepared, result, Duration.ofNanos(System.nanoTime() - start));
            }
            roles.addAll(missing);
            order.progress()
                    .noted(
                            Stage.RESTORE,
                            "restoring again with the roles %s"
                                    .formatted(String.join(", ", roles)));
            new Preparation(server).again(prepared, roles);
        }
    }

    private record Attempt(ToolRun.Ended ended, ErrorSink sink, Diagnosis diagnosis) {}

    static boolean mayBeForWantOfOrder(List<Finding> findings) {
        return findings.stream()
                .anyMatch(finding ->
                        switch (finding.code()) {
                            case CONSTRAINT_VIOLATED, ROWS_REJECTED -> true;
                            case RESTORE_ENTRY_FAILED ->
                                    MISSING_TRIGGER.matcher(finding.message()).find();
                            case RESTORE_TOOL_FAILED -> finding.message().contains(DEADLOCK);
                            default -> false;
                        });
    }

    private Attempt attempt(Prepared prepared, RestoreOrder order, int jobs) {
        ErrorSink sink = new ErrorSink();
        ToolRun.Ended ended =
                switch (order.payload()) {
                    case Payload.Archive archive -> pgRestore(prepared, order, archive, jobs, sink);
                    case Payload.Script script -> psql(prepared, order, script, sink);
                };
        if (ended.stopped().isPresent()) {
            Sessions.end(server, prepared.database());
        }
        Circumstances circumstances =
                new Circumstances(
                        order.sourceMajor(),
                        server.major(),
                        prepared.findings().stream()
                                .anyMatch(f -> f.code() == FindingCode.LOCALE_MISSING),
                        server.superuser(),
                        prepared.missingExtensions(),
                        order.damaged());
        return new Attempt(
                ended,
                sink,
                Diagnostician.diagnose(
                        errors(sink, prepared.needs()), order.entries(), circumstances));
    }

    // The schemas of extensions may have been made with them before the restore.
    private List<RestoreError> errors(ErrorSink sink, Needs needs) {
        if (!(server instanceof NamedServer)) {
            return sink.errors();
        }
        Set<String> expected = new HashSet<>();
        needs.schemas().values().forEach(s -> expected.add("schema \"" + s + "\" already exists"));
        return sink.errors().stream().filter(e -> !expected.contains(e.message())).toList();
    }

    private ToolRun.Ended pgRestore(
            Prepared prepared,
            RestoreOrder order,
            Payload.Archive archive,
            int jobs,
            ErrorSink sink) {
        AtomicLong done = new AtomicLong();
        int total = order.entries().size();
        PgRestoreMessages messages =
                new PgRestoreMessages(
                        sink,
                        () ->
                                order.progress()
                                        .advanced(
                                                Stage.RESTORE,
                                                Math.min(done.incrementAndGet(), total),
                                                total,
                                                Progress.Unit.ENTRIES));
        Installation installation = server.installation();
        Reach reach =
                server.clientReach(installation.program("pg_restore")).andRead(archive.path());
        if (archive.list() != null) {
            reach = reach.andRead(archive.list());
        }
        ToolRun run =
                new ToolRun(
                        PgRestoreCommand.restore(
                                installation,
                                archive,
                                prepared.database(),
                                jobs,
                                !(server instanceof NamedServer)),
                        // With several jobs it logs in once more after a trigger on login is made.
                        // All event triggers come last, so that hardly any had fired before.
                        server.restoreEnvironment(order.dataBytes(), order.loginTriggers()),
                        reach,
                        messages::line);
        Watch watch =
                new Watch(
                        "pg_restore",
                        order.timeLimit(),
                        order.diskLimitBytes(),
                        server,
                        new Stall(
                                "pg_restore",
                                server,
                                prepared.database(),
                                order.damaged().isEmpty() ? PATIENCE : PATIENCE_WITH_DAMAGE));
        ToolRun.Ended ended = run.run(null, watch);
        messages.end();
        return ended;
    }

    private ToolRun.Ended psql(
            Prepared prepared, RestoreOrder order, Payload.Script script, ErrorSink sink) {
        PsqlMessages messages = new PsqlMessages(sink);
        Installation installation = server.installation();
        Map<String, String> environment =
                new LinkedHashMap<>(server.restoreEnvironment(order.dataBytes(), false));
        environment.put("PGAPPNAME", PsqlCommand.APPLICATION);
        ToolRun run =
                new ToolRun(
                        PsqlCommand.run(installation, prepared.database()),
                        environment,
                        server.clientReach(installation.program("psql")),
                        messages::line);
        Watch watch = new Watch("psql", order.timeLimit(), order.diskLimitBytes(), server, null);
        try (CopyGate gate = new CopyGate(server, prepared.database())) {
            ScriptFeeder feeder =
                    new ScriptFeeder(
                            script,
                            PsqlCommand.restricts(installation),
                            gate,
                            sink,
                            order.progress());
            ToolRun.Ended ended = run.run(feeder, watch);
            messages.end();
            return ended;
        }
    }

    private RestoreOutcome outcome(Prepared prepared, Attempt result, Duration took) {
        List<Finding> findings = new ArrayList<>(prepared.findings());
        findings.addAll(result.diagnosis().findings());
        ToolRun.Ended ended = result.ended();
        if (ended.stopped().isPresent()) {
            addOnce(findings, ended.stopped().get());
        } else if (ended.exitCode() != 0) {
            lost(findings).ifPresent(lost -> addOnce(findings, lost));
        }
        boolean complete =
                ended.stopped().isEmpty()
                        && (ended.exitCode() == 0 || reachedItsEnd(ended, result.sink()));
        if (!complete && findings.stream().noneMatch(Finding::decides)) {
            findings.add(
                    Finding.of(
                            FindingCode.RESTORE_TOOL_FAILED,
                            null,
                            "the restoring tool exited %d and said nothing"
                                    .formatted(ended.exitCode())));
        }
        if (result.sink().dropped() > 0) {
            findings.add(tooMany(result.sink()));
        }
        return new RestoreOutcome(
                findings,
                result.diagnosis().unrestored(),
                complete,
                ended.exitCode(),
                result.sink().count(),
                result.sink().noise(),
                took);
    }

    private static Finding tooMany(ErrorSink sink) {
        return Finding.of(
                FindingCode.CHECK_NOT_RUN,
                null,
                "of the restore's %d errors %d were not looked at: they are too many"
                        .formatted(sink.count(), sink.dropped()));
    }

    // Only a tool that says so, or says nothing, makes it worth waiting for the server's end.
    private Optional<Finding> lost(List<Finding> findings) {
        boolean told = findings.stream().anyMatch(f -> f.code() == FindingCode.SERVER_LOST);
        boolean silent = findings.stream().noneMatch(Finding::decides);
        Optional<Finding> lost = server.lost();
        for (int turn = 0; lost.isEmpty() && (told || silent) && turn < 20; turn++) {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return lost;
            }
            lost = server.lost();
        }
        return lost;
    }

    // pg_restore exits 1 both after errors that it ignored and after one that ended it; the latter
    // is an error of the tool's own, not of SQL.
    private static boolean reachedItsEnd(ToolRun.Ended ended, ErrorSink sink) {
        return ended.exitCode() == 1 && sink.count() > 0 && !sink.toolErred();
    }

    // The reason for which it was stopped says more than the tool's own last words.
    private static void addOnce(List<Finding> findings, Finding reason) {
        findings.removeIf(f -> f.code() == reason.code());
        findings.add(reason);
    }
}
