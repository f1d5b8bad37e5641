package dev.muster.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.restore.archive.Census;
import dev.muster.restore.archive.QualifiedName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DiskTest {
    private static Census census(long rows, long bytes) {
        return new Census(
                List.of(
                        new Census.DatabaseCount(
                                "shop",
                                Map.of(
                                        new QualifiedName("public", "t"),
                                        new Census.TableCount(rows, bytes, true)),
                                0,
                                0)),
                List.of());
    }

    @Test
    void valuesThatCompressWellMayNeedFarLessThanTheirText() {
        assertThat(Disk.least(census(1000, 100L << 30))).isLessThan(512L << 20);
    }

    @Test
    void everyRowTakesItsHeader() {
        assertThat(Disk.least(census(1_000_000, 2_000_000))).isEqualTo(28_000_000);
    }
}
