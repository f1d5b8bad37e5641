package dev.muster.report.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1 kB",
        "1500, 1.5 kB",
        "999949, 1 MB",
        "475003112, 475 MB",
        "2147483648, 2.15 GB",
        "9223372036854775807, 9.22 EB",
    })
    void bytesHaveThreeDigits(long bytes, String text) {
        assertThat(Amount.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "0.004, 0 s",
        "0.25, 0.25 s",
        "9.94, 9.94 s",
        "9.96, 10 s",
        "59.4, 59 s",
        "59.6, 1 min",
        "252, 4 min 12 s",
        "3599.9, 1 h",
        "3780, 1 h 3 min",
        "183600, 2 d 3 h",
        "-90, -1 min 30 s",
    })
    void durationsHaveTwoUnitsAtMost(double seconds, String text) {
        assertThat(Amount.duration(seconds)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 %", "0.001, 1 %", "0.5, 50 %", "0.999, 99 %", "1, 100 %"})
    void whatIsNotAllNeverReadsAsAll(double share, String text) {
        assertThat(Amount.percent(share)).isEqualTo(text);
    }
}
