package dev.muster.restore.fetch.layer;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES as the JDK does it in hardware, without its padding, which must not hide damage. */
final class Cbc {
    static final int BLOCK = 16;

    private Cbc() {}

    static Cipher decryptor(byte[] key, byte[] iv) {
        return decryptor("AES/CBC/NoPadding", key, iv);
    }

    static Cipher decryptor(String transformation, byte[] key, byte[] iv) {
        try {
            Cipher cipher = Cipher.getInstance(transformation);
            cipher.init(
                    Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK brings " + transformation, e);
        }
    }

    /** How many of the last bytes are PKCS #7 padding, or 0 where they are none. */
    static int padding(byte[] bytes, int end) {
        int count = end == 0 ? 0 : bytes[end - 1] & 0xFF;
        if (count == 0 || count > BLOCK || count > end) {
            return 0;
        }
        for (int i = end - count; i < end; i++) {
            if ((bytes[i] & 0xFF) != count) {
                return 0;
            }
        }
        return count;
    }
}
