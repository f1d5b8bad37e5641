package dev.muster.report.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.ContractJson;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.DrillResult;
import dev.muster.records.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HtmlReportTest {

    static Stream<Arguments> samples() {
        return Samples.all().entrySet().stream()
                .map((Map.Entry<String, DrillResult> e) -> Arguments.of(e.getKey(), e.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void everyReportStandsAlone(String name, DrillResult drill) throws IOException {
        String html = HtmlReport.render(drill);

        Path samples = Files.createDirectories(Path.of("target/report-samples"));
        Files.writeString(samples.resolve(name + ".html"), html);
        assertThat(html).startsWith("<!doctype html>").endsWith("</html>\n");
        assertThat(html).doesNotContain("http://", "https://", "<script", "url(", "@import");
        assertThat(html).contains("default-src 'none'");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void everyReportTellsVerdictSentenceAndFindings(String name, DrillResult drill) {
        String html = HtmlReport.render(drill);

        assertThat(html).contains("<h1>" + Words.verdict(drill.verdict()) + "</h1>");
        for (Finding finding : drill.findings()) {
            assertThat(html).contains("<code>" + finding.code().name() + "</code>");
        }
        assertThat(html).contains(Digest.sha256(ContractJson.bytes(drill)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void onlyProvenWearsTheProvenTone(String name, DrillResult drill) {
        String html = HtmlReport.render(drill);

        String tone = drill.verdict() == Verdict.PROVEN ? "proven" : drill.verdict().name();
        assertThat(html)
                .contains("<body class=\"" + tone.toLowerCase(java.util.Locale.ROOT) + "\">");
        if (drill.verdict() != Verdict.PROVEN) {
            assertThat(html).doesNotContain("class=\"verdict proven\"", "class=\"reached\"");
            assertThat(html).doesNotContain("This backup restores:", "This backup restores,");
        }
    }

    @Test
    void namesFromHostileDatabasesStayText() {
        String html = HtmlReport.render(Samples.hostile());

        assertThat(html).doesNotContain("<script", "<img", "\u202E", "\u0007", "\u001b");
        assertThat(html).contains("⟨U+202E⟩", "⟨U+0007⟩", "&lt;script&gt;");
        assertThat(html).contains("… (70,007 characters)");
        assertThat(html.codePoints().filter(c -> c >= 0xD800 && c <= 0xDFFF)).isEmpty();
        assertThat(html.length()).isLessThan(200_000);
    }

    @Test
    void failuresComeFirstAndWhatIsLeftOutIsCounted() {
        String html = HtmlReport.render(Samples.many());

        assertThat(html).contains("900 of 901 foreign keys passed, 1 failed");
        assertThat(html.indexOf("public.rental.rental_fk"))
                .isLessThan(html.indexOf("warehouse.table_0.fk_2"));
        assertThat(html).contains("12,400 of 12,400 objects passed");
        assertThat(html).contains("400 objects of 400 not listed here");
        assertThat(Pattern.compile("index tenant_").matcher(html).results()).hasSize(2000);
        assertThat(html.length()).isLessThan(1_000_000);
    }

    @Test
    void findingsLeftOutAreCounted() {
        Drills drill = Drills.healthy();
        for (int i = 0; i < 1000; i++) {
            drill.find(FindingCode.OBJECT_MISSING, "public.t" + i, "it is missing");
        }

        String html = HtmlReport.render(drill.done());

        assertThat(Pattern.compile("<article ").matcher(html).results()).hasSize(300);
        assertThat(html).contains("700 further findings not listed here");
    }

    @Test
    void theFirstReasonIsOfTheCauseThatDecided() {
        DrillResult drill =
                Drills.healthy()
                        .find(FindingCode.DISK_FULL, null, "the disk was full after 3 GB")
                        .find(FindingCode.ROWS_MISSING, "public.sales", "5 rows are missing")
                        .done();

        assertThat(HtmlReport.render(drill))
                .contains(
                        "<b>Why:</b> <span class=\"name\">public.sales</span>: 5 rows are missing");
        assertThat(TextSummary.render(drill))
                .containsSubsequence("error: ROWS_MISSING", "error: DISK_FULL");
    }

    @Test
    void acceptedFindingShowsItsReason() {
        assertThat(HtmlReport.render(Drills.healthy().withWarnings().done()))
                .contains("Accepted because:", "imported from the old shop in 2019, see OPS-231");
    }

    @Test
    void whatWasNotCheckedIsNamedWithItsReason() {
        assertThat(HtmlReport.render(Drills.healthy().withWarnings().done()))
                .contains("it belongs to a foreign table", "eu.remote_seq")
                .contains("Kinds of check that did not run in this drill", "<dt>structure</dt>");
    }

    @Test
    void mutationDrillHasItsRateAndItsSurvivors() {
        String html = HtmlReport.render(Samples.mutated());

        assertThat(html)
                .contains("Would damage be noticed?")
                .contains("1 of 2 kinds of damage to copies were noticed, 50 %")
                .contains("change-number", "a manifest", "seed 4711", "OBJECT_MISSING");
        assertThat(HtmlReport.render(Samples.broken())).doesNotContain("Would damage be noticed?");
    }
}
