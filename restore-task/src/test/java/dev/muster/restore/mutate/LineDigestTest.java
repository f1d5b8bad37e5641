package dev.muster.restore.mutate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LineDigestTest {
    private static final String DUMP =
            """
            CREATE TABLE public.a (id integer);
            CREATE TABLE public.b (id integer);
            COPY public.a (id) FROM stdin;
            1
            2
            \\.

            COPY public.b (id) FROM stdin;
            3
            \\.
            """;

    @Test
    void orderOfRowsDoesNotCount() {
        assertThat(sum(DUMP.replace("1\n2\n", "2\n1\n"))).isEqualTo(sum(DUMP));
    }

    @Test
    void anotherValueCounts() {
        assertThat(sum(DUMP.replace("2\n", "4\n"))).isNotEqualTo(sum(DUMP));
    }

    @Test
    void rowThatIsThereTwiceCounts() {
        assertThat(sum(DUMP.replace("2\n", "2\n2\n"))).isNotEqualTo(sum(DUMP));
    }

    @Test
    void oneRowTwiceInPlaceOfAnotherCounts() {
        assertThat(sum(DUMP.replace("1\n2\n", "1\n1\n")))
                .isNotEqualTo(sum(DUMP))
                .isNotEqualTo(sum(DUMP.replace("1\n2\n", "2\n2\n")));
    }

    @Test
    void rowInAnotherTableCounts() {
        assertThat(sum(DUMP.replace("2\n\\.", "3\n\\.").replace("\n3\n\\.\n", "\n2\n\\.\n")))
                .isNotEqualTo(sum(DUMP));
    }

    @Test
    void changedDefinitionCounts() {
        assertThat(sum(DUMP.replace("b (id integer)", "b (id bigint)"))).isNotEqualTo(sum(DUMP));
    }

    @Test
    void guardWordsOfPgDumpDoNotCount() {
        assertThat(sum("\\restrict oneword\n" + DUMP + "\\unrestrict oneword\n"))
                .isEqualTo(sum("\\restrict another\n" + DUMP + "\\unrestrict another\n"))
                .isEqualTo(sum(DUMP));
    }

    @Test
    void piecesInWhichTheTextComesDoNotCount() {
        LineDigest digest = new LineDigest();
        for (byte each : DUMP.getBytes(StandardCharsets.UTF_8)) {
            digest.write(each);
        }
        assertThat(digest.sum()).isEqualTo(sum(DUMP));
    }

    @Test
    void lineLongerThanTheBufferCounts() {
        assertThat(sum("x".repeat(100_000) + "\n")).isNotEqualTo(sum("x".repeat(99_999) + "\n"));
    }

    private static String sum(String text) {
        LineDigest digest = new LineDigest();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.write(bytes, 0, bytes.length);
        return digest.sum();
    }
}
