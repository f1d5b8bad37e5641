package dev.muster.endtoend;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts as python's cryptography does: one token around a whole file. */
final class Fernet {
    /** 32 bytes: half of them sign, half of them encrypt. */
    private static final byte[] KEY = "a key for tests: 32 bytes of it!".getBytes(US_ASCII);

    private Fernet() {}

    /** The key as people keep it. */
    static String key() {
        return Base64.getUrlEncoder().encodeToString(KEY);
    }

    static byte[] encrypt(byte[] content) throws GeneralSecurityException {
        byte[] iv = "initializing vec".getBytes(US_ASCII);
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(Arrays.copyOfRange(KEY, 16, 32), "AES"),
                new IvParameterSpec(iv));
        byte[] encrypted = cipher.doFinal(content);
        ByteBuffer token = ByteBuffer.allocate(1 + 8 + 16 + encrypted.length + 32);
        token.put((byte) 0x80).putLong(1_700_000_000L).put(iv).put(encrypted);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Arrays.copyOf(KEY, 16), "HmacSHA256"));
        mac.update(token.array(), 0, token.position());
        token.put(mac.doFinal());
        return Base64.getUrlEncoder().encode(token.array());
    }
}
