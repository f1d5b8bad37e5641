package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.PRODUCTION;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Outcome;
import dev.muster.contract.Severity;
import dev.muster.contract.plan.CompareSpec;
import dev.muster.contract.result.ObjectOutcome;
import java.time.Duration;
import java.util.Locale;

/** Says whether a table has about as many rows in the backup as on the live server. */
final class ProductionRows {
    private static final double SECONDS_PER_DAY = 86_400;

    private final CompareSpec spec;
    private final Duration age;
    private final Ledger ledger;

    /**
     * @param age the backup's
     */
    ProductionRows(CompareSpec spec, Duration age, Ledger ledger) {
        this.spec = spec;
        this.age = age;
        this.ledger = ledger;
    }

    /** Compares one table. */
    void compare(String table, LiveRows.Tally live, LiveRows.Tally backup) {
        String why = backup.unknown() == null ? live.unknown() : backup.unknown();
        if (why != null) {
            ledger.add(PRODUCTION, ObjectOutcome.notChecked(table, why));
            return;
        }
        long restored = backup.rows();
        boolean estimated = live.estimated() != null;
        Long allowed = spec.allowed(table, Math.max(live.rows(), restored), age, estimated);
        long difference = Math.abs(live.rows() - restored);
        if (allowed == null || difference <= allowed) {
            ledger.add(
                    PRODUCTION,
                    new ObjectOutcome(
                            table, Outcome.PASSED, live.estimated(), live.rows(), restored));
            return;
        }
        String message =
                String.format(
                        Locale.ROOT,
                        "table \"%s\" holds %s%,d rows in production and %,d in the backup;"
                                + " at its age of %.1f days they may differ by %,d",
                        table,
                        estimated ? "about " : "",
                        live.rows(),
                        restored,
                        Math.max(0, age.toSeconds()) / SECONDS_PER_DAY,
                        allowed);
        String reason = estimated ? message + " (" + live.estimated() + ")" : message;
        ledger.add(
                PRODUCTION,
                new ObjectOutcome(
                        table,
                        spec.severity() == Severity.ERROR ? Outcome.FAILED : Outcome.WARNED,
                        reason,
                        live.rows(),
                        restored));
        ledger.add(
                Finding.of(FindingCode.PRODUCTION_ROWS_DIFFER, table, reason)
                        .withSeverity(spec.severity()));
    }
}
