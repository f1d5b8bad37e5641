package dev.muster.restore;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import dev.muster.contract.MusterException;
import dev.muster.contract.Progress;
import dev.muster.contract.Stage;
import dev.muster.contract.Verdict;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.Environment;
import dev.muster.restore.archive.ArchiveContents;
import dev.muster.restore.fetch.Fetched;
import dev.muster.restore.fetch.key.Keys;
import dev.muster.restore.postgres.server.Installation;
import dev.muster.restore.postgres.server.Installations;
import dev.muster.restore.postgres.server.Reaper;
import dev.muster.restore.postgres.server.Server;
import dev.muster.restore.postgres.server.SourceTraces;
import dev.muster.restore.postgres.server.WorkDirectory;
import dev.muster.restore.verify.Expectations;
import dev.muster.restore.verify.VerifySettings;
import dev.muster.stores.Backup;
import dev.muster.stores.Secrets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One drill of one backup: fetch it, restore it, verify what came back, and always clean up. It
 * ends with a result, whatever happens on the way.
 */
public final class Drill {
    private final DrillOrder order;
    private final Plan plan;
    private final Keys keys;
    private final @Nullable ServerAccess named;
    private final ManifestSource manifests;
    private final @Nullable LiveServer live;
    private final @Nullable Rehearsal rehearsal;
    private final Progress progress;
    private final BooleanSupplier cancelled;
    private final StageClock clock;
    private final Account account;
    private final Instant deadline;
    private final int jobs;
    private @Nullable Server server;
    private @Nullable Fetched fetched;
    private @Nullable Experiment experiment;
    private boolean concluded;

    /**
     * Reads the plan's secrets; nothing else happens yet.
     *
     * @param cancelled asked often, from several threads; once it says yes the drill ends soon
     * @throws dev.muster.contract.MusterException where a secret, or the manifest that the plan
     *     names, cannot be read
     */
    public Drill(DrillOrder order, Secrets secrets, Progress progress, BooleanSupplier cancelled) {
        this.order = order;
        plan = order.plan();
        keys = KeyRing.of(plan, secrets);
        named = ServerAccess.of(plan, secrets, order.environment());
        manifests = ManifestSource.of(plan, order.environment());
        live = LiveServer.of(plan, secrets);
        rehearsal = Rehearsal.of(plan, order.environment(), progress);
        this.progress = progress;
        this.cancelled = cancelled;
        account = new Account(order);
        clock = new StageClock(progress, account.startedAt(), order.locating());
        deadline = Instant.now().plus(plan.restore().timeout().duration());
        jobs = plan.restore().jobs().on(Host.cpus());
    }

    /** The same, with an experiment on what was restored where that is proven. */
    public DrillResult run(Experiment then) {
        experiment = then;
        return run();
    }

    /** Runs the drill to its verdict. */
    public DrillResult run() {
        Backup backup = order.backup();
        if (backup != null) {
            account.drilled(Material.facts(backup));
            Cleanup cleanup = new Cleanup();
            try {
                prove(backup, cleanup);
            } catch (FindingException e) {
                account.add(e.finding());
            } catch (CancellationException e) {
                if (!concluded) {
                    account.add(
                            Finding.of(FindingCode.INTERRUPTED, null, "the drill was interrupted"));
                }
            } catch (MusterException e) {
                account.add(Defect.ofMachine(e));
            } catch (RuntimeException | Error e) {
                account.add(Defect.of(e));
            } finally {
                if (cancelled.getAsBoolean() && !concluded) {
                    account.interrupted();
                }
                try (StageClock.Running _ =
                        clock.start(Stage.CLEANUP, "removing what the drill made")) {
                    account.addAll(cleanup.run());
                }
            }
        }
        return account.close(clock.times(), environment());
    }

    private void prove(Backup backup, Cleanup cleanup) {
        removeWhatOthersLeft();
        WorkDirectory work =
                cleanup.later(WorkDirectory.create(order.drillId(), order.environment()));
        Installations installations = Installations.find(order.environment());
        Target target =
                cleanup.later(new Target(plan, named, order.drillId(), work, installations, jobs));
        Intake intake = new Intake(plan, keys, account, this::left, progress, cancelled);
        Material material = intake(intake, backup, work, installations);
        if (material == null || account.decided()) {
            return;
        }
        Installation installation = choose(material, installations);
        Server opened;
        List<RestoredDatabase> restored;
        try (StageClock.Running stage = clock.start(Stage.RESTORE, describe(material))) {
            stage.moved(material.census().dataBytes());
            opened =
                    cleanup.later(
                            target.open(
                                    material.archive(),
                                    installation,
                                    archive -> sourceOf(archive, backup),
                                    left()));
            server = opened;
            restored = restore(material, work, opened);
        }
        if (restored.stream().allMatch(database -> database.outcome().complete())) {
            verify(backup, material, restored, opened);
        }
    }

