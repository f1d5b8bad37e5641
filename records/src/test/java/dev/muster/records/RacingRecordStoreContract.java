package dev.muster.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What a place of records keeps to under several writers, too. S3Proxy is left out: over files it
 * looks and writes in two steps, where S3 does it in one.
 */
abstract class RacingRecordStoreContract extends RecordStoreContract {
    @Test
    void ofTwoWritersThatRaceOneWins() throws Exception {
        for (int round = 0; round < 5; round++) {
            String name = "race-" + round;
            assertThat(winners(i -> store().create(name, utf8("writer " + i)))).hasSize(1);
            Versioned read = store().readVersioned(name).orElseThrow();
            List<Integer> winners =
                    winners(i -> store().replaceIf(name, utf8("changer " + i), read.version()));
            assertThat(winners).hasSize(1);
            assertThat(store().read(name).orElseThrow())
                    .isEqualTo(utf8("changer " + winners.getFirst()));
        }
    }

    /** A race's runner. */
    private interface Runner {
        boolean wins(int number);
    }

    private static List<Integer> winners(Runner runner) throws Exception {
        List<Integer> winners = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Boolean>> runners =
                    IntStream.range(0, 8)
                            .<Callable<Boolean>>mapToObj(i -> () -> runner.wins(i))
                            .toList();
            List<Future<Boolean>> ended = threads.invokeAll(runners);
            for (int i = 0; i < ended.size(); i++) {
                if (ended.get(i).get()) {
                    winners.add(i);
                }
            }
        }
        return winners;
    }

    @Test
    void drillsAtTheSameTimeMakeOneUnbrokenChain() throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Callable<DrillRecord>> drills =
                    IntStream.range(0, 12)
                            .<Callable<DrillRecord>>mapToObj(i ->
                                    () ->
                                            new Records(store(), RecordsTest::page)
                                                    .store(
                                                            Drills.healthy()
                                                                    .id("drill-" + i % 6)
                                                                    .done()))
                            .toList();
            for (Future<DrillRecord> drill : threads.invokeAll(drills)) {
                drill.get();
            }
        }
        Audit audit = Audit.of(store(), "shop");
        assertThat(audit.firstBreak()).isEmpty();
        assertThat(audit.records()).isEqualTo(6);
    }
}
