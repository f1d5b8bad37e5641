package dev.muster.restore.verify;

import dev.muster.contract.Finding;
import dev.muster.contract.result.CheckResult;
import java.util.List;

/**
 * What verification found; the verdict is not its business.
 *
 * @param checks one result per planned kind of check, in the contract's order
 * @param findings one per root cause
 * @param rows all rows counted in the restored database's own tables
 * @param tablesCompared tables whose rows were compared with the archive's, whatever came of it
 * @param rowsCompared rows restored into these tables; 0 means that no data was verified
 */
public record Verified(
        List<CheckResult> checks,
        List<Finding> findings,
        long rows,
        int tablesCompared,
        long rowsCompared) {

    public Verified {
        checks = List.copyOf(checks);
        findings = List.copyOf(findings);
    }
}
