package dev.muster.stores.listing;

import dev.muster.contract.Finding;
import dev.muster.contract.Severity;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.result.SelectionFacts;
import dev.muster.stores.Backup;
import dev.muster.stores.BackupListing;
import dev.muster.stores.BackupStore;
import dev.muster.stores.Backups;
import dev.muster.stores.Candidate;
import dev.muster.stores.Secrets;
import dev.muster.stores.StoreListing;
import dev.muster.stores.Stores;
import dev.muster.stores.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The plan's backups as they are drilled to find the newest that restores: from the newest to older
 * ones. Holds the stores open until it is closed.
 *
 * @param candidates those that are young enough, newest first
 * @param tooOld how many there are beside them that the plan does not allow
 */
public record Walk(
        List<Candidate> candidates, int tooOld, BackupListing listing, List<BackupStore> stores)
        implements AutoCloseable {
    /** How a result names this way to choose a backup. */
    public static final String MODE = "walk-back";

    public Walk {
        candidates = List.copyOf(candidates);
        stores = List.copyOf(stores);
    }

    /**
     * Lists the plan's backups anew. The caller closes it.
     *
     * @throws dev.muster.contract.MusterException where the plan's secrets cannot be read
     */
    public static Walk of(Plan plan, Secrets secrets, Instant now) {
        return of(plan, secrets, now, UnaryOperator.identity());
    }

    /**
     * The same.
     *
     * @param each makes of each store the one that is used
     */
    public static Walk of(
            Plan plan, Secrets secrets, Instant now, UnaryOperator<BackupStore> each) {
        List<BackupStore> stores = Stores.open(plan.stores(), secrets);
        try {
            stores.replaceAll(each);
            Duration within = plan.select().walkBack().within().duration();
            BackupListing listing =
                    Backups.list(stores, plan.backups(), Window.within(within, now));
            List<Candidate> young = listing.candidates().reversed();
            int tooOld = (int) Math.max(0, listing.backups() - young.size());
            return new Walk(young, tooOld, listing, stores);
        } catch (RuntimeException e) {
            stores.forEach(BackupStore::close);
            throw e;
        }
    }

    /**
     * A candidate, ready to be drilled.
     *
     * @param backup null where no copy of it can be opened any more; the findings say why
     */
    public record Step(
            Candidate candidate,
            @Nullable Backup backup,
            SelectionFacts facts,
            List<Finding> findings) {
        public Step {
            findings = List.copyOf(findings);
        }
    }

    /**
     * Makes one of the candidates ready.
     *
     * @param within the age that the plan allows, as it writes it
     */
    public Step step(Candidate candidate, String within, Instant now) {
        List<Finding> findings = new ArrayList<>(CopyFindings.of(candidate, listing, true, now));
        Backup backup = ReadyBackup.of(candidate, stores, findings);
        findings.addAll(StoreFindings.of(listing, Severity.WARNING));
        SelectionFacts facts =
                new SelectionFacts(
                        MODE,
                        within,
                        null,
                        candidates.size(),
                        "the newest that was not drilled yet, after a drill had ended broken");
        return new Step(candidate, backup, facts, findings);
    }

    /** When the newest of all backups was made; null where there is none. */
    public @Nullable Instant newestBackupAt(Instant now) {
        Instant newest = listing.newest();
        return newest != null && newest.isAfter(now) ? now : newest;
    }

    /** The names of the stores that could not be listed to their end. */
    public List<String> notListed() {
        return listing.stores().stream()
                .filter(store -> !store.complete())
                .map(StoreListing::name)
                .toList();
    }

    @Override
    public void close() {
        stores.forEach(BackupStore::close);
    }
}
