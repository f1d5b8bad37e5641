package dev.muster.contract.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareSpecTest {
    private static CompareSpec spec(Map<String, Share> tables, String... ignored) {
        return new CompareSpec(
                SecretRef.parse("env:URL"),
                Share.parse("5%"),
                Share.parse("5%"),
                tables,
                DataSize.parse("256MiB"),
                Span.parse("30s"),
                Span.parse("10m"),
                List.of(ignored),
                Severity.WARNING);
    }

    @ParameterizedTest
    @CsvSource({
        "1000000, 0, false, 50000",
        "1000000, 24, false, 100000",
        "1000000, 36, false, 125000",
        "1000000, 168, false, 400000",
        "1000000, 24, true, 200000",
        // Never so much that an emptied table would not be told, however old the backup is.
        "1000000, 24000, false, 900000",
        "1000000, 24000, true, 1000000",
        // A few rows come and go.
        "100, 0, false, 100",
        "1999, 0, false, 100",
        "4000, 0, false, 200",
    })
    void toleranceGrowsWithTheBackupsAge(long rows, long hours, boolean estimated, long allowed) {
        assertThat(spec(Map.of()).allowed("public.t", rows, Duration.ofHours(hours), estimated))
                .isEqualTo(allowed);
    }

    @Test
    void whatThePlanSaysOfATableHoldsWhateverTheAge() {
        CompareSpec spec =
                spec(Map.of("public.fixed", Share.parse("0%"), "log_*", Share.parse("any")));
        assertThat(spec.allowed("public.fixed", 1_000_000, Duration.ofDays(300), false)).isZero();
        assertThat(spec.allowed("audit.log_2026", 1_000, Duration.ZERO, false)).isNull();
        assertThat(spec.allowsAbsence("audit.log_2026")).isTrue();
        assertThat(spec.allowsAbsence("public.fixed")).isFalse();
    }

    @Property
    void toleranceNeverFallsAsTheBackupAges(
            @ForAll @LongRange(min = 0, max = 1L << 40) long rows,
            @ForAll @LongRange(min = 0, max = 100_000) long hours) {
        CompareSpec spec = spec(Map.of());
        Long young = spec.allowed("t", rows, Duration.ofHours(hours), false);
        Long old = spec.allowed("t", rows, Duration.ofHours(hours + 1), false);
        assertThat(young).isNotNull().isNotNegative().isLessThanOrEqualTo(Math.max(100, rows));
        assertThat(old).isNotNull().isGreaterThanOrEqualTo(young == null ? 0 : young);
    }

    @Test
    void clockThatStandsBackMakesNoNegativeTolerance() {
        assertThat(spec(Map.of()).allowed("t", 10_000, Duration.ofDays(-3), false)).isEqualTo(500);
    }

    @Test
    void ignoredTableTakesItsPartsWithIt() {
        CompareSpec spec = spec(Map.of(), "public.scratch", "tmp_*");
        assertThat(spec.ignores("public.scratch")).isTrue();
        assertThat(spec.ignores("public.scratch.id")).isTrue();
        assertThat(spec.ignores("audit.tmp_17")).isTrue();
        assertThat(spec.ignores("public.scratched")).isFalse();
        assertThat(spec.ignores("public.orders")).isFalse();
    }
}
