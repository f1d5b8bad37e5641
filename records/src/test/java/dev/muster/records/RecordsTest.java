package dev.muster.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.contract.ContractJson;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.MusterException;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.DrillResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordsTest {
    @TempDir Path root;

    @Test
    void drillLeavesResultReportAndRecord() throws IOException {
        DrillResult drill = Drills.healthy().withWarnings().done();

        DrillRecord stored = records().store(drill);

        Path folder = root.resolve("shop/20260301t030000z-7c9e-" + hash("20260301T030000Z-7c9e"));
        String json = Files.readString(folder.resolve("result.json"));
        String html = Files.readString(folder.resolve("report.html"));
        assertThat(ContractJson.readResult(json)).isEqualTo(drill);
        assertThat(html).contains(Digest.sha256(json.getBytes(StandardCharsets.UTF_8)));
        assertThat(stored.number()).isEqualTo(1);
        assertThat(stored.previous()).isNull();
        assertThat(stored.drill().verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(stored.drill().warnings()).isEqualTo(2);
        assertThat(stored.drill().accepted()).isEqualTo(1);
        assertThat(Audit.of(store(), "shop").firstBreak()).isEmpty();
        assertThat(Chain.read(Files.readAllBytes(root.resolve("shop/record-000001.json"))))
                .contains(stored);
    }

    @Test
    void eachRecordNamesTheOneBeforeIt() throws IOException {
        records().store(Drills.healthy().id("a").done());
        DrillRecord second = records().store(Drills.healthy().id("b").done());

        assertThat(second.number()).isEqualTo(2);
        assertThat(second.previous())
                .isEqualTo(
                        Digest.sha256(Files.readAllBytes(root.resolve("shop/record-000001.json"))));
    }

    @Test
    void sameDrillIsRecordedOnceAndTheFirstEvidenceStays() {
        DrillResult drill = Drills.healthy().id("a").done();
        DrillRecord first = records().store(drill);

        assertThat(records().store(drill)).isEqualTo(first);
        assertThat(records().store(Drills.healthy().id("a").withWarnings().done()))
                .isEqualTo(first);
        assertThat(History.read(store(), "shop").drills()).containsExactly(first);
        assertThat(Audit.of(store(), "shop").firstBreak()).isEmpty();
    }

    @Test
    void evidenceLeftByAnAttemptThatDiedIsTheOneRecorded() throws IOException {
        DrillResult left = Drills.healthy().id("a").withWarnings().done();
        Files.createDirectories(root.resolve("shop/a"));
        Files.writeString(root.resolve("shop/a/result.json"), ContractJson.write(left));
        Files.writeString(root.resolve("shop/a/.1234.tmp"), "half a doc");

        DrillRecord stored = records().store(Drills.healthy().id("a").done());

        assertThat(stored.drill().warnings()).isEqualTo(2);
        assertThat(Files.readString(root.resolve("shop/a/report.html"))).contains("OPS-231");
        assertThat(Audit.of(store(), "shop").firstBreak()).isEmpty();
    }

    @Test
    void plansHaveChainsOfTheirOwnWhateverTheirNames() throws IOException {
        List<String> plans =
                List.of("shop", "Shop", "../../etc", "", ".", "a/b", "a_b", "ä".repeat(300));

        for (String plan : plans) {
            assertThat(records().store(Drills.healthy().plan(plan).done()).number()).isEqualTo(1);
        }

        try (Stream<Path> folders = Files.list(root).filter(Files::isDirectory)) {
            assertThat(folders).hasSize(plans.size());
        }
        assertThat(History.read(store(), null).plans()).containsExactlyInAnyOrderElementsOf(plans);
        for (String plan : plans) {
            assertThat(Audit.of(store(), plan).records()).isEqualTo(1);
        }
    }

    @Test
    void threadsAtTheSameTimeMakeOneUnbrokenChain() throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            List<Callable<DrillRecord>> tasks =
                    IntStream.range(0, 40)
                            .<Callable<DrillRecord>>mapToObj(i ->
                                    () ->
                                            records()
                                                    .store(
                                                            Drills.healthy()
                                                                    .id("drill-" + i % 20)
                                                                    .done()))
                            .toList();
            for (Future<DrillRecord> future : threads.invokeAll(tasks)) {
                future.get();
            }
        }

        Audit audit = Audit.of(store(), "shop");
        assertThat(audit.firstBreak()).isEmpty();
        assertThat(audit.records()).isEqualTo(20);
    }

    @Test
    void longPastIsNotReadAgainForEachRecord() {
        for (int i = 0; i < 30; i++) {
            records().store(Drills.healthy().id("drill-" + i).done());
        }
        AtomicInteger read = new AtomicInteger();
        RecordStore counted =
                WatchedStore.of(
                        store(),
                        (method, name) -> {
                            if (method.equals("read") && name.contains("/record-")) {
                                read.incrementAndGet();
                            }
                        });
        Records records = new Records(counted, RecordsTest::page);

        assertThat(records.store(Drills.healthy().id("drill-30").done()).number()).isEqualTo(31);
        assertThat(read).hasValue(1);
        assertThat(records.store(Drills.healthy().id("drill-30").done()).number()).isEqualTo(31);
        assertThat(read).hasValue(2);
        assertThat(records.store(Drills.healthy().id("drill-7").done()).number()).isEqualTo(8);
        assertThat(Audit.of(store(), "shop").firstBreak()).isEmpty();
        assertThat(History.read(store(), "shop").drills())
                .extracting(DrillRecord::number)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 31).boxed().toList());
    }

    @Test
    void recordIsAppendedWhereItsReportWasLeftByAnAttemptThatDied() throws IOException {
        for (int i = 0; i < 3; i++) {
            records().store(Drills.healthy().id("drill-" + i).done());
        }
        Files.delete(root.resolve("shop/record-000003.json"));

        assertThat(records().store(Drills.healthy().id("drill-2").done()).number()).isEqualTo(3);
        assertThat(Audit.of(store(), "shop").firstBreak()).isEmpty();
    }

    @Test
    void unusableDirectoryIsAnErrorWithAHint() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "");

        assertThatThrownBy(() ->
                        new Records(
                                        new DirectoryRecordStore(file.resolve("records")),
                                        RecordsTest::page)
                                .store(Drills.healthy().done()))
                .isInstanceOfSatisfying(
                        MusterException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo("RECORDS_FAILED");
                            assertThat(e.hint()).isNotBlank();
                        });
    }

    @Test
    void drillThatReachedNothingIsRecordedToo() {
        DrillRecord stored =
                records()
                        .store(
                                Drills.drill()
                                        .find(
                                                Finding.of(
                                                        FindingCode.NO_BACKUP_IN_WINDOW,
                                                        null,
                                                        "none in 7 d"))
                                        .done());

        assertThat(stored.drill().verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(stored.drill().backup()).isNull();
        assertThat(stored.drill().restoreRate()).isEmpty();
    }

    /** A report that says what it was made of. */
    static String page(DrillResult result, String sha256) {
        return sha256 + " " + result.findings();
    }

    private static String hash(String name) {
        return Digest.sha256(name.getBytes(StandardCharsets.UTF_8)).substring(0, 12);
    }

    private RecordStore store() {
        return new DirectoryRecordStore(root);
    }

    private Records records() {
        return new Records(store(), RecordsTest::page);
    }
}
