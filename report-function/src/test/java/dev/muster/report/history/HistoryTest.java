package dev.muster.report.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.FindingCode;
import dev.muster.records.DirectoryRecordStore;
import dev.muster.records.DrillRecord;
import dev.muster.records.History;
import dev.muster.records.RecordStore;
import dev.muster.records.Records;
import dev.muster.report.render.Columns;
import dev.muster.report.render.Drills;
import dev.muster.report.render.HtmlReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    @TempDir Path root;

    @BeforeEach
    void threePlans() {
        store(Drills.healthy().id("jan").at("2026-01-01T03:00:00Z").restoredIn(100));
        store(Drills.healthy().id("mar").at("2026-03-01T03:00:00Z").restoredIn(50).withWarnings());
        store(
                Drills.healthy()
                        .id("feb")
                        .at("2026-02-01T03:00:00Z")
                        .restoredIn(3)
                        .find(FindingCode.ARCHIVE_TRUNCATED, "public.sales", "it ends early"));
        store(
                Drills.drill()
                        .id("x")
                        .plan("\u001b[31mred")
                        .key(null)
                        .find(FindingCode.STORE_UNREACHABLE, "s3", "no connection within 30 s"));
    }

    @Test
    void drillsComeOldestFirst() {
        assertThat(read("shop").drills())
                .extracting(DrillRecord::drillId)
                .containsExactly("jan", "feb", "mar");
    }

    @Test
    void damagedRecordIsNamedAndTheRestStays() throws IOException {
        Files.writeString(root.resolve("shop/record-000002.json"), "{");
        Files.writeString(root.resolve("shop/record-000009.json"), "{\"schemaVersion\":1}");

        History history = read("shop");

        assertThat(history.drills()).hasSize(2);
        assertThat(history.damaged())
                .containsExactly(
                        "\"shop/record-000002.json\" is no record of a drill",
                        "\"shop/record-000009.json\" is no record of a drill");
        assertThat(HistoryText.render(history, 100, true))
                .contains("damaged record: \"shop/record");
        assertThat(HistoryPage.render(history, "shop")).contains("Damaged records");
    }

    @Test
    void tableShowsVerdictsAndRestoreSpeedOverTime() {
        assertThat(HistoryText.render(read("shop"), 110, true))
                .isEqualTo(
                        """
                        shop: 3 drills, 2 proven, 1 broken

                          when (UTC)        verdict                  size  restored in    MB/s   found  backup
                          2026-01-01 03:00  proven    consistent   475 MB   1 min 40 s    21.5          daily/sho…7T013000.dump.gz.enc
                          2026-02-01 03:00  broken    backup       475 MB          3 s               1  daily/sho…7T013000.dump.gz.enc
                          2026-03-01 03:00  proven    consistent   475 MB         50 s    42.9       3  daily/sho…7T013000.dump.gz.enc

                          restore speed ▅█  21.5 to 42.9 MB/s over 2 drills

                        """);
    }

    @Test
    void noLineIsWiderThanTheTerminal() {
        for (int width : List.of(78, 80, 100, 200)) {
            assertThat(HistoryText.render(read(null), width, true).lines())
                    .allSatisfy(line -> assertThat(Columns.width(line)).isLessThanOrEqualTo(width))
                    .noneMatch(line -> line.contains("\u001b"));
        }
    }

    @Test
    void withoutATerminalThereAreNoBars() {
        assertThat(HistoryText.render(read("shop"), 100, true)).contains("▅█");
        assertThat(HistoryText.render(read("shop"), 100, false))
                .doesNotContain("█")
                .contains("21.5 to 42.9 MB/s over 2 drills");
    }

    @Test
    void noDrillsAreSaidToBeNone() {
        History none = read("nothing");

        assertThat(HistoryText.render(none, 80, true)).isEqualTo("no drill is recorded\n");
        assertThat(Path.of(HistoryPage.publish(new DirectoryRecordStore(root.resolve("none")))))
                .content()
                .contains("No drill is recorded.");
    }

    @Test
    void overviewLeadsToEachPlanAndShowsTroubleFirst() throws IOException {
        String location = HistoryPage.publish(new DirectoryRecordStore(root));

        String html = Files.readString(Path.of(location));
        Path samples = Files.createDirectories(Path.of("target/report-samples"));
        Files.writeString(samples.resolve("index.html"), html);
        assertThat(html).doesNotContain("<script", "\u001b");
        assertThat(html.indexOf("[31mred")).isLessThan(html.indexOf(">shop<")).isPositive();
        assertThat(html).contains("1 of 2 plans").contains("never");
        assertThat(html)
                .contains("href=\"shop/index.html\"")
                .contains("href=\"shop/mar/report.html");
    }

    @Test
    void planPageLeadsToEachReportNewestFirst() throws IOException {
        HistoryPage.publish(new DirectoryRecordStore(root));

        String html = Files.readString(root.resolve("shop/index.html"));
        Path samples = Files.createDirectories(Path.of("target/report-samples/shop"));
        Files.writeString(samples.resolve("index.html"), html);
        assertThat(html.indexOf("../shop/mar/report.html"))
                .isPositive()
                .isLessThan(html.indexOf("../shop/jan/report.html"));
        for (DrillRecord drill : read("shop").drills()) {
            assertThat(root.resolve("shop").resolve("../" + drill.report())).exists();
            assertThat(html).contains("href=\"../" + drill.report() + "\"");
        }
    }

    @Test
    void oneDrillsEndChangesItsPlanAndLeavesTheOthers() throws IOException {
        RecordStore store = new DirectoryRecordStore(root);
        HistoryPage.publish(store);
        store(
                Drills.drill()
                        .id("apr")
                        .at("2026-04-01T03:00:00Z")
                        .key(null)
                        .find(FindingCode.STORE_UNREACHABLE, "s3", "no connection within 30 s"));

        HistoryPage.publish(read("shop"), "shop");

        String html = Files.readString(root.resolve("index.html"));
        assertThat(html).contains("0 of 2 plans").contains("[31mred").contains("2026-04-01");
        assertThat(html).contains("2026-03-01 03:00 UTC");
    }

    @Test
    void drillsThatEndAtTheSameTimeAreAllInTheOverview() throws Exception {
        List<Callable<Void>> ends = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            String plan = "plan-" + i;
            ends.add(() -> {
                store(Drills.healthy().id("one").plan(plan));
                HistoryPage.publish(read(plan), plan);
                return null;
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Void> end : threads.invokeAll(ends)) {
                end.get();
            }
        }

        String html = Files.readString(root.resolve("index.html"));
        for (int i = 0; i < 24; i++) {
            assertThat(html).contains("href=\"plan-" + i + "/index.html\"");
        }
    }

    @Test
    void aSlowFunctionsOlderSummaryDoesNotReplaceANewerOne() throws IOException {
        History before = read("shop");
        store(Drills.healthy().id("apr").at("2026-04-01T03:00:00Z"));
        HistoryPage.publish(read("shop"), "shop");

        HistoryPage.publish(before, "shop");

        assertThat(Files.readString(root.resolve("index.html"))).contains("2026-04-01 03:00 UTC");
    }

    private void store(Drills drill) {
        new Records(new DirectoryRecordStore(root), HtmlReport::render).store(drill.done());
    }

    private History read(@Nullable String plan) {
        return History.read(new DirectoryRecordStore(root), plan);
    }
}
