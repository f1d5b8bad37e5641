package dev.muster.report.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.result.DrillResult;
import dev.muster.records.DirectoryRecordStore;
import dev.muster.records.History;
import dev.muster.records.RecordStore;
import dev.muster.records.Records;
import dev.muster.report.render.Drills;
import dev.muster.report.render.HtmlReport;
import dev.muster.report.render.Parts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages over several drills tell those of a part of a backup from those of all of it. */
class PartialHistoryTest {
    @TempDir Path root;
    private RecordStore store;

    @BeforeEach
    void aWholeProofBeforeThatOfAPart() {
        store = new DirectoryRecordStore(root);
        store(Drills.healthy().id("whole").at("2026-01-01T03:00:00Z").done());
        store(Parts.proven(Drills.healthy().id("part").at("2026-02-01T03:00:00Z")));
        store(Drills.healthy().id("other").plan("warehouse").done());
    }

    @Test
    void overviewMarksAPlanWhoseLastDrillProvedOnlyAPart() throws IOException {
        String row = row(overview(), "shop");

        assertThat(row)
                .contains("Proven in part")
                .contains("THE REST WAS NOT RESTORED")
                .contains("title=\"Proven\">✓</span>")
                .contains("title=\"Proven in part\">(✓)</span>");
        assertThat(row).as("green is for whole proofs").containsOnlyOnce("class=\"v-Proven\"");
        assertThat(row).as("the last proof of the whole").contains("2026-01-01 03:00 UTC");
        assertThat(row(overview(), "warehouse")).doesNotContain("in part", "NOT RESTORED");
    }

    @Test
    void aProofOfAPartDoesNotCountAndComesFirst() throws IOException {
        String html = overview();

        assertThat(html).contains("1 of 2 plans: the last drill has proven a whole backup.");
        assertThat(html.indexOf(">shop<")).isPositive().isLessThan(html.indexOf(">warehouse<"));
    }

    @Test
    void schemaAloneIsMarkedToo() throws IOException {
        store(
                Parts.schemaOnly(
                        Drills.healthy()
                                .id("schema")
                                .plan("warehouse")
                                .at("2026-05-01T03:00:00Z")));

        assertThat(row(overview(), "warehouse"))
                .contains("Unproven in part", "ONLY A PART WAS TO BE RESTORED");
        assertThat(overview()).contains("0 of 2 plans");
    }

    @Test
    void planPageMarksItToo() throws IOException {
        HistoryPage.publish(store);

        assertThat(Files.readString(root.resolve("shop/index.html")))
                .contains("Last drilled 2026-02-01 03:00 UTC: Proven in part.")
                .contains("THE REST WAS NOT RESTORED");
    }

    @Test
    void summariesOfAnEarlierVersionAreMadeAnew() throws IOException {
        String old =
                """
                {"schemaVersion":1,"plans":{"shop":{"plan":"shop","page":"shop/index.html","drills":2,\
                "lastAt":"2026-02-01T03:00:00Z","lastVerdict":"proven","lastProof":"consistent",\
                "report":"shop/part/report.html","verdicts":["proven","proven"],"rates":[]}},"damaged":[]}
                """;
        store.replace("index.json", old.getBytes(StandardCharsets.UTF_8));

        HistoryPage.publish(History.read(store, "shop"), "shop");

        String html = Files.readString(root.resolve("index.html"));
        assertThat(html).contains("Proven in part", "1 of 2 plans");
        assertThat(row(html, "warehouse")).contains("Proven");
    }

    private String overview() throws IOException {
        return Files.readString(Path.of(HistoryPage.publish(store)));
    }

    private static String row(String html, String plan) {
        return html.lines()
                .filter(line -> line.contains("href=\"" + plan + "/index.html\""))
                .findFirst()
                .orElseThrow();
    }

    private void store(DrillResult drill) {
        new Records(store, HtmlReport::render).store(drill);
    }
}
