package dev.muster.report.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.CheckKind;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.Ledger;
import dev.muster.contract.result.LedgerKind;
import dev.muster.contract.result.ObjectState;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoverageTest {
    private static final LedgerKind TABLES =
            kind(
                    "TABLE",
                    43,
                    41,
                    new LedgerKind.Others(
                            ObjectState.NOT_CHECKED,
                            "no <data> of it",
                            2,
                            List.of("public.a", "b")));

    @Test
    void summarySaysSoManyOfSoMany() {
        DrillResult result = drill(new Ledger(60, 3, null, kinds(), List.of()));

        assertThat(oneLine(TextSummary.render(result)))
                .contains(
                        "ledger 41 of 43 tables, 13 of 13 sequences, 55 of 57 objects in all; 2 not"
                                + " checked");
    }

    @Test
    void pageNamesWhatIsNotVerifiedAndWhy() {
        String page = HtmlReport.render(drill(new Ledger(60, 3, null, kinds(), List.of())));

        assertThat(page)
                .contains("tables that are not verified", "no &lt;data&gt; of it", "public.a")
                .contains("foreign keys", "row-counts")
                .doesNotContain("does not add up");
    }

    @Test
    void rowCountsAreNotCalledTablesBesideALedgerThatCountsThese() {
        DrillResult result = drill(new Ledger(60, 3, null, kinds(), List.of()));

        assertThat(oneLine(TextSummary.render(result)))
                .contains("41 of 41 row counts", "41 of 43 tables")
                .doesNotContain("41 of 41 tables");
        assertThat(HtmlReport.render(result))
                .contains("41 of 41 row counts passed")
                .doesNotContain("41 of 41 tables");
    }

    @Test
    void holeIsShown() {
        DrillResult result = drill(new Ledger(61, 3, null, kinds(), List.of("view public.lost")));

        assertThat(oneLine(TextSummary.render(result))).contains("THE ACCOUNT DOES NOT ADD UP");
        assertThat(HtmlReport.render(result)).contains("does not add up", "view public.lost");
    }

    @Test
    void resultWithoutLedgerShowsNone() {
        DrillResult result = Drills.healthy().done();

        assertThat(TextSummary.render(result)).doesNotContain("ledger");
        assertThat(HtmlReport.render(result)).doesNotContain("<h2>Ledger</h2>");
    }

    private static DrillResult drill(Ledger ledger) {
        return Drills.healthy().done().with(ledger);
    }

    private static List<LedgerKind> kinds() {
        return List.of(kind("FK CONSTRAINT", 1, 1), kind("SEQUENCE", 13, 13), TABLES);
    }

    private static LedgerKind kind(
            String kind, int objects, int verified, LedgerKind.Others... others) {
        return new LedgerKind(
                kind,
                objects,
                objects,
                List.of(
                        new LedgerKind.Verified(
                                List.of(CheckKind.OBJECTS, CheckKind.ROW_COUNTS), verified)),
                List.of(others));
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
