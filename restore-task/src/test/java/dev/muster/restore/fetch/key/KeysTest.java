package dev.muster.restore.fetch.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.contract.MusterException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {
    private static Secret secret(String text) {
        return new Secret("env:KEY", text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void noTextHoldsASecret() {
        Keys keys = Keys.of(secret("swordfish"));
        assertThat(keys.toString()).isEqualTo("Keys[env:KEY]");
        assertThat(secret("swordfish").toString()).isEqualTo("Secret[env:KEY]");
    }

    @Test
    void passphraseLosesItsLineEndAndNothingElse() {
        assertThat(secret(" sword fish \r\n").passphrases().getFirst())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(" sword fish ");
        assertThat(secret("schlüssel").passphrases().getFirst())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("schlüssel");
    }

    @Test
    void fernetKeysAreFoundOnePerLineWithCommentsBetween() {
        String key = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";
        assertThat(secret("# new\n" + key + "\n\n# old\n" + key + "\n").fernetKeys()).hasSize(2);
        assertThat(secret("swordfish").fernetKeys()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openssl:aes-256-cbc:pbkdf2:iter=600000:md=sha512",
                "openssl:aes-128-ctr:pbkdf2:iter=10000",
                "openssl:aes-256-cbc:legacy:md=md5",
            })
    void cipherIsReadAsItIsWritten(String text) {
        assertThat(CipherSpec.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aes-256-cbc",
                "openssl",
                "openssl:des3",
                "openssl:aes-256-cbc:iter=0",
                "openssl:aes-256-cbc:iter=many",
                "openssl:aes-256-cbc:md=crc32",
                "openssl:aes-256-cbc:salt=1",
            })
    void cipherThatIsNoneIsRefusedWithAHint(String text) {
        assertThatThrownBy(() -> CipherSpec.parse(text))
                .isInstanceOfSatisfying(
                        MusterException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo("CIPHER_INVALID");
                            assertThat(e.hint()).contains("openssl:aes-256-cbc:pbkdf2");
                        });
    }
}
