package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.CHECK_CONSTRAINTS;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Severity;
import dev.muster.contract.result.ObjectOutcome;

/** Judges the rows that the scans found to violate a CHECK. */
final class CheckConstraintsCheck {
    private final Ledger ledger;

    CheckConstraintsCheck(Ledger ledger) {
        this.ledger = ledger;
    }

    void check(Scans scans) {
        ledger.plan(CHECK_CONSTRAINTS);
        for (Scan scan : scans.all()) {
            for (int i = 0; i < scan.probes().size(); i++) {
                if (scan.probes().get(i) instanceof Probe.Violations violations) {
                    judge(scan, violations.check(), scan.answer(i));
                }
            }
        }
    }

    private void judge(Scan scan, CheckConstraint check, Scan.Answer answer) {
        String label = scan.table().label() + " " + check.name();
        QueryFailed failure = answer.failure();
        Long rows = answer.value();
        if (failure != null && failure.environmental()) {
            ledger.notRun(CHECK_CONSTRAINTS, label, failure.reason());
        } else if (failure != null) {
            ledger.add(
                    CHECK_CONSTRAINTS,
                    ObjectOutcome.notChecked(
                            label, "its expression cannot be computed: " + failure.reason()));
        } else if (rows == null || rows == 0) {
            ledger.add(CHECK_CONSTRAINTS, ObjectOutcome.passed(label));
        } else {
            violated(scan.table(), check, label, rows);
        }
    }

    private void violated(Relation table, CheckConstraint check, String label, long rows) {
        String message =
                "%,d rows of \"%s\" violate the check \"%s\""
                        .formatted(rows, table.label(), check.name());
        if (check.validated() && check.immutable()) {
            ledger.add(CHECK_CONSTRAINTS, ObjectOutcome.failed(label, message, 0, rows));
            ledger.add(Finding.of(FindingCode.CHECK_VIOLATED, label, message));
            return;
        }
        // The source may hold the very same rows without complaint, so it is no defect for sure.
        String why =
                check.validated()
                        ? ", which depends on more than the row"
                        : ", which the source does not enforce on all rows (NOT VALID)";
        ledger.add(CHECK_CONSTRAINTS, ObjectOutcome.warned(label, message + why));
        ledger.add(
                Finding.of(FindingCode.CHECK_VIOLATED, label, message + why)
                        .withSeverity(Severity.WARNING));
    }
}
