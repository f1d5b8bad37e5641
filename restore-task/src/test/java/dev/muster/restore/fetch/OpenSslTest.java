package dev.muster.restore.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.restore.fetch.key.CipherSpec;
import dev.muster.restore.fetch.key.Keys;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenSslTest {
    private static final byte[] SQL = Samples.sql(9_000);
    private static final Keys KEYS = Samples.keys("swordfish\n");

    @TempDir Path work;

    private byte[] encrypt(byte[] content, String options) {
        String command = "openssl enc " + options + " -pass pass:swordfish";
        return Tool.run(work, content, command.split(" ", -1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-aes-256-cbc -pbkdf2",
                "-aes-128-cbc -pbkdf2",
                "-aes-192-cbc -md sha256",
                "-aes-256-cbc -md md5",
                "-aes-256-cbc -pbkdf2 -iter 100000",
                "-aes-256-cbc -pbkdf2 -a",
            })
    void usualParametersAreFoundByContent(String options) {
        for (byte[] content : new byte[][] {SQL, Samples.gzip(SQL)}) {
            FetchOutcome outcome = Samples.fetch(work, KEYS, encrypt(content, options));
            assertThat(Samples.payload(outcome)).isEqualTo(SQL);
            assertThat(outcome.findings())
                    .extracting(Finding::code)
                    .containsExactly(FindingCode.NOT_AUTHENTICATED);
        }
    }

    @Test
    void otherParametersAreTakenFromThePlan() {
        byte[] file = encrypt(SQL, "-aes-256-ctr -pbkdf2 -iter 4711 -md sha384");
        assertThat(Samples.failure(Samples.fetch(work, KEYS, file)))
                .isEqualTo(FindingCode.KEY_WRONG);
        Keys named = KEYS.with(CipherSpec.parse("openssl:aes-256-ctr:pbkdf2:iter=4711:md=sha384"));
        assertThat(Samples.payload(Samples.fetch(work, named, file))).isEqualTo(SQL);
    }

    @Test
    void legacyWithoutDigestTriesBothOfItsDefaults() {
        Keys named = KEYS.with(CipherSpec.parse("openssl:aes-256-cbc:legacy"));
        for (String digest : new String[] {"md5", "sha256"}) {
            byte[] file = encrypt(SQL, "-aes-256-cbc -md " + digest);
            assertThat(Samples.payload(Samples.fetch(work, named, file))).isEqualTo(SQL);
        }
    }

    @Test
    void everyLengthAroundABlockIsUnwrapped() {
        for (int length = SQL.length - 20; length < SQL.length; length++) {
            byte[] content = Arrays.copyOf(SQL, length);
            byte[] file = encrypt(content, "-aes-256-cbc -pbkdf2");
            assertThat(Samples.payload(Samples.fetch(work, KEYS, file))).isEqualTo(content);
        }
    }

    @Test
    void wrongPassphraseIsToldWithWhatWasTried() {
        FetchOutcome outcome =
                Samples.fetch(
                        work,
                        Samples.keys("trout").with(CipherSpec.parse("openssl:aes-256-cbc")),
                        encrypt(SQL, "-aes-256-cbc -pbkdf2"));
        assertThat(Samples.failure(outcome)).isEqualTo(FindingCode.KEY_WRONG);
        assertThat(outcome.findings().getFirst().message())
                .contains("openssl:aes-256-cbc:pbkdf2:iter=10000:md=sha256")
                .doesNotContain("trout");
    }

    @Test
    void missingEndIsNoticedByLengthOrPadding() {
        byte[] file = encrypt(SQL, "-aes-256-cbc -pbkdf2");
        assertThat(Samples.failure(Samples.fetch(work, KEYS, Arrays.copyOf(file, file.length - 5))))
                .isEqualTo(FindingCode.CIPHERTEXT_TRUNCATED);
        assertThat(
                        Samples.failure(
                                Samples.fetch(work, KEYS, Arrays.copyOf(file, file.length - 64))))
                .isEqualTo(FindingCode.CIPHERTEXT_DAMAGED);
    }

    @Test
    void missingPassphraseIsNamed() {
        byte[] file = encrypt(SQL, "-aes-256-cbc -pbkdf2");
        assertThat(Samples.failure(Samples.fetch(work, Keys.none(), file)))
                .isEqualTo(FindingCode.KEY_MISSING);
    }
}
