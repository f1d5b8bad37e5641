package dev.muster.report.render;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Proof;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.Ledger;
import dev.muster.contract.result.LedgerScope;
import java.util.List;
import java.util.Optional;

/**
 * Says in capitals what a drill of a part of a backup has not proven.
 *
 * @param proven tables that were compared with the archive
 * @param scope what was to be restored
 */
public record PartialProof(long proven, LedgerScope scope) {

    /** Nothing where all of the backup was to be restored. */
    public static Optional<PartialProof> of(DrillResult result) {
        Ledger ledger = result.ledger();
        LedgerScope scope = ledger == null ? null : ledger.scope();
        if (ledger == null || scope == null) {
            return Optional.empty();
        }
        long proven =
                ledger.of("TABLE").map(tables -> tables.verified() + tables.warned()).orElse(0L);
        return Optional.of(new PartialProof(proven, scope));
    }

    /** For example {@code 3 OF 43 TABLES}. */
    String tables() {
        return "%s OF %s"
                .formatted(Amount.count(proven), Amount.count(scope.ofTables(), "TABLE", "TABLES"));
    }

    /** For example {@code PROVEN FOR 3 OF 43 TABLES: THE OTHER 40 WERE NOT RESTORED}. */
    public String text(Verdict verdict) {
        if (scope.schemaOnly()) {
            return "SCHEMA ONLY: NO DATA WAS PROVEN";
        }
        if (verdict != Verdict.PROVEN) {
            return "ONLY %s OF %s WERE TO BE RESTORED"
                    .formatted(
                            Amount.count(scope.chosen()),
                            Amount.count(scope.ofTables(), "TABLE", "TABLES"));
        }
        return "PROVEN FOR " + tables() + ": " + rest();
    }

    /** The same in a few words, where a line has room for no more. */
    public String brief(Verdict verdict) {
        if (scope.schemaOnly()) {
            return "NO DATA WAS PROVEN";
        }
        return verdict == Verdict.PROVEN
                ? "THE REST NOT RESTORED"
                : "ONLY %s OF %s"
                        .formatted(
                                Amount.count(scope.chosen()),
                                Amount.count(scope.ofTables(), "TABLE", "TABLES"));
    }

    /** The same of a drill of which nothing but its verdict is known. */
    public static String rest(Verdict verdict) {
        return verdict == Verdict.PROVEN
                ? "THE REST WAS NOT RESTORED"
                : "ONLY A PART WAS TO BE RESTORED";
    }

    private String rest() {
        long notRestored = (long) scope.ofTables() - scope.chosen();
        long open = scope.chosen() - proven;
        if (open > 0) {
            return "%s NOT RESTORED, %s NOT VERIFIED".formatted(were(notRestored), were(open));
        }
        return notRestored == 0
                ? "WHAT ELSE THE BACKUP HOLDS WAS NOT RESTORED"
                : "THE OTHER %s NOT RESTORED".formatted(were(notRestored));
    }

    private static String were(long count) {
        return Amount.count(count) + (count == 1 ? " WAS" : " WERE");
    }

    /** Whether nothing speaks against the backup but that its data was left out. */
    static boolean isSchemaAlone(DrillResult result) {
        List<Finding> deciding = result.findings().stream().filter(Finding::decides).toList();
        return !deciding.isEmpty()
                && deciding.stream().allMatch(f -> f.code() == FindingCode.SCHEMA_ONLY);
    }

    /** What the verdict means, where it is about the part. */
    static String sentence(DrillResult result) {
        if (result.proof() == null) {
            return "The definitions in this backup restore. Its data was left out of the drill, so"
                    + " nothing is proven.";
        }
        return result.proof() == Proof.RESTORED
                ? "What was chosen of this backup restores; nothing is said of the rest."
                : "What was chosen of this backup restores, and its rows agree with what the archive"
                        + " holds; nothing is said of the rest.";
    }
}
