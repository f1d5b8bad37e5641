package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.NOT_NULL;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.result.ObjectOutcome;
import java.util.ArrayList;
import java.util.List;

/** Judges the NULLs that the scans found in columns declared NOT NULL. */
final class NotNullCheck {
    private final Session session;
    private final Ledger ledger;

    NotNullCheck(Session session, Ledger ledger) {
        this.session = session;
        this.ledger = ledger;
    }

    void check(Scans scans) {
        ledger.plan(NOT_NULL);
        for (Scan scan : scans.all()) {
            for (int i = 0; i < scan.probes().size(); i++) {
                if (scan.probes().get(i) instanceof Probe.Nulls nulls) {
                    judge(scan, nulls, scan.answer(i));
                }
            }
        }
    }

    private void judge(Scan scan, Probe.Nulls nulls, Scan.Answer answer) {
        Relation table = scan.table();
        QueryFailed failure = answer.failure();
        Long rows = answer.value();
        if (failure != null && failure.environmental()) {
            ledger.notRun(NOT_NULL, table.label(), failure.reason());
        } else if (failure != null) {
            ledger.add(NOT_NULL, ObjectOutcome.notChecked(table.label(), failure.reason()));
        } else if (rows == null || rows == 0) {
            ledger.add(NOT_NULL, ObjectOutcome.passed(table.label()));
        } else {
            violated(table, nulls, rows);
        }
    }

    private void violated(Relation table, Probe.Nulls nulls, long rows) {
        String message =
                "%,d rows of \"%s\" hold NULL in a column declared NOT NULL%s"
                        .formatted(rows, table.label(), columns(table, nulls));
        ledger.add(NOT_NULL, ObjectOutcome.failed(table.label(), message, 0, rows));
        ledger.add(Finding.of(FindingCode.NULL_IN_NOT_NULL, table.label(), message));
    }

    /** Which columns they are; the scan only counted the rows. */
    private String columns(Relation table, Probe.Nulls nulls) {
        List<String> names = new ArrayList<>();
        try {
            for (Column column : nulls.columns()) {
                String sql =
                        "SELECT EXISTS (SELECT FROM %s WHERE num_nulls(%s) > 0)"
                                .formatted(table.from(), column.quoted());
                if (session.row(sql, row -> row.getBoolean(1))) {
                    names.add("\"" + column.name() + "\"");
                }
            }
            return ": " + String.join(", ", names);
        } catch (QueryFailed e) {
            return "";
        }
    }
}
