package dev.muster.restore.fetch.layer;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Decrypts AES-CFB with a zero vector in bulk: each block is the ciphertext XOR the encrypted block
 * before it, and all those are encrypted in one call that the processor does in parallel.
 */
final class CfbStream extends BlockStream {
    private static final int BUFFER = 64 * 1024;

    private final InputStream in;
    private final Cipher aes;
    // The block before, then the ciphertext: the key stream is its encryption, one block later.
    private final byte[] encrypted = new byte[Cbc.BLOCK + BUFFER];
    private final byte[] plain = new byte[BUFFER];
    private boolean ended;
    private @Nullable IOException failure;

    CfbStream(InputStream in, byte[] key) {
        this.in = in;
        try {
            aes = Cipher.getInstance("AES/ECB/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK brings AES", e);
        }
    }

    @Override
    boolean next() throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (ended) {
            return false;
        }
        int length = readBuffer();
        if (length == 0) {
            if (failure != null) {
                throw failure;
            }
            return false;
        }
        decrypt(length);
        deliver(plain, 0, length);
        return true;
    }

    /** What was read before a failure is still decrypted; the failure follows behind it. */
    private int readBuffer() {
        int length = 0;
        try {
            while (length < BUFFER) {
                int count = in.read(encrypted, Cbc.BLOCK + length, BUFFER - length);
                if (count < 0) {
                    ended = true;
                    return length;
                }
                length += count;
            }
        } catch (IOException e) {
            failure = e;
        }
        return length;
    }

    private void decrypt(int length) throws IOException {
        int blocks = (length + Cbc.BLOCK - 1) / Cbc.BLOCK * Cbc.BLOCK;
        try {
            aes.update(encrypted, 0, blocks, plain, 0);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
        for (int i = 0; i < length; i++) {
            plain[i] ^= encrypted[Cbc.BLOCK + i];
        }
        if (length == BUFFER) {
            System.arraycopy(encrypted, BUFFER, encrypted, 0, Cbc.BLOCK);
        }
    }
}
