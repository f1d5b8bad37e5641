package dev.muster.report.render;

import dev.muster.contract.CheckKind;
import dev.muster.contract.FindingCode;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.Ledger;
import dev.muster.contract.result.LedgerKind;
import dev.muster.contract.result.LedgerKind.Others;
import dev.muster.contract.result.LedgerKind.Verified;
import dev.muster.contract.result.LedgerScope;
import dev.muster.contract.result.ObjectState;
import java.util.List;

/** Drills of a part of a backup with 43 tables. */
public final class Parts {
    private Parts() {}

    /** Three chosen tables, all of them proven. */
    public static DrillResult proven(Drills drill) {
        return drill.done()
                .with(ledger(new LedgerScope(false, List.of("a", "b"), List.of(), 3, 43), 3));
    }

    /** Three chosen tables in a backup that is damaged. */
    public static DrillResult broken(Drills drill) {
        return drill.find(FindingCode.ARCHIVE_TRUNCATED, "public.sales", "it ends early")
                .done()
                .with(ledger(new LedgerScope(false, List.of("a", "b"), List.of(), 3, 43), 0));
    }

    /** The definitions alone. */
    public static DrillResult schemaOnly(Drills drill) {
        return drill.find(FindingCode.SCHEMA_ONLY, null, "the plan leaves all data out")
                .done()
                .with(ledger(new LedgerScope(true, List.of(), List.of(), 43, 43), 0));
    }

    private static Ledger ledger(LedgerScope scope, int verified) {
        return new Ledger(
                43,
                0,
                scope,
                List.of(
                        new LedgerKind(
                                "TABLE",
                                43,
                                43,
                                List.of(new Verified(List.of(CheckKind.ROW_COUNTS), verified)),
                                List.of(
                                        new Others(
                                                ObjectState.NOT_CHECKED,
                                                "it was not chosen",
                                                43 - verified,
                                                List.of("public.c"))))),
                List.of());
    }
}
