package dev.muster.restore.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.FindingCode;
import dev.muster.restore.fetch.key.Keys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With files that age 1.1.1 wrote. */
class AgeTest {
    private static final String SQL =
            "--\n-- PostgreSQL database dump\n--\n\nCREATE TABLE t (id integer);\n";
    private static final String IDENTITY =
            """
            # created: 2026-11-23T10:00:44Z
            # public key: age1y4ldnc7lfzh79znm0htasdjxew52l829zw8h5n5x404vry3seavqw3ywgh
            AGE-SECRET-KEY-1MQNW3JRWUZL8P8SQ7FV983EUE228Y7WSM326SXZRH0HP6MP4R7MQ4X3JJ4
            """;
    private static final String FOR_IDENTITY =
            """
            -----BEGIN AGE ENCRYPTED FILE-----
            YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSArbENuUHB5Y3MzYTNZcmx6
            dmhLQVZzbWVaT0dzUytKcVFCTyt6ZHo1bkZNCkRNR2hxVFFhMnh1dlc0c0xNNFNY
            R1FCWUZFOGsxbmV2eUZaZHg5V01aT0kKLS0tIEJlNFFDcklwbWJvcVRRSDdDR1li
            Nk96bmw4RnNycGdPL3k2K3ZYVG9PZ2MKxAboxoCT+mpjiO1A0f9dIVIK/0kYU/nP
            cdE5o0qypwKFrC4lIhqyHpxUT0viShycok+owaQg8xtS5FukSVYZI7wusPz4Zq9V
            12KvWbRAoL/sy8FcImWegPsqnvG9Dn7H
            -----END AGE ENCRYPTED FILE-----
            """;
    private static final String FOR_PASSPHRASE =
            """
            -----BEGIN AGE ENCRYPTED FILE-----
            YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCAyTkliL2oxL0ZvZ3hZMVpj
            Z0U0dkxnIDE4CkNja3FRNjlKNzRXTWZ1S29wWE5oamp5YzVGcVRqTlBtUHRteGIx
            dXdNUW8KLS0tIExBbmQvekVaTHcyYnlyUEZ0SXp0K1lDempyVGhJRGV1RlBRckNL
            b015QVEKk5SXdIDWCjTmvdwOpaQWQ8FLFKkK8b5Nc+jtQqWgk+ccsob7pm8cH2iX
            zZOybAytJrp4Uh5nUmBqDt5VgiA0uE0W9FYoocszJ5thLQhKQ8MHqZ4XndLOkScw
            4j3pVtlU
            -----END AGE ENCRYPTED FILE-----
            """;
    private static final String OTHER_IDENTITY =
            "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";

    @TempDir Path work;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] binary() {
        String body = FOR_IDENTITY.replaceAll("-----.*-----", "").replace("\n", "");
        return java.util.Base64.getDecoder().decode(body);
    }

    @Test
    void identityOpensArmoredAndBinary() {
        Keys keys = Samples.keys(IDENTITY);
        byte[] indented = bytes("\r\n \t" + FOR_IDENTITY);
        for (byte[] file : new byte[][] {bytes(FOR_IDENTITY), binary(), indented}) {
            FetchOutcome outcome = Samples.fetch(work, keys, file);
            assertThat(Samples.payload(outcome)).asString().isEqualTo(SQL);
            assertThat(Samples.fetched(outcome).layers()).containsExactly("age");
        }
    }

    @Test
    void passphraseOpens() {
        FetchOutcome outcome =
                Samples.fetch(work, Samples.keys("swordfish\n"), bytes(FOR_PASSPHRASE));
        assertThat(Samples.payload(outcome)).asString().isEqualTo(SQL);
    }

    @Test
    void otherKeysAndNoneAreTheEnvironments() {
        assertThat(Samples.failure(Samples.fetch(work, Samples.keys(OTHER_IDENTITY), binary())))
                .isEqualTo(FindingCode.KEY_WRONG);
        assertThat(Samples.failure(Samples.fetch(work, Keys.none(), binary())))
                .isEqualTo(FindingCode.KEY_MISSING);
        assertThat(
                        Samples.failure(
                                Samples.fetch(
                                        work,
                                        Samples.keys(IDENTITY.replace("JJ4", "JJ5")),
                                        binary())))
                .isEqualTo(FindingCode.KEY_INVALID);
    }

    @Test
    void everyCutAndEveryChangedByteIsNoticed() {
        Keys keys = Samples.keys(IDENTITY);
        byte[] file = binary();
        for (int i = 60; i < file.length; i++) {
            byte[] flipped = file.clone();
            flipped[i] ^= 1;
            assertThat(Samples.failure(Samples.fetch(work, keys, flipped)))
                    .isIn(
                            FindingCode.CIPHERTEXT_DAMAGED,
                            FindingCode.CIPHERTEXT_TRUNCATED,
                            FindingCode.KEY_WRONG);
            assertThat(Samples.failure(Samples.fetch(work, keys, Arrays.copyOf(file, i))))
                    .isEqualTo(FindingCode.CIPHERTEXT_TRUNCATED);
        }
    }
}
