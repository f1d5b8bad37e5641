package dev.muster.restore.verify;

import dev.muster.contract.CheckKind;
import dev.muster.contract.FindingException;
import dev.muster.contract.Progress;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Checks a finished restore against what its archive and the plan lead to expect. */
public final class Verify {
    private final Crew crew;
    private final Expectations expectations;
    private final Ledger ledger = new Ledger();

    private Verify(Crew crew, Expectations expectations) {
        this.crew = crew;
        this.expectations = expectations;
    }

    /**
     * Runs every check. Advances {@code progress} and leaves starting and ending the stage to the
     * caller.
     *
     * @throws FindingException SERVER_LOST where the server is gone or cannot be reached
     */
    public static Verified run(
            ConnectionSource connections,
            Expectations expectations,
            VerifySettings settings,
            Progress progress) {
        try (Crew crew = Crew.open(connections, settings)) {
            return new Verify(crew, expectations).run();
        }
    }

    private Verified run() {
        try {
            Relations relations = new Relations(Relation.readAll(crew.first()));
            long start = System.nanoTime();
            Scans scans = Scans.run(crew, relations, Map.of(), wanted(relations));
            RowCounts rowCounts = new RowCounts(relations, scans, Set.of(), ledger);
            rowCounts.check(expectations.rows());
            ledger.took(CheckKind.ROW_COUNTS, start);
            return new Verified(
                    ledger.checks(),
                    ledger.findings(),
                    scans.rows(),
                    rowCounts.compared(),
                    rowCounts.rowsCompared());
        } catch (QueryFailed e) {
            ledger.notRun(CheckKind.OBJECTS, "catalogs", e.reason());
            return new Verified(ledger.checks(), ledger.findings(), 0, 0, 0);
        }
    }

    private Set<Long> wanted(Relations relations) {
        Set<Long> wanted = new HashSet<>();
        for (ExpectedRows rows : expectations.rows()) {
            Relation table = relations.find(rows.schema(), rows.table());
            if (table != null) {
                wanted.add(table.oid());
            }
        }
        return wanted;
    }
}
