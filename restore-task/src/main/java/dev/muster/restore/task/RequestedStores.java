package dev.muster.restore.task;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Severity;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.request.DrillRequest;
import dev.muster.contract.request.RequestedCopy;
import dev.muster.stores.Backup;
import dev.muster.stores.BackupCopy;
import dev.muster.stores.BackupStore;
import dev.muster.stores.Backups;
import dev.muster.stores.Candidate;
import dev.muster.stores.Candidate.ListedCopy;
import dev.muster.stores.Secrets;
import dev.muster.stores.StoreException;
import dev.muster.stores.Stores;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plan's stores, open, and in them the copies of the backup that a request names. Nothing is
 * listed again but the files of a folder.
 */
final class RequestedStores implements AutoCloseable {
    private final List<BackupStore> stores = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private @Nullable Backup backup;

    /**
     * Opens them.
     *
     * @throws dev.muster.contract.MusterException where the plan's secrets cannot be read, or the
     *     request was made from another plan
     */
    RequestedStores(Plan plan, DrillRequest request, Secrets secrets) {
        try {
            plan.stores().forEach(spec -> stores.add(Stores.open(spec, secrets)));
            if (request.backup() != null) {
                find(request);
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * The backup with the copies that are there; null where none is, and the findings, of the
     * request or of this, say why.
     */
    @Nullable Backup backup() {
        return backup;
    }

    /** What is not as the request says. */
    List<Finding> findings() {
        return findings;
    }

    private void find(DrillRequest request) {
        Candidate candidate = Backups.requested(request, stores);
        List<BackupCopy> copies = new ArrayList<>();
        for (ListedCopy listed : candidate.copies()) {
            BackupStore store = stores.get(listed.store());
            try {
                BackupCopy copy = Backups.copy(candidate, listed, store);
                if (copy.size() == listed.size()) {
                    copies.add(copy);
                } else {
                    findings.add(changed(copy, listed));
                }
            } catch (StoreException e) {
                findings.add(unread(store, candidate.key(), e));
            }
        }
        if (request.copies().size() > candidate.copies().size()) {
            findings.add(fewerStores(request, stores.size()));
        }
        if (copies.isEmpty()) {
            decide(candidate.key());
            return;
        }
        backup =
                new Backup(
                        candidate.key(), candidate.createdAt(), copies.getFirst().size(), copies);
    }

    /** As long as one copy could not be looked at, the others do not show that all is lost. */
    private void decide(String key) {
        if (findings.stream().allMatch(f -> f.code() == FindingCode.COPY_MISSING)) {
            findings.add(
                    Finding.of(
                            FindingCode.BACKUP_NOT_FOUND,
                            key,
                            "it is in none of the plan's stores any more, which had listed it"));
        } else {
            findings.replaceAll(
                    f -> f.code() == FindingCode.COPY_MISSING ? f : f.withSeverity(Severity.ERROR));
        }
    }

    private static Finding changed(BackupCopy copy, ListedCopy listed) {
        return Finding.of(
                        FindingCode.STORE_FAILED,
                        copy.key() + " in " + copy.store().name(),
                        "it had %d bytes when it was selected and has %d bytes now"
                                .formatted(listed.size(), copy.size()))
                .withSeverity(Severity.WARNING)
                .withHint("drill again: it was still being written, or was replaced meanwhile");
    }

    private static Finding unread(BackupStore store, String key, StoreException e) {
        FindingCode code =
                switch (e.kind()) {
                    case MISSING -> FindingCode.COPY_MISSING;
                    case DENIED -> FindingCode.STORE_DENIED;
                    case REFUSED -> FindingCode.STORE_REFUSED;
                    case UNREACHABLE, TIMED_OUT -> FindingCode.STORE_UNREACHABLE;
                    case CUT, CHANGED, FAILED -> FindingCode.STORE_FAILED;
                };
        return Finding.of(code, key + " in " + store.name(), String.valueOf(e.getMessage()))
                .withSeverity(Severity.WARNING);
    }

    private static Finding fewerStores(DrillRequest request, int stores) {
        long places =
                request.copies().stream()
                        .map(RequestedCopy::store)
                        .filter(place -> place >= stores)
                        .count();
        return Finding.of(
                        FindingCode.STORE_FAILED,
                        request.backup(),
                        "the request names %d copies in stores that the plan no longer has"
                                .formatted(places))
                .withSeverity(Severity.WARNING)
                .withHint("the plan was changed meanwhile; the next drill uses it as it is");
    }

    @Override
    public void close() {
        stores.forEach(BackupStore::close);
    }
}
