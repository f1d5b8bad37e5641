package dev.muster.restore;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingException;
import dev.muster.contract.Progress;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.RestoreTarget;
import dev.muster.restore.archive.Archive;
import dev.muster.restore.archive.ArchiveContents;
import dev.muster.restore.archive.Census;
import dev.muster.restore.archive.Judgement;
import dev.muster.restore.fetch.Fetch;
import dev.muster.restore.fetch.FetchFailed;
import dev.muster.restore.fetch.FetchLimits;
import dev.muster.restore.fetch.FetchOutcome;
import dev.muster.restore.fetch.Fetched;
import dev.muster.restore.fetch.key.Keys;
import dev.muster.restore.postgres.sandbox.Sandbox;
import dev.muster.restore.postgres.server.Installation;
import dev.muster.restore.postgres.server.Installations;
import dev.muster.restore.postgres.server.WorkDirectory;
import dev.muster.stores.Backup;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes a backup in: fetches it, reads its archive, weighs what is wrong with it, and counts its
 * rows. What it finds goes into the account.
 */
final class Intake {
    private final Plan plan;
    private final Keys keys;
    private final Account account;
    private final Supplier<Duration> left;
    private final Progress progress;
    private final BooleanSupplier cancelled;
    private @Nullable Fetched fetched;

    /**
     * @param left of the drill's time
     * @param cancelled asked often; once it says yes it ends soon
     */
    Intake(
            Plan plan,
            Keys keys,
            Account account,
            Supplier<Duration> left,
            Progress progress,
            BooleanSupplier cancelled) {
        this.plan = plan;
        this.keys = keys;
        this.account = account;
        this.left = left;
        this.progress = progress;
        this.cancelled = cancelled;
    }

    /** Gives what is to be restored; null where no copy served. */
    @Nullable Material run(Backup backup, WorkDirectory work, Installations installations) {
        FetchOutcome outcome =
                Fetch.run(
                        backup.copies(),
                        keys,
                        work.createPayloadDirectory(),
                        limits(),
                        progress,
                        cancelled);
        account.attempted(outcome.attempts());
        account.addAll(outcome.findings());
        return switch (outcome) {
            case FetchFailed _ -> null;
            case Fetched served -> {
                fetched = served;
                yield read(backup, served, work, installations);
            }
        };
    }

    /** What was fetched, or null. */
    @Nullable Fetched fetched() {
        return fetched;
    }

    private Material read(
            Backup backup, Fetched served, WorkDirectory work, Installations installations) {
        account.drilled(Material.facts(backup, served, null, null));
        ArchiveContents read =
                Archive.read(served.payload(), newest(installations), _ -> {}, cancelled);
        account.drilled(Material.facts(backup, served, read, null));
        account.holds(new Bookkeeping(read, null, null));
        work.admit(read.payload());
        // Before the rows are counted: an archive that is whole after all is judged like others.
        Damage damage = new Damage(read, installations, left);
        ArchiveContents archive = read.reviewed(damage.reviewed(read.findings()));
        Selected selected = selected(archive);
        ArchiveContents wanted = selected == null ? archive : archive.only(selected.ids());
        Census census = Census.count(wanted, Host.cpus(), _ -> {}, cancelled);
        account.drilled(Material.facts(backup, served, archive, selected == null ? census : null));
        List<Finding> found = new ArrayList<>(archive.findings());
        found.addAll(archive.hostile());
        found.addAll(damage.reviewed(census.findings()));
        found.addAll(Judgement.completeness(archive));
        if (selected == null) {
            found.addAll(Judgement.emptiness(archive, census));
        }
        found.addAll(
                Judgement.age(
                        archive,
                        backup.createdAt(),
                        Instant.now(),
                        plan.select().within().duration()));
        account.addAll(found);
        if (!archive.suspicious().isEmpty()) {
            // A server that the plan names confines them itself, by what the drill's role may do.
            account.add(
                    Damage.reachingOut(
                            archive.suspicious(),
                            plan.restore().into() instanceof RestoreTarget.Server
                                    || Sandbox.contains()));
        }
        Path list = selected == null ? null : work.writeForPrograms("restore.list", lines(wanted));
        Material material = new Material(wanted, census, archive, selected, list);
        account.holds(material.books());
        return material;
    }

    /** The part that the plan wants; where it cannot be had, that is told, and nothing restored. */
    private @Nullable Selected selected(ArchiveContents archive) {
        try {
            return Selected.of(plan.restore(), archive);
        } catch (FindingException e) {
            account.add(e.finding());
            return null;
        }
    }

    /** In the archive's own order. */
    private static List<String> lines(ArchiveContents wanted) {
        return wanted.databases().getFirst().entries().stream()
                .map(entry -> entry.dumpId() + ";")
                .toList();
    }

    private static int newest(Installations installations) {
        return installations.all().stream()
                .filter(Installation::complete)
                .mapToInt(Installation::major)
                .max()
                .orElse(Integer.MAX_VALUE);
    }

    private FetchLimits limits() {
        FetchLimits usual = FetchLimits.usual();
        long most =
                plan.restore().disk() == null ? usual.maxBytes() : plan.restore().disk().bytes();
        return new FetchLimits(most, usual.reserveBytes(), left.get());
    }
}
