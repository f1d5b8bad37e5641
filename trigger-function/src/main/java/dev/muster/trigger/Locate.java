package dev.muster.trigger;

import dev.muster.contract.Finding;
import dev.muster.contract.Severity;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.SelectSpec.Mode;
import dev.muster.stores.Backup;
import dev.muster.stores.BackupListing;
import dev.muster.stores.BackupStore;
import dev.muster.stores.Backups;
import dev.muster.stores.Candidate;
import dev.muster.stores.Secrets;
import dev.muster.stores.Stores;
import dev.muster.stores.Window;
import dev.muster.stores.listing.CopyFindings;
import dev.muster.stores.listing.ReadyBackup;
import dev.muster.stores.listing.StoreFindings;
import dev.muster.trigger.Located.Chosen;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Finds the backups that a plan's drills are about: opens its stores, lists them, and selects. */
public final class Locate {
    private Locate() {}

    /** A seed that no one could foresee, short enough to be typed again. */
    public static long freshSeed() {
        return new SecureRandom().nextInt(1, Integer.MAX_VALUE);
    }

    /**
     * Selects the backups to drill. What goes wrong with stores and copies is in the result's
     * findings; the caller closes the result when the drills are done.
     *
     * @param seed of a random choice, from {@link #freshSeed} or from an earlier result
     * @throws dev.muster.contract.MusterException where the plan's secrets cannot be read
     */
    public static Located run(Plan plan, Secrets secrets, Instant now, long seed) {
        return run(plan, secrets, now, seed, UnaryOperator.identity());
    }

    /**
     * The same.
     *
     * @param each makes of each store the one that is used
     */
    static Located run(
            Plan plan, Secrets secrets, Instant now, long seed, UnaryOperator<BackupStore> each) {
        List<BackupStore> stores = Stores.open(plan.stores(), secrets);
        try {
            stores.replaceAll(each);
            return run(plan, stores, now, seed);
        } catch (RuntimeException e) {
            stores.forEach(BackupStore::close);
            throw e;
        }
    }

    /** The same with stores that are open already. */
    static Located run(Plan plan, List<BackupStore> stores, Instant now, long seed) {
        boolean byKey = plan.select().mode() == Mode.KEY;
        BackupListing listing = list(plan, stores, now);
        List<Chosen> chosen = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (Choice choice : Selection.choose(plan.select(), listing.candidates(), now, seed)) {
            List<Finding> own =
                    new ArrayList<>(CopyFindings.of(choice.candidate(), listing, !byKey, now));
            Backup backup = ReadyBackup.of(choice.candidate(), stores, own);
            if (backup == null) {
                findings.addAll(own);
            } else {
                chosen.add(new Chosen(backup, choice.candidate(), choice.facts(), own));
            }
        }
        boolean served = !chosen.isEmpty();
        findings.addAll(StoreFindings.of(listing, served ? Severity.WARNING : Severity.ERROR));
        findings.addAll(missing(plan, listing, now));
        return new Located(chosen, findings, newest(plan, stores, listing, now), stores);
    }

    /**
     * Lists what a plan's stores hold, all of it.
     *
     * @throws dev.muster.contract.MusterException where the plan's secrets cannot be read
     */
    public static Inventory list(Plan plan, Secrets secrets, Instant now) {
        List<BackupStore> stores = Stores.open(plan.stores(), secrets);
        try {
            BackupListing listing = Backups.list(stores, plan.backups(), Window.ever(now));
            return new Inventory(
                    listing.stores(),
                    listing.candidates().reversed(),
                    Selection.eligible(plan.select(), listing.candidates(), now));
        } finally {
            stores.forEach(BackupStore::close);
        }
    }

    private static BackupListing list(Plan plan, List<BackupStore> stores, Instant now) {
        String key = plan.select().key();
        return plan.select().mode() == Mode.KEY && key != null
                ? Backups.find(stores, plan.backups(), key)
                : Backups.list(stores, plan.backups(), Selection.window(plan.select(), now));
    }

    /** What should have been there. An old band may be empty because the backups are young. */
    private static List<Finding> missing(Plan plan, BackupListing listing, Instant now) {
        List<Candidate> candidates = listing.candidates();
        if (plan.select().mode() == Mode.KEY) {
            return candidates.isEmpty() ? List.of(MissingBackup.key(plan, listing)) : List.of();
        }
        List<Finding> findings = new ArrayList<>();
        for (Band band : Selection.bands(plan.select())) {
            if (candidates.stream().noneMatch(candidate -> band.holds(candidate, now))) {
                Finding finding = MissingBackup.window(plan, band, listing, now);
                boolean decides = band.from() == null || candidates.isEmpty();
                findings.add(decides ? finding : finding.withSeverity(Severity.WARNING));
            }
        }
        return findings;
    }

    /** The recovery point objective needs the newest backup, which a look for one key passes by. */
    private static @Nullable Instant newest(
            Plan plan, List<BackupStore> stores, BackupListing listing, Instant now) {
        boolean look = plan.select().mode() == Mode.KEY && plan.objectives().rpo() != null;
        BackupListing whole =
                look
                        ? Backups.list(
                                stores, plan.backups(), new Window(now, now.plus(Window.TOLERANCE)))
                        : listing;
        Instant at = whole.newest();
        return at != null && at.isAfter(now) ? now : at;
    }
}
