package dev.muster.restore.fetch.layer;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The three primitives that age is built from, as the JDK has them. */
final class AgeCrypto {
    static final int FILE_KEY = 16;
    static final int FILE_NONCE = 16;
    static final int TAG = 16;
    static final int NONCE = 12;
    private static final int KEY = 32;

    private AgeCrypto() {}

    static byte[] hkdf(byte[] input, byte[] salt, String info) {
        try {
            HKDFParameterSpec.Builder extract = HKDFParameterSpec.ofExtract().addIKM(input);
            if (salt.length > 0) {
                extract.addSalt(salt);
            }
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(extract.thenExpand(info.getBytes(StandardCharsets.US_ASCII), KEY));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK since 25 brings HKDF", e);
        }
    }

    /** Null where the tag does not agree. */
    static byte @Nullable [] open(byte[] key, byte[] nonce, byte[] sealed, int length) {
        try {
            Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(key, "ChaCha20"),
                    new IvParameterSpec(nonce));
            return cipher.doFinal(sealed, 0, length);
        } catch (AEADBadTagException noMatch) {
            return null;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK brings ChaCha20-Poly1305", e);
        }
    }
}
