package dev.muster.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.Proof;
import dev.muster.contract.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a record looks like as JSON may only change on purpose. */
class GoldenRecordTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/record.json");

    private static final DrillRecord RECORD =
            new DrillRecord(
                    DrillRecord.SCHEMA_VERSION,
                    2,
                    "a",
                    "shop",
                    "shop/a",
                    Map.of("result.json", "00ff", "report.html", "ff00"),
                    "abcd",
                    new PastDrill(
                            Instant.parse("2026-03-01T03:00:00.250Z"),
                            96.5,
                            Verdict.PROVEN,
                            Proof.CONSISTENT,
                            null,
                            "daily/shop-20260227T013000.dump.gz.enc",
                            Instant.parse("2026-02-27T01:30:00Z"),
                            475_003_112L,
                            77.0,
                            2_147_483_648L,
                            0,
                            2,
                            1,
                            null));

    @Test
    void recordIsWrittenAsItsGoldenFile() throws IOException {
        String written = new String(Chain.write(RECORD), StandardCharsets.UTF_8) + "\n";
        if (Boolean.getBoolean("muster.regenerate")) {
            Files.createDirectories(GOLDEN.resolveSibling(""));
            Files.writeString(GOLDEN, written);
        }
        assertThat(Files.readString(GOLDEN))
                .as("after a change on purpose run this test with -Dmuster.regenerate=true")
                .isEqualTo(written);
    }

    @Test
    void goldenFileReadsBackAsTheSameRecord() throws IOException {
        assertThat(Chain.read(Files.readAllBytes(GOLDEN))).contains(RECORD);
    }
}
