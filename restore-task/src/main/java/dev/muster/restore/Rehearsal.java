package dev.muster.restore;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import dev.muster.contract.MusterException;
import dev.muster.contract.Progress;
import dev.muster.contract.Stage;
import dev.muster.contract.plan.DataSize;
import dev.muster.contract.plan.Migration;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.RehearseSpec;
import dev.muster.restore.archive.SafeSql;
import dev.muster.restore.postgres.restore.MigrationRun;
import dev.muster.restore.postgres.server.Server;
import dev.muster.restore.verify.RehearsalCheck;
import dev.muster.restore.verify.RehearsalCheck.Way;
import dev.muster.restore.verify.Verified;
import dev.muster.restore.verify.VerifySettings;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes the plan's migration up and down again in the restored database. */
public final class Rehearsal {
    /** What a program needs to run at all. */
    private static final List<String> INHERITED =
            List.of("PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR");

    private final RehearseSpec spec;
    private final Map<String, String> environment;
    private final long room;
    private final Progress progress;

    private Rehearsal(
            RehearseSpec spec, Map<String, String> environment, long room, Progress progress) {
        this.spec = spec;
        this.room = room;
        this.environment = environment;
        this.progress = progress;
    }

    /**
     * The plan's; null where it names none.
     *
     * @throws MusterException where a file or variable that it names is not there
     */
    static @Nullable Rehearsal of(Plan plan, Map<String, String> environment, Progress progress) {
        RehearseSpec spec = plan.rehearse();
        if (spec == null) {
            return null;
        }
        check(spec, environment);
        DataSize room = plan.restore().disk();
        return new Rehearsal(
                spec, environment, room == null ? Long.MAX_VALUE : room.bytes(), progress);
    }

    /**
     * Looks whether all that a rehearsal names is there.
     *
     * @throws MusterException REHEARSAL_FILE_MISSING or REHEARSAL_VARIABLE_MISSING
     */
    public static void check(RehearseSpec spec, Map<String, String> environment) {
        for (Migration way : List.of(spec.up(), spec.down())) {
            if (way instanceof Migration.Files(List<Path> files)) {
                files.forEach(Rehearsal::check);
            }
        }
        for (String name : spec.pass()) {
            if (!environment.containsKey(name)) {
                throw new MusterException(
                        "REHEARSAL_VARIABLE_MISSING",
                        "the variable \"%s\", which rehearse.pass names, is not set"
                                .formatted(name),
                        "set it, or take it from the list");
            }
        }
    }

    private static void check(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new MusterException(
                    "REHEARSAL_FILE_MISSING",
                    "there is no file \"%s\" of a migration that can be read".formatted(file),
                    "correct the path; relative ones are taken from the plan's own folder");
        }
    }

    /** Rehearses, unless the backup is not proven anyway. */
    void run(
            List<RestoredDatabase> databases,
            Server server,
            VerifySettings settings,
            Account account) {
        ChosenDatabase chosen = ChosenDatabase.of(spec.database(), databases);
        RestoredDatabase database = chosen.database();
        String name = database == null ? "" : database.name();
        RehearsalCheck check =
                new RehearsalCheck(spec, () -> server.connect(name), settings, progress);
        try {
            if (account.decided()) {
                check.leftOut("the backup is not proven: a migration is rehearsed on one that is");
            } else if (database == null) {
                check.notRun(chosen.why());
            } else {
                rehearse(check, server, name, settings.deadline());
            }
        } catch (FindingException e) {
            if (e.finding().code() == FindingCode.INTERRUPTED) {
                check.notRun("it was interrupted");
            } else {
                check.leftOut(e.finding().message());
            }
            throw e;
        } finally {
            Verified verified = check.verified();
            account.checked(verified.checks(), "");
            account.addAll(verified.findings());
        }
    }

    private void rehearse(RehearsalCheck check, Server server, String database, Instant deadline) {
        progress.noted(Stage.VERIFY, "rehearsing the migration: reading what is there before it");
        if (!check.before() || !went(check, Way.UP, server, database, deadline)) {
            return;
        }
        check.lookAfterUp();
        if (went(check, Way.DOWN, server, database, deadline)) {
            progress.noted(Stage.VERIFY, "rehearsing the migration: comparing");
            check.after();
        }
    }

    private boolean went(
            RehearsalCheck check, Way way, Server server, String database, Instant deadline) {
        progress.noted(Stage.VERIFY, "rehearsing the migration: " + way.word());
        Duration left = Duration.between(Instant.now(), deadline);
        MigrationRun run =
                new MigrationRun(server, database, spec.timeout().duration(), left, room);
        Optional<String> failure = go(way == Way.UP ? spec.up() : spec.down(), run);
        failure.ifPresentOrElse(why -> check.failed(way, why), () -> check.went(way));
        return failure.isEmpty();
    }

    private Optional<String> go(Migration migration, MigrationRun run) {
        return switch (migration) {
            case Migration.Command(List<String> command) ->
                    run.command(command, inherited(), Path.of("").toAbsolutePath());
            case Migration.Files(List<Path> files) ->
                    files.stream().map(file -> go(file, run)).flatMap(Optional::stream).findFirst();
        };
    }

    private static Optional<String> go(Path file, MigrationRun run) {
        String name = String.valueOf(file.getFileName());
        Optional<String> refused = refused(file, name);
        return refused.isPresent()
                ? refused
                : run.file(
                        name,
                        () ->
                                new ScriptPart(
                                        file, SafeSql.Scope.SERVER, database -> database == null));
    }

    /** Reads all of it before anything of it runs. */
    private static Optional<String> refused(Path file, String name) {
        try (SafeSql script = SafeSql.open(file, SafeSql.Scope.SERVER)) {
            SafeSql.Section section = script.next();
            while (section != null) {
                if (section.database() != null) {
                    return Optional.of(notRun(name, "it connects to another database"));
                }
                section.sql().transferTo(OutputStream.nullOutputStream());
                section = script.next();
            }
            return Optional.empty();
        } catch (FindingException e) {
            return Optional.of(notRun(name, e.finding().message()));
        } catch (IOException | UncheckedIOException e) {
            throw new FindingException(
                    Finding.of(
                            FindingCode.CHECK_NOT_RUN,
                            name,
                            "\"%s\" cannot be read: %s".formatted(name, e.getMessage())),
                    e);
        }
    }

    private static String notRun(String name, String what) {
        return "\"%s\" was not run: %s, which files of a rehearsal may not: write plain SQL, or name a command"
                .formatted(name, what);
    }

    private Map<String, String> inherited() {
        Map<String, String> inherited = new LinkedHashMap<>();
        for (List<String> names : List.of(INHERITED, spec.pass())) {
            for (String name : names) {
                String value = environment.get(name);
                if (value != null) {
                    inherited.put(name, value);
                }
            }
        }
        return inherited;
    }
}
