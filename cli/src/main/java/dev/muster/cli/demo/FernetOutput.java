package dev.muster.cli.demo;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts what is written to it into one Fernet token, in constant memory. The format is that of
 * the Fernet specification, version 0x80: version, time, IV, AES-128-CBC, HMAC-SHA256, all in
 * base64url.
 */
final class FernetOutput extends FilterOutputStream {
    private static final byte VERSION = (byte) 0x80;
    private static final int BLOCK = 16;

    private final Cipher cipher;
    private final Mac mac;
    private boolean closed;

    FernetOutput(OutputStream token, FernetKey key, Instant at) throws IOException {
        super(Base64.getUrlEncoder().wrap(token));
        byte[] iv = new byte[BLOCK];
        new SecureRandom().nextBytes(iv);
        try {
            cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            SecretKeySpec aes = new SecretKeySpec(key.encrypting(), "AES");
            cipher.init(Cipher.ENCRYPT_MODE, aes, new IvParameterSpec(iv));
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.signing(), "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES and HMAC belong to every JDK", e);
        }
        byte[] head =
                ByteBuffer.allocate(1 + Long.BYTES + BLOCK)
                        .put(VERSION)
                        .putLong(at.getEpochSecond())
                        .put(iv)
                        .array();
        emit(head);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        byte[] encrypted = cipher.update(bytes, offset, length);
        if (encrypted != null) {
            emit(encrypted);
        }
    }

    private void emit(byte[] bytes) throws IOException {
        mac.update(bytes);
        out.write(bytes);
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (OutputStream encoded = out) {
            emit(cipher.doFinal());
            encoded.write(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IOException("the token could not be closed", e);
        }
    }
}
