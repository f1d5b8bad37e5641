package dev.muster.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.CheckKind;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Outcome;
import dev.muster.contract.Severity;
import dev.muster.contract.plan.HistorySpec;
import dev.muster.contract.plan.PlanFile;
import dev.muster.contract.result.CheckResult;
import dev.muster.contract.result.ObjectOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceComparisonTest {
    @TempDir Path directory = Path.of("unset");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | 1000 | 501 | true",
                "{} | 1000 | 499 | false",
                "{} | 90 | 0 | true",
                "{ fall: 10% } | 1000 | 900 | true",
                "{ fall: 10% } | 1000 | 899 | false",
                "{ fall: 0% } | 1000 | 1000 | true",
                "{ fall: 0% } | 1000 | 999 | false",
                "{ fall: 10%, tables: { log: any } } | 1000 | 0 | true",
                "{ fall: 10%, tables: { public.log: 60% } } | 1000 | 400 | true",
                "{ fall: 10%, tables: { 'lo*': 60% } } | 1000 | 399 | false",
                "{ fall: 10%, tables: { other.log: any } } | 1000 | 0 | false",
                "{ tables: { log: 10% } } | 9 | 8 | false",
            })
    void rowsMayFallAsFarAsThePlanAllows(String history, long before, long now, boolean allowed)
            throws IOException {
        SourceComparison comparison =
                compare(history, Map.of("public.log", before), Map.of("public.log", now));
        assertThat(comparison.findings())
                .extracting(Finding::code)
                .isEqualTo(allowed ? List.of() : List.of(FindingCode.ROWS_FELL));
        assertThat(comparison.check().objects())
                .extracting(ObjectOutcome::outcome)
                .containsExactly(allowed ? Outcome.PASSED : Outcome.WARNED);
    }

    @Test
    void planMayMakeItAnError() throws IOException {
        SourceComparison comparison =
                compare(
                        "{ fall: 10%, severity: error }",
                        Map.of("public.a", 100L, "public.b", 5L), Map.of("public.a", 10L));
        assertThat(comparison.findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.ROWS_FELL, FindingCode.TABLE_VANISHED);
        assertThat(comparison.findings()).allMatch(f -> f.severity() == Severity.ERROR);
        assertThat(comparison.check().failed()).isEqualTo(2);
    }

    @Test
    void tableThatComesAndGoesMayBeGone() throws IOException {
        SourceComparison comparison =
                compare(
                        "{ tables: { 'events_*': any } }",
                        Map.of("shop: public.events_2026_01", 100L, "shop: public.kept", 1L),
                        Map.of("shop: public.kept", 1L));
        assertThat(comparison.findings()).isEmpty();
    }

    @Test
    void newTablesAreToldAndNoMore() throws IOException {
        SourceComparison comparison =
                compare("{}", Map.of("public.a", 1L), Map.of("public.a", 1L, "public.b", 2L));
        assertThat(comparison.findings())
                .extracting(Finding::code, Finding::severity, Finding::object)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                FindingCode.TABLES_APPEARED, Severity.INFO, "public.b"));
    }

    @Test
    void tableWhoseRowsWereNotCountedIsNotGone() throws IOException {
        CheckResult now =
                new CheckResult(
                        CheckKind.ROW_COUNTS,
                        0,
                        List.of(ObjectOutcome.notChecked("public.a", "it could not be counted")));
        SourceComparison comparison =
                SourceComparison.of(
                        history("{}"),
                        List.of(now),
                        null,
                        PastDrills.of(List.of(rows(Map.of("public.a", 1000L)))),
                        false);
        assertThat(comparison.findings()).isEmpty();
        assertThat(comparison.check().notChecked()).isEqualTo(1);
    }

    @Test
    void firstDrillSaysThatNothingWasCompared() throws IOException {
        SourceComparison first = SourceComparison.of(history("{}"), List.of(), null, null, false);
        assertThat(first.check().objects())
                .containsExactly(
                        ObjectOutcome.notChecked(
                                "all tables", "no older backup of this plan was proven before"));
        assertThat(first.findings()).extracting(Finding::severity).containsExactly(Severity.INFO);
        SourceComparison unrecorded =
                SourceComparison.of(history("{}"), List.of(), "no records are kept", null, false);
        assertThat(unrecorded.findings())
                .extracting(Finding::severity)
                .containsExactly(Severity.WARNING);
    }

    private SourceComparison compare(
            String history, Map<String, Long> before, Map<String, Long> now) throws IOException {
        return SourceComparison.of(
                history(history),
                List.of(rows(now)),
                null,
                PastDrills.of(List.of(rows(before))),
                false);
    }

    private static CheckResult rows(Map<String, Long> rows) {
        List<ObjectOutcome> tables = new ArrayList<>();
        rows.forEach((table, count) -> tables.add(ObjectOutcome.counted(table, count, count)));
        return new CheckResult(CheckKind.ROW_COUNTS, 0, tables);
    }

    private HistorySpec history(String written) throws IOException {
        Path file = directory.resolve("muster.yaml");
        Files.writeString(
                file,
                "plans: { shop: { stores: { directory: /b }, expect: { history: "
                        + written
                        + " } } }");
        return PlanFile.read(file).plan("shop").expect().history();
    }
}
