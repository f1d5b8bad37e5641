package dev.muster.stores.listing;

import dev.muster.contract.Finding;
import dev.muster.contract.Severity;
import dev.muster.stores.Backup;
import dev.muster.stores.BackupCopy;
import dev.muster.stores.BackupStore;
import dev.muster.stores.Backups;
import dev.muster.stores.Candidate;
import dev.muster.stores.Candidate.ListedCopy;
import dev.muster.stores.StoreException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a listed backup ready to be drilled, by a look at each of its copies. */
public final class ReadyBackup {
    private ReadyBackup() {}

    /** Null where no copy of it can be opened any more; why is added to the findings. */
    public static @Nullable Backup of(
            Candidate candidate, List<BackupStore> stores, List<Finding> findings) {
        List<BackupCopy> copies = new ArrayList<>();
        for (ListedCopy listed : candidate.copies()) {
            BackupStore store = stores.get(listed.store());
            try {
                copies.add(Backups.copy(candidate, listed, store));
            } catch (StoreException e) {
                findings.add(StoreFindings.of(store.name(), e, Severity.WARNING));
            }
        }
        if (copies.isEmpty()) {
            findings.replaceAll(finding -> finding.withSeverity(Severity.ERROR));
            return null;
        }
        return new Backup(candidate.key(), candidate.createdAt(), copies.getFirst().size(), copies);
    }
}
