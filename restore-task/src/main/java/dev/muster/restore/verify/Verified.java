package dev.muster.restore.verify;

import dev.muster.contract.Finding;
import dev.muster.contract.result.CheckResult;
import dev.muster.contract.result.ObjectOutcome;
import java.util.List;
import java.util.Map;

/**
 * What verification found; the verdict is not its business.
 *
 * @param checks one result per planned kind of check, in the contract's order
 * @param findings one per root cause
 * @param byEntry what was found of each expected object, by the number of its entry
 * @param through the table whose rows were compared in place of a table's own, by their labels
 */
public record Verified(
        List<CheckResult> checks,
        List<Finding> findings,
        Map<Integer, ObjectOutcome> byEntry,
        Map<String, String> through) {

    public Verified {
        checks = List.copyOf(checks);
        findings = List.copyOf(findings);
        byEntry = Map.copyOf(byEntry);
        through = Map.copyOf(through);
    }

    /** What checks found that look at no object of the archive by itself. */
    static Verified of(Ledger ledger) {
        return new Verified(ledger.checks(), ledger.findings(), Map.of(), Map.of());
    }
}
