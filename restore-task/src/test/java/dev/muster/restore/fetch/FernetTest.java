package dev.muster.restore.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.FindingCode;
import dev.muster.restore.fetch.key.Keys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FernetTest {
    private static final byte[] SQL = Samples.sql(40_000);
    private static final byte[] TOKEN = Samples.fernet(Samples.gzip(SQL), Samples.FERNET_KEY);
    private static final Keys KEYS = Samples.fernetKeys(Samples.FERNET_KEY);

    @TempDir Path work;

    @Test
    void tokenOverGzipIsUnwrapped() {
        FetchOutcome outcome = Samples.fetch(work, KEYS, TOKEN);
        assertThat(Samples.payload(outcome)).isEqualTo(SQL);
        assertThat(Samples.fetched(outcome).layers()).containsExactly("fernet", "gzip");
        assertThat(outcome.findings()).isEmpty();
    }

    @Test
    void tokensOfEveryLengthAroundABlockAreUnwrapped() {
        for (int padding = 0; padding < 40; padding++) {
            byte[] sql = Samples.sql(padding);
            byte[] longer = Arrays.copyOf(sql, sql.length + padding);
            Arrays.fill(longer, sql.length, longer.length, (byte) '\n');
            FetchOutcome outcome =
                    Samples.fetch(
                            work.resolve("" + padding),
                            KEYS,
                            Samples.fernet(longer, Samples.FERNET_KEY));
            assertThat(Samples.payload(outcome)).isEqualTo(longer);
        }
    }

    @Test
    void trailingNewlineWrappedLinesAndMissingPaddingAreFine() {
        String token = new String(TOKEN, StandardCharsets.US_ASCII);
        for (String changed :
                new String[] {
                    token + "\n",
                    token + "\r\n\r\n",
                    token.replaceAll("(.{76})", "$1\n"),
                    token.replaceAll("(.{64})", "$1\r\n"),
                    token.replaceAll("=", ""),
                }) {
            FetchOutcome outcome =
                    Samples.fetch(
                            work.resolve("" + changed.length()),
                            KEYS,
                            changed.getBytes(StandardCharsets.US_ASCII));
            assertThat(Samples.payload(outcome)).isEqualTo(SQL);
        }
    }

    @Test
    void keyThatFitsIsFoundAmongSeveral() {
        Keys several = Samples.fernetKeys(Samples.OTHER_FERNET_KEY, Samples.FERNET_KEY);
        assertThat(Samples.payload(Samples.fetch(work, several, TOKEN))).isEqualTo(SQL);
    }

    @Test
    void wrongKeyCannotBeToldFromDamage() {
        Keys wrong = Samples.fernetKeys(Samples.OTHER_FERNET_KEY);
        assertThat(Samples.failure(Samples.fetch(work, wrong, TOKEN)))
                .isEqualTo(FindingCode.KEY_WRONG_OR_DAMAGED);
    }

    @Test
    void missingKeyAndKeyOfAnotherKindAreNamed() {
        assertThat(Samples.failure(Samples.fetch(work, Keys.none(), TOKEN)))
                .isEqualTo(FindingCode.KEY_MISSING);
        assertThat(Samples.failure(Samples.fetch(work, Samples.keys("swordfish"), TOKEN)))
                .isEqualTo(FindingCode.KEY_INVALID);
    }

    @Test
    void flippedBitIsDamageWhereTheKeyFits() {
        byte[] raw = Base64.getUrlDecoder().decode(TOKEN);
        raw[raw.length / 2] ^= 1;
        byte[] flipped = Base64.getUrlEncoder().encode(raw);
        assertThat(Samples.failure(Samples.fetch(work, KEYS, flipped)))
                .isEqualTo(FindingCode.CIPHERTEXT_DAMAGED);
        assertThat(work.resolve("copy-1")).doesNotExist();
    }

    @Test
    void cutTokenIsTruncated() {
        for (int cut : new int[] {1, 7, 1001, TOKEN.length / 2, TOKEN.length - 12}) {
            byte[] shorter = Arrays.copyOf(TOKEN, TOKEN.length - cut);
            assertThat(Samples.failure(Samples.fetch(work.resolve("" + cut), KEYS, shorter)))
                    .isIn(FindingCode.CIPHERTEXT_TRUNCATED, FindingCode.CIPHERTEXT_DAMAGED);
        }
    }

    @Test
    void damageWithinGzipThatWasEncryptedIsTheGzips() {
        byte[] gzip = Samples.gzip(SQL);
        byte[] cut = Arrays.copyOf(gzip, gzip.length - 100);
        assertThat(
                        Samples.failure(
                                Samples.fetch(work, KEYS, Samples.fernet(cut, Samples.FERNET_KEY))))
                .isEqualTo(FindingCode.COMPRESSION_TRUNCATED);
    }

    @Test
    void emptyGzipInsideIsAnEmptyBackup() {
        byte[] token = Samples.fernet(Samples.gzip(new byte[0]), Samples.FERNET_KEY);
        FetchOutcome outcome = Samples.fetch(work, KEYS, token);
        assertThat(Samples.failure(outcome)).isEqualTo(FindingCode.BACKUP_EMPTY);
        assertThat(outcome.findings().getFirst().message())
                .isEqualTo("the fernet around gzip is intact and holds nothing (0 bytes)");
    }
}
