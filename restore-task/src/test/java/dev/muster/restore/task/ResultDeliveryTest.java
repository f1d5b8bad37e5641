package dev.muster.restore.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.ContractJson;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.MusterException;
import dev.muster.contract.result.DrillResult;
import dev.muster.records.RecordStore;
import dev.muster.records.RecordStores;
import dev.muster.records.Versioned;
import dev.muster.restore.Cancellation;
import dev.muster.restore.NotRun;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ResultDeliveryTest {
    private static final ResultDelivery.Patience SHORT =
            new ResultDelivery.Patience(
                    Duration.ofSeconds(2),
                    Duration.ofMillis(700),
                    Duration.ofMillis(20),
                    Duration.ofMillis(100));

    @TempDir private Path directory;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final Cancellation cancellation = new Cancellation();
    private DrillResult result = sample();
    private RecordStore place = RecordStores.open("unset");

    private static DrillResult sample() {
        return NotRun.result(
                "d-1",
                "shop",
                Instant.now(),
                null,
                List.of(Finding.of(FindingCode.STORE_FAILED, "a.dump", "the store failed")));
    }

    @BeforeEach
    void open() {
        place = RecordStores.open(directory.toString());
        result = sample();
    }

    private boolean deliver(RecordStore store, ResultDelivery.Patience patience) {
        Log lines = new Log(new PrintStream(log, true, StandardCharsets.UTF_8));
        return new ResultDelivery(store, lines, cancellation, patience).deliver(result);
    }

    private String logged() {
        return log.toString(StandardCharsets.UTF_8);
    }

    @Test
    void recordsThatFailForAWhileGetTheResultInTheEnd() throws Exception {
        Failing failing = new Failing(place, 3);

        assertThat(deliver(failing, SHORT)).isTrue();

        assertThat(failing.calls.get()).isEqualTo(4);
        assertThat(directory.resolve("shop/d-1/result.json"))
                .hasBinaryContent(ContractJson.bytes(result));
        assertThat(logged()).contains("error: cannot write").doesNotContain("schemaVersion");
    }

    @Test
    void whatTheRecordsNeverTakeStandsInTheLogWhole() {
        Instant begin = Instant.now();

        assertThat(deliver(new Failing(place, Integer.MAX_VALUE), SHORT)).isFalse();

        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(5));
        String text = logged();
        String begins = "----- result.json -----\n";
        int from = text.indexOf(begins) + begins.length();
        String printed = text.substring(from, text.indexOf("----- end of result.json -----"));
        assertThat(ContractJson.readResult(printed)).isEqualTo(result);
    }

    @Test
    void theFirstResultStays() throws Exception {
        deliver(place, SHORT);
        byte[] first = Files.readAllBytes(directory.resolve("shop/d-1/result.json"));
        result = sample();

        assertThat(deliver(place, SHORT)).isFalse();

        assertThat(directory.resolve("shop/d-1/result.json")).hasBinaryContent(first);
        assertThat(logged()).contains("there is a result of this drill already");
    }

    @Test
    void theOrderToStopShortensTheTime() {
        ResultDelivery.Patience patient =
                new ResultDelivery.Patience(
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(20),
                        Duration.ofMillis(100));
        cancellation.cancel();
        Instant begin = Instant.now();

        assertThat(deliver(new Failing(place, Integer.MAX_VALUE), patient)).isFalse();

        assertThat(Duration.between(begin, Instant.now()))
                .isBetween(Duration.ofMillis(500), Duration.ofSeconds(4));
        assertThat(logged()).contains("schemaVersion");
    }

    @Test
    void recordsThatDoNotAnswerAreGivenUpInTime() {
        CountDownLatch never = new CountDownLatch(1);
        Failing hanging =
                new Failing(place, 0) {
                    @Override
                    public boolean create(String name, byte[] document) {
                        try {
                            return never.await(1, TimeUnit.HOURS);
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                };

        assertThat(deliver(hanging, SHORT)).isFalse();

        never.countDown();
        assertThat(logged()).contains("did not answer in time").contains("schemaVersion");
    }

    /** Records that fail so many times before they work. */
    private static class Failing implements RecordStore {
        private final RecordStore store;
        private final int failures;
        final AtomicInteger calls = new AtomicInteger();

        Failing(RecordStore store, int failures) {
            this.store = store;
            this.failures = failures;
        }

        @Override
        public boolean create(String name, byte[] document) {
            if (calls.getAndIncrement() < failures) {
                throw new MusterException(
                        "RECORDS_FAILED", "cannot write \"" + name + "\"", "wait");
            }
            return store.create(name, document);
        }

        @Override
        public Optional<Versioned> readVersioned(String name) {
            return store.readVersioned(name);
        }

        @Override
        public void replace(String name, byte[] document) {
            store.replace(name, document);
        }

        @Override
        public boolean replaceIf(String name, byte[] document, String version) {
            return store.replaceIf(name, document, version);
        }

        @Override
        public boolean delete(String name) {
            return store.delete(name);
        }

        @Override
        public List<String> list(String folder) {
            return store.list(folder);
        }

        @Override
        public String location(String name) {
            return store.location(name);
        }
    }
}
