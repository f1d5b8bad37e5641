package dev.muster.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Severity;
import dev.muster.contract.Stage;
import dev.muster.contract.result.ArchiveFacts;
import dev.muster.contract.result.BackupFacts;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.Environment;
import dev.muster.contract.result.StageTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrendTest {
    private static final DrillResult EARLIER = PastDrills.of(List.of());

    @ParameterizedTest
    @CsvSource({
        "100000, 10000000, false",
        "1000000, 100000000, false",
        "50000, 5000000, false",
        "100000, 19000000, false",
        "100000, 21000000, true",
        "100000, 4900000, true",
        "900, 1, false",
    })
    void sizeIsMeasuredByRows(long rows, long bytes, boolean told) {
        List<Finding> findings = trend(rows, bytes, 40, 2);
        assertThat(findings)
                .extracting(Finding::code)
                .isEqualTo(told ? List.of(FindingCode.SIZE_CHANGED) : List.of());
    }

    @ParameterizedTest
    @CsvSource({"119, 1, false", "121, 1, true", "1190, 10, false", "1210, 10, true"})
    void durationIsMeasuredByBytes(double seconds, long times, boolean told) {
        List<Finding> findings = trend(100_000 * times, 10_000_000 * times, seconds, 2);
        assertThat(findings)
                .extracting(Finding::code)
                .isEqualTo(told ? List.of(FindingCode.DRILL_SLOWER) : List.of());
        assertThat(findings).allMatch(f -> f.severity() == Severity.WARNING);
    }

    @Test
    void anotherMachineIsNoTrend() {
        assertThat(trend(100_000, 10_000_000, 1000, 4)).isEmpty();
    }

    private static List<Finding> trend(long rows, long bytes, double seconds, int cpus) {
        ArchiveFacts archive =
                new ArchiveFacts(
                        "custom", "1.14", "shop", "15.6", "15.6", "UTF8", "gzip", null, 10, 2, rows,
                        bytes);
        Instant at = Instant.parse("2026-03-02T00:00:00Z");
        return Trend.of(
                EARLIER,
                new BackupFacts("b.dump", "s", 1000, at, null, List.of(), archive),
                List.of(
                        new StageTime(Stage.FETCH, at, seconds / 2, null, null),
                        new StageTime(Stage.RESTORE, at, seconds / 2, null, null),
                        new StageTime(Stage.VERIFY, at, 10_000, null, null)),
                new Environment("0.1.0", "25", "Linux", null, null, null, 2, cpus, 1));
    }
}
