package dev.muster.report.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.records.DirectoryRecordStore;
import dev.muster.records.RecordStore;
import dev.muster.report.alert.AlertsSent.Mark;
import dev.muster.report.alert.AlertsSent.Outcome;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertsSentTest {
    private static final Instant NOW = Instant.parse("2026-03-01T03:20:00Z");

    @TempDir Path root = Path.of("unset");
    private final Subscriber subscriber = new Subscriber();

    @Test
    void theSameNewsAreSentOnce() {
        assertThat(send("a", NOW)).isEqualTo(Outcome.SENT);
        assertThat(send("a", NOW.plusSeconds(60))).isEqualTo(Outcome.SENT_BEFORE);
        assertThat(send("b", NOW.plusSeconds(90_000))).isEqualTo(Outcome.SENT_BEFORE);
        assertThat(subscriber.subjects()).hasSize(1);
        assertThat(alerts().unsent(NOW.plusSeconds(90_000))).isEmpty();
    }

    @Test
    void theSameRunTriesAgainAtOnceWhatItCouldNotSend() {
        subscriber.refuse(1);

        assertThatThrownBy(() -> send("a", NOW)).hasMessageContaining("could not be published");
        assertThat(send("a", NOW.plusSeconds(60))).isEqualTo(Outcome.SENT);
        assertThat(subscriber.subjects()).hasSize(1);
    }

    @Test
    void anotherRunLeavesItAtFirstAndTakesItOverLater() {
        subscriber.refuse(1);
        assertThatThrownBy(() -> send("a", NOW)).hasMessageContaining("could not be published");

        assertThat(send("b", NOW.plusSeconds(60))).isEqualTo(Outcome.LEFT_TO_ANOTHER);
        assertThat(alerts().unsent(NOW.plusSeconds(60))).isEmpty();
        assertThat(alerts().unsent(NOW.plusSeconds(1000)))
                .extracting(Mark::drillId)
                .containsExactly("drill");
        assertThat(send("b", NOW.plusSeconds(1000))).isEqualTo(Outcome.SENT);
        assertThat(subscriber.subjects()).hasSize(1);
    }

    @Test
    void aMarkThatCannotBeReadDoesNotKeepTheAlertBack() {
        store().replace("alerts/sending/shop/x.json", new byte[] {'{'});

        assertThat(send("a", NOW)).isEqualTo(Outcome.SENT);
    }

    @Test
    void ofManyAtTheSameTimeOneSends() throws Exception {
        List<Callable<Outcome>> calls = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            String by = "run-" + i;
            calls.add(() -> send(by, NOW));
        }
        List<Outcome> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (Future<Outcome> call : threads.invokeAll(calls)) {
                outcomes.add(call.get());
            }
        }

        assertThat(outcomes).filteredOn(Outcome.SENT::equals).hasSize(1);
        assertThat(subscriber.subjects()).hasSize(1);
    }

    private Outcome send(String by, Instant at) {
        return alerts().send(
                        "shop/x",
                        new Mark(by, at, "shop", "drill", null),
                        () -> TestAlert.of("1", AlertSeverity.INFO, NOW));
    }

    private AlertsSent alerts() {
        return new AlertsSent(store(), new Topic(subscriber, "arn:aws:sns:eu-central-1:1:t"));
    }

    private RecordStore store() {
        return new DirectoryRecordStore(root);
    }
}
