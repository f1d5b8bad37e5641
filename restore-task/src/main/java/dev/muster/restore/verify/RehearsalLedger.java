package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.REHEARSAL;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Outcome;
import dev.muster.contract.Severity;
import dev.muster.contract.plan.RehearseSpec;
import dev.muster.contract.result.ObjectOutcome;
import org.jspecify.annotations.Nullable;

/** Writes down what a rehearsal found, with the weight that the plan gives it. */
final class RehearsalLedger {
    private final RehearseSpec spec;
    private final Ledger ledger;

    RehearsalLedger(RehearseSpec spec, Ledger ledger) {
        this.spec = spec;
        this.ledger = ledger;
    }

    /** Whether the plan has a migration leave this object otherwise. */
    boolean ignores(String name) {
        return spec.ignores(name);
    }

    void ignored(String label) {
        ledger.add(
                REHEARSAL, ObjectOutcome.notChecked(label, "the plan's rehearse.ignore names it"));
    }

    void passed(String label) {
        ledger.add(REHEARSAL, ObjectOutcome.passed(label));
    }

    void passed(String label, long then, long now) {
        ledger.add(REHEARSAL, ObjectOutcome.counted(label, then, now));
    }

    void notRun(String label, String reason) {
        ledger.notRun(REHEARSAL, label, reason);
    }

    void warned(String label, String reason) {
        ledger.add(REHEARSAL, ObjectOutcome.warned(label, reason));
    }

    /** An object is not as it was, and a finding of its own says so. */
    void differs(String label, String message, @Nullable Long then, @Nullable Long now) {
        outcome(label, message, then, now);
        add(Finding.of(FindingCode.ROLLBACK_CHANGED_DATA, label, message));
    }

    /** An object is not as it was; a finding about several is told by the caller, if any. */
    void outcome(String label, String why, @Nullable Long then, @Nullable Long now) {
        Outcome outcome = spec.severity() == Severity.ERROR ? Outcome.FAILED : Outcome.WARNED;
        ledger.add(REHEARSAL, new ObjectOutcome(label, outcome, why, then, now));
    }

    /** What it amounts to is not more than the plan gives it. */
    void add(Finding finding) {
        ledger.add(
                spec.severity() == Severity.WARNING
                        ? finding.withSeverity(Severity.WARNING)
                        : finding);
    }
}
