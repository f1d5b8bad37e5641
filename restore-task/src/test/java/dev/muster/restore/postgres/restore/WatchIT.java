package dev.muster.restore.postgres.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchIT {
    private Lab lab;

    @BeforeEach
    void open() {
        lab = new Lab();
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private RestoreOutcome restore(String sql, Duration limit, long disk) {
        byte[] bytes = sql.getBytes(StandardCharsets.UTF_8);
        RestoreOrder order =
                lab.order(
                        new Payload.Script(() -> new ByteArrayInputStream(bytes), bytes.length),
                        List.of());
        return new Restore(lab.server)
                .run(
                        lab.prepare("watched"),
                        new RestoreOrder(
                                order.payload(),
                                order.sourceMajor(),
                                order.entries(),
                                order.damaged(),
                                order.dataBytes(),
                                1,
                                limit,
                                order.loginTriggers(),
                                disk,
                                order.progress()));
    }

    @Test
    void theTimeLimitEndsTheToolAndItsSessions() throws Exception {
        RestoreOutcome outcome =
                restore("SELECT pg_sleep(600);\n", Duration.ofSeconds(2), Long.MAX_VALUE);
        assertThat(outcome.complete()).isFalse();
        assertThat(outcome.took()).isLessThan(Duration.ofSeconds(20));
        assertThat(outcome.findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.RESTORE_TIMEOUT);
                    assertThat(f.message()).isEqualTo("psql was stopped after 2 s, the time limit");
                });
        Awaitility.await()
                .atMost(5, TimeUnit.SECONDS)
                .untilAsserted(() ->
                        assertThat(
                                        lab.ask(
                                                "postgres",
                                                "SELECT count(*) FROM pg_stat_activity"
                                                        + " WHERE datname = 'watched'"))
                                .isEqualTo("0"));
    }

    @Test
    void theDiskLimitEndsTheTool() {
        RestoreOutcome outcome =
                restore(
                        "CREATE TABLE t AS SELECT repeat(i::text, 300) FROM"
                                + " generate_series(1, 100000000) i;\n",
                        Duration.ofMinutes(5),
                        200L << 20);
        assertThat(outcome.findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.DISK_FULL);
        assertThat(outcome.findings().getFirst().message()).contains("200 MB are allowed");
    }

    @Test
    void aServerKilledMidwayIsNamedAsSuch() {
        Thread killer =
                Thread.ofPlatform()
                        .start(() -> {
                            pause(2_000);
                            ProcessHandle.allProcesses()
                                    .filter(p ->
                                            p.info()
                                                    .commandLine()
                                                    .orElse("")
                                                    .contains(lab.server.path() + "/data"))
                                    .forEach(ProcessHandle::destroyForcibly);
                        });
        RestoreOutcome outcome =
                restore("SELECT pg_sleep(600);\n", Duration.ofMinutes(5), Long.MAX_VALUE);
        assertThat(killer).isNotNull();
        assertThat(outcome.took()).isLessThan(Duration.ofSeconds(30));
        assertThat(outcome.complete()).isFalse();
        assertThat(outcome.findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.SERVER_LOST);
    }

    @Test
    void anInterruptedDrillStopsAtOnce() throws Exception {
        AtomicReference<@Nullable Throwable> ended = new AtomicReference<>();
        Thread drill =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                restore(
                                        "SELECT pg_sleep(600);\n",
                                        Duration.ofMinutes(5),
                                        Long.MAX_VALUE);
                            } catch (FindingException e) {
                                ended.set(e);
                            }
                        });
        pause(2_000);
        drill.interrupt();
        drill.join(10_000);
        assertThat(drill.isAlive()).isFalse();
        assertThat(ended.get()).hasMessageContaining("INTERRUPTED");
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
