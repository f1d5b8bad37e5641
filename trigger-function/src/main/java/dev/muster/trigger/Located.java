package dev.muster.trigger;

import dev.muster.contract.Finding;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.request.DrillRequest;
import dev.muster.contract.request.RequestedCopy;
import dev.muster.contract.result.SelectionFacts;
import dev.muster.stores.Backup;
import dev.muster.stores.BackupStore;
import dev.muster.stores.Candidate;
import dev.muster.stores.Candidate.ListedCopy;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a plan's stores gave: the backups to drill, and what was wrong on the way. Holds the stores
 * open, which the backups' copies are read from, until it is closed.
 *
 * @param chosen one for each drill; where it is empty, a finding of weight error says why
 * @param findings about the stores as a whole, for every drill of this run
 * @param newestBackupAt of all backups that were seen, never later than now; null where none was
 */
public record Located(
        List<Chosen> chosen,
        List<Finding> findings,
        @Nullable Instant newestBackupAt,
        List<BackupStore> stores)
        implements AutoCloseable {

    /**
     * A backup to drill.
     *
     * @param candidate the same as the stores listed it
     * @param facts why this one
     * @param findings about this backup's copies
     */
    public record Chosen(
            Backup backup, Candidate candidate, SelectionFacts facts, List<Finding> findings) {
        public Chosen {
            findings = List.copyOf(findings);
        }
    }

    public Located {
        chosen = List.copyOf(chosen);
        findings = List.copyOf(findings);
        stores = List.copyOf(stores);
    }

    /** What a restore task needs to drill one of the chosen elsewhere. */
    public DrillRequest request(String drillId, Plan plan, Chosen one) {
        return new DrillRequest(
                DrillRequest.SCHEMA_VERSION,
                drillId,
                plan.name(),
                one.candidate().key(),
                one.candidate().createdAt(),
                one.candidate().copies().stream().map(Located::copy).toList(),
                one.facts(),
                newestBackupAt,
                Stream.concat(findings.stream(), one.findings().stream()).toList());
    }

    private static RequestedCopy copy(ListedCopy copy) {
        String etag = copy.object() == null ? null : copy.object().etag();
        return new RequestedCopy(copy.store(), copy.size(), copy.modified(), etag);
    }

    @Override
    public void close() {
        stores.forEach(BackupStore::close);
    }
}
