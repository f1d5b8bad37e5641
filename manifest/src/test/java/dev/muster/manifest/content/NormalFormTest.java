package dev.muster.manifest.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalFormTest {
    /** What PostgreSQL makes of its own words when a dump of them is restored. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "((x)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))"
                        + " | ((x)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character"
                        + " varying)::text]))",
                "(a + b) | a  +  b",
                "\"value\" > 0 | value > 0",
                "now()::timestamp(0) without time zone | now()::timestamptz",
                "x::numeric(10,2) * y | x * y",
                "'a'::public.\"My Type\" | 'a'",
                "x::double precision[] | x",
            })
    void theSameInOtherWordsIsTheSame(String one, String other) {
        assertThat(NormalForm.of(one)).isEqualTo(NormalForm.of(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "x > 1 | x > 2",
                "x > 1 | x >= 1",
                "'a'::text | 'b'::text",
                "'a b' | 'a  b'",
                "a - b | b - a",
                "\"X\" | x",
                "x IS NULL | x IS NOT NULL",
                "'it''s' | 'its'",
                "lower(x) | upper(x)",
                "a AND b | a OR b",
                "x::text LIKE 'a' | x::text",
            })
    void anotherMeaningIsAnother(String one, String other) {
        assertThat(NormalForm.of(one)).isNotEqualTo(NormalForm.of(other));
    }

    @Test
    void unfinishedTextEnds() {
        for (String text : new String[] {"'abc", "\"abc", "x::", "x::a.", "x::a(", "E'a\\", "("}) {
            assertThat(NormalForm.of(text)).isNotNull();
        }
    }
}
