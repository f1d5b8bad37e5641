package dev.muster.restore.fetch.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.S2K;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.crypto.digests.RIPEMD160Digest;
import org.bouncycastle.openpgp.PGPException;
import org.junit.jupiter.api.Test;

class PassphraseDecryptorsTest {
    private static final byte[] SALT = {1, 2, 3, 4, 5, 6, 7, 8};

    @Test
    void digestThatTheJdkLacksMakesTheKey() throws PGPException {
        byte[] key =
                new PassphraseDecryptors("swordfish".toCharArray())
                        .makeKeyFromPassPhrase(
                                SymmetricKeyAlgorithmTags.AES_256,
                                new S2K(HashAlgorithmTags.RIPEMD160, SALT));

        byte[] expected = Arrays.copyOf(hash(0), 32);
        System.arraycopy(hash(1), 0, expected, 20, 12);
        assertThat(key).isEqualTo(expected);
    }

    /** RFC 4880, 3.7.1.2: each further hash begins with one more zero. */
    private static byte[] hash(int zeros) {
        RIPEMD160Digest digest = new RIPEMD160Digest();
        digest.update(new byte[zeros], 0, zeros);
        digest.update(SALT, 0, SALT.length);
        byte[] passphrase = "swordfish".getBytes(StandardCharsets.UTF_8);
        digest.update(passphrase, 0, passphrase.length);
        byte[] hash = new byte[digest.getDigestSize()];
        digest.doFinal(hash, 0);
        return hash;
    }
}
