package dev.muster.restore.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.CheckKind;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Severity;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private final Ledger ledger = new Ledger();

    @Test
    void aWarningDoesNotExplainAFailure() {
        Finding extra = Finding.of(FindingCode.ROWS_EXTRA, "public.t", "rows too many");
        ledger.add(extra.withSeverity(Severity.WARNING));
        assertThat(ledger.speaksOf("public.t")).isFalse();
        ledger.add(extra);
        assertThat(ledger.speaksOf("public.t")).isTrue();
    }

    @Test
    void whatDidNotRunIsOneFindingPerCheck() {
        ledger.notRun(CheckKind.FOREIGN_KEYS, "a", "the drill's time was up");
        ledger.notRun(CheckKind.FOREIGN_KEYS, "b", "the drill's time was up");
        assertThat(ledger.findings())
                .singleElement()
                .extracting(Finding::message)
                .isEqualTo(
                        "the check \"foreign-keys\" did not run on 2 of 2 objects: the drill's time"
                                + " was up");
    }
}