    private SourceTraces sourceOf(ArchiveContents archive, Backup backup) {
        SourceTraces source = Traces.of(archive, manifests.search(backup));
        return live == null ? source : live.addTo(source);
    }

    private void removeWhatOthersLeft() {
        Reaper.Reaped reaped = Reaper.reap(order.environment());
        for (Path removed : reaped.removed()) {
            progress.noted(Stage.LOCATE, "removed what a killed drill left in " + removed);
        }
        account.addAll(reaped.leftovers());
    }

    private @Nullable Material intake(
            Intake intake, Backup backup, WorkDirectory work, Installations installations) {
        try (StageClock.Running stage = clock.start(Stage.FETCH, backup.key())) {
            Material material = intake.run(backup, work, installations);
            fetched = intake.fetched();
            if (fetched != null) {
                stage.moved(fetched.storedBytes());
            }
            return material;
        }
    }

    private Installation choose(Material material, Installations installations) {
        Installations.Choice choice = Choices.of(material.archive(), installations);
        if (choice.remark() != null) {
            account.add(choice.remark());
        }
        return choice.installation();
    }

    private static String describe(Material material) {
        ArchiveContents archive = material.archive();
        String part = material.selected() == null ? "" : archive.entryCount() + " of ";
        return "%s archive, %s%d entries"
                .formatted(archive.format().word(), part, material.whole().entryCount());
    }

    private List<RestoredDatabase> restore(Material material, WorkDirectory work, Server into) {
        long room = Disk.room(plan, work.path(), material);
        if (material.census().dataBytes() > room) {
            progress.noted(
                    Stage.RESTORE,
                    "the backup's rows are %d MB of text, and the restore may take %d MB"
                            .formatted(material.census().dataBytes() >> 20, room >> 20));
        }
        Restoration restoration = new Restoration(material, into, jobs, room, deadline, progress);
        List<RestoredDatabase> restored = restoration.run();
        account.addAll(restoration.findings());
        boolean isScript = material.archive().format().isSql();
        for (RestoredDatabase database : restored) {
            database.outcome().findings().stream()
                    .map(f -> Attribution.of(f, isScript, database.outcome()))
                    .map(f -> material.selected() == null ? f : Attribution.ofPart(f))
                    .forEach(account::add);
        }
        return restored;
    }

    private void verify(
            Backup backup,
            Material material,
            List<RestoredDatabase> restored,
            Server restoredInto) {
        try (StageClock.Running _ = clock.start(Stage.VERIFY, "checking what came back")) {
            Map<RestoredDatabase, Expectations> expected =
                    verify(
                            material,
                            manifests.choice(backup, fetched),
                            restored,
                            restoredInto,
                            left(),
                            account);
            if (live != null) {
                live.compare(
                        expected, restoredInto::connect, VerifySettings.within(1, left()), account);
            }
        }
        Experiment then = experiment;
        boolean isWhole = material.selected() == null;
        if (then != null && isWhole && !account.decided() && !cancelled.getAsBoolean()) {
            tryOut(then, backup, material, restored, restoredInto);
        }
        // Last of all, since it changes what was restored.
        if (rehearsal != null && !cancelled.getAsBoolean()) {
            VerifySettings settings = VerifySettings.within(Host.cpus(), left());
            rehearsal.run(restored, restoredInto, settings, account);
        }
    }

    private Map<RestoredDatabase, Expectations> verify(
            Material material,
            ManifestChoice choice,
            List<RestoredDatabase> databases,
            Server restoredInto,
            Duration time,
            Account into) {
        VerifySettings settings = VerifySettings.within(Host.cpus(), time);
        Map<RestoredDatabase, Expectations> expected =
                new Verification(plan, material, choice, restoredInto, settings, progress)
                        .run(databases, into);
        into.compareWithSource();
        return expected;
    }

    /** What becomes of the experiment, also its end by force, leaves the verdict as it is. */
    private void tryOut(
            Experiment then,
            Backup backup,
            Material material,
            List<RestoredDatabase> restored,
            Server restoredInto) {
        DrillResult proven = account.soFar(clock.times(), environment());
        if (proven.verdict() != Verdict.PROVEN) {
            return;
        }
        concluded = true;
        Bench bench =
                new Bench(
                        proven,
                        material,
                        restoredInto,
                        restored,
                        left(),
                        (databases, until) -> {
                            Account other = new Account(order.after(proven));
                            other.drilled(proven.backup());
                            other.holds(material.books());
                            Duration time = Duration.between(Instant.now(), until);
                            verify(
                                    material,
                                    manifests.choice(backup, fetched),
                                    databases,
                                    restoredInto,
                                    time.isNegative() ? Duration.ZERO : time,
                                    other);
                            return other.close(clock.times(), environment());
                        });
        account.addAll(then.run(bench));
    }

    private Duration left() {
        Duration left = Duration.between(Instant.now(), deadline);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private Environment environment() {
        return Host.environment(server, jobs);
    }
}
