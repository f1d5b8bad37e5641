package dev.muster.cli;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Fernet as its specification has it, for what fits into memory. */
final class Fernet {
    private final byte[] key;

    private Fernet(byte[] key) {
        this.key = key;
    }

    /** A fresh key. */
    static Fernet fresh() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return new Fernet(key);
    }

    /** As a key file holds it. */
    String text() {
        return Base64.getUrlEncoder().encodeToString(key);
    }

    byte[] encrypt(byte[] plain) throws GeneralSecurityException, IOException {
        byte[] iv = new byte[16];
        new SecureRandom().nextBytes(iv);
        Cipher aes = Cipher.getInstance("AES/CBC/PKCS5Padding");
        aes.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(Arrays.copyOfRange(key, 16, 32), "AES"),
                new IvParameterSpec(iv));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream token = new DataOutputStream(bytes);
        token.writeByte(0x80);
        token.writeLong(System.currentTimeMillis() / 1000);
        token.write(iv);
        token.write(aes.doFinal(plain));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Arrays.copyOfRange(key, 0, 16), "HmacSHA256"));
        token.write(mac.doFinal(bytes.toByteArray()));
        return Base64.getUrlEncoder().encode(bytes.toByteArray());
    }
}
