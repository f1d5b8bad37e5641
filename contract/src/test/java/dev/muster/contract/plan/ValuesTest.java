package dev.muster.contract.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    @ParameterizedTest
    @CsvSource({"90s,90", "90m,5400", "4h,14400", "7d,604800", "2w,1209600", "1H30M,5400"})
    void lengthsOfTimeAreRead(String text, long seconds) {
        assertThat(Span.parse(text).duration()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "d", "7 d", "-7d", "0s", "1y", "P7D", "1.5h", "9999999999d"})
    void otherTextIsNoLengthOfTime(String text) {
        assertThatThrownBy(() -> Span.parse(text)).isInstanceOf(InvalidOption.class);
    }

    @Property
    void partsOfALengthAddUp(
            @ForAll @IntRange(min = 1, max = 999) int days,
            @ForAll @IntRange(min = 0, max = 999) int minutes) {
        assertThat(Span.parse(days + "d" + minutes + "m").duration())
                .isEqualTo(Duration.ofDays(days).plusMinutes(minutes));
    }

    @ParameterizedTest
    @CsvSource({
        "1024,1024",
        "1k,1024",
        "1kB,1000",
        "1KiB,1024",
        "20GiB,21474836480",
        "20 GB,20000000000",
        "1.5G,1610612736",
        "2TiB,2199023255552"
    })
    void amountsOfBytesAreRead(String text, long bytes) {
        assertThat(DataSize.parse(text).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GiB",
                "-1G",
                "0",
                "0.0001k",
                "1XB",
                "1iB",
                "9999999999999TiB",
                "999999999999T"
            })
    void otherTextIsNoAmount(String text) {
        assertThatThrownBy(() -> DataSize.parse(text)).isInstanceOf(InvalidOption.class);
    }

    @Test
    void anAcceptanceCoversItsCodeAndItsObjects() {
        Finding finding = Finding.of(FindingCode.SEQUENCE_BEHIND, "public.order_id", "behind");
        assertThat(accept("public.*").covers(finding)).isTrue();
        assertThat(accept("public.order_id").covers(finding)).isTrue();
        assertThat(accept(null).covers(finding)).isTrue();
        assertThat(accept("publicXorder_id").covers(finding)).isFalse();
        assertThat(accept("public.order").covers(finding)).isFalse();
        assertThat(accept(null).covers(Finding.of(FindingCode.ROWS_EXTRA, null, "more"))).isFalse();
        assertThat(accept("*").covers(Finding.of(FindingCode.SEQUENCE_BEHIND, null, "x")))
                .isFalse();
    }

    private static Acceptance accept(@org.jspecify.annotations.Nullable String object) {
        return new Acceptance(FindingCode.SEQUENCE_BEHIND, object, "known");
    }

    @Test
    void aReferenceIsWrittenAsItWasRead() {
        for (String text :
                new String[] {
                    "env:KEY",
                    "file:/k e y",
                    "ssm:/shop/key",
                    "ssm:key",
                    "ssm:arn:aws:ssm:eu-central-1:1:parameter/shop/key",
                    "secretsmanager:shop/key",
                    "secretsmanager:arn:aws:x#field"
                }) {
            assertThat(SecretRef.parse(text)).hasToString(text);
        }
    }

    @Test
    void aParameterInAHierarchyBeginsWithASlash() {
        assertThatThrownBy(() -> SecretRef.parse("ssm:shop/key"))
                .isInstanceOfSatisfying(
                        InvalidOption.class, e -> assertThat(e.hint()).contains("ssm:/PATH/NAME"))
                .hasMessageContaining("a slash within and none before it");
    }
}
