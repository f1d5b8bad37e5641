package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.READABLE_VALUES;

import dev.muster.contract.Cause;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.result.ObjectOutcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges whether the scans could read every value of a table. */
final class ReadableValuesCheck {
    private final Session session;
    private final Ledger ledger;

    ReadableValuesCheck(Session session, Ledger ledger) {
        this.session = session;
        this.ledger = ledger;
    }

    void check(Scans scans) {
        ledger.plan(READABLE_VALUES);
        for (Scan scan : scans.all()) {
            judge(scan);
        }
    }

    private void judge(Scan scan) {
        String label = scan.table().label();
        QueryFailed failure = scan.count().failure();
        List<Column> suspects = new ArrayList<>();
        for (int i = 0; i < scan.probes().size(); i++) {
            if (scan.probes().get(i) instanceof Probe.Reading reading
                    && scan.answer(i).failure() != null) {
                failure = scan.answer(i).failure();
                suspects.addAll(reading.columns());
            }
        }
        if (failure == null) {
            ledger.add(READABLE_VALUES, ObjectOutcome.passed(label));
        } else if (failure.environmental()) {
            ledger.notRun(READABLE_VALUES, label, failure.reason());
        } else {
            unreadable(scan.table(), failure, suspects);
        }
    }

    private void unreadable(Relation table, QueryFailed failure, List<Column> suspects) {
        Column column = column(table, suspects);
        String message =
                column == null
                        ? "rows of \"%s\" cannot be read: %s"
                                .formatted(table.label(), failure.reason())
                        : "values of column \"%s\" of \"%s\" cannot be read: %s"
                                .formatted(column.name(), table.label(), failure.reason());
        ledger.add(READABLE_VALUES, ObjectOutcome.failed(table.label(), message));
        Finding finding = Finding.of(FindingCode.VALUE_UNREADABLE, table.label(), message);
        ledger.add(
                failure.damagedStorage()
                        // Written minutes ago by this very server: the backup is not to blame.
                        ? finding.withCause(Cause.ENVIRONMENT)
                                .withHint("check this machine's memory and disk, then drill again")
                        : finding);
    }

    private @Nullable Column column(Relation table, List<Column> suspects) {
        for (Column column : suspects) {
            try {
                String sql = new Probe.Reading(List.of(column)).sql();
                Long _ = session.row("SELECT " + sql + " FROM " + table.from(), r -> r.getLong(1));
            } catch (QueryFailed e) {
                return column;
            }
        }
        return null;
    }
}
