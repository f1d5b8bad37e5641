package dev.muster.restore.fetch;

import dev.muster.contract.Finding;
import dev.muster.contract.result.CopyAttempt;
import java.util.List;

/** No copy could be turned into an archive; the findings hold one root cause for each. */
public record FetchFailed(List<CopyAttempt> attempts, List<Finding> findings)
        implements FetchOutcome {
    public FetchFailed {
        attempts = List.copyOf(attempts);
        findings = List.copyOf(findings);
    }
}
