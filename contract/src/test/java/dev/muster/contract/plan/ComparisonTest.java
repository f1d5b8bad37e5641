package dev.muster.contract.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComparisonTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "= 0 | 0 | true",
                "= 0 | 0.000 | true",
                "= 0 | 1 | false",
                "0 | 0 | true",
                "=0 | 1 | false",
                "== 1.50 | 1.5 | true",
                "!= 3 | 3 | false",
                "<> 3 | 4 | true",
                "> 1000 | 1000 | false",
                "> 1000 | 1000.01 | true",
                ">= 1000 | 1000 | true",
                "< -2 | -2.5 | true",
                "<= -2 | -1 | false",
                "≥ 2 | 2 | true",
                "between 10 and 20 | 10 | true",
                "BETWEEN 10 AND 20 | 20 | true",
                "between 10 and 20 | 20.01 | false",
                "between -1 and .5 | 0.5 | true",
                "true | 1 | false",
            })
    void numbersAreCompared(String comparison, BigDecimal answer, boolean holds) {
        assertThat(Comparison.parse(comparison).holds(answer)).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({"true,true,true", "= true,false,false", "FALSE,false,true", "= 1,true,false"})
    void truthIsCompared(String comparison, boolean answer, boolean holds) {
        assertThat(Comparison.parse(comparison).holds(answer)).isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "=",
                "zero",
                "= 'x'",
                "> 1 and < 3",
                "between 1",
                "between 3 and 2",
                "1e3",
                "= NaN",
                "not true",
                "<> true",
                "= 1;"
            })
    void whatIsNoComparisonIsRefused(String text) {
        assertThatThrownBy(() -> Comparison.parse(text))
                .isInstanceOfSatisfying(
                        InvalidOption.class, e -> assertThat(e.hint()).isNotBlank());
    }

    @Property(tries = 300)
    void everyRelationHasItsOpposite(@ForAll int bound, @ForAll int answer) {
        BigDecimal number = BigDecimal.valueOf(answer);
        assertThat(Comparison.parse("< " + bound).holds(number))
                .isNotEqualTo(Comparison.parse(">= " + bound).holds(number));
        assertThat(Comparison.parse("> " + bound).holds(number))
                .isNotEqualTo(Comparison.parse("<= " + bound).holds(number));
        assertThat(Comparison.parse("= " + bound).holds(number))
                .isNotEqualTo(Comparison.parse("!= " + bound).holds(number));
    }
}
