package dev.muster.restore.fetch.layer;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import java.io.IOException;
import java.io.InputStream;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;

/** Decrypts what follows the salt, and checks the only thing there is to check: the padding. */
final class OpenSslStream extends BlockStream {
    private static final int BUFFER = 128 * 1024;

    private final InputStream in;
    private final Cipher cipher;
    private final boolean padded;
    private final byte[] encrypted = new byte[BUFFER];
    private final byte[] plain = new byte[BUFFER + Cbc.BLOCK];
    private int held;
    private long total;
    private boolean ended;

    OpenSslStream(InputStream in, Cipher cipher, boolean padded) {
        this.in = in;
        this.cipher = cipher;
        this.padded = padded;
    }

    @Override
    boolean next() throws IOException {
        if (ended) {
            return false;
        }
        int read = in.readNBytes(encrypted, held, BUFFER - held);
        total += read;
        int length = held + read;
        ended = length < BUFFER;
        // The block with the padding stays behind until it is known to be the last one.
        int now = padded ? (ended ? length : length - 1) / Cbc.BLOCK * Cbc.BLOCK : length;
        int decrypted = decrypt(now);
        held = length - now;
        System.arraycopy(encrypted, now, encrypted, 0, held);
        deliver(plain, 0, ended && padded ? decrypted - paddingAtEnd(decrypted) : decrypted);
        return true;
    }

    private int decrypt(int length) throws IOException {
        try {
            return cipher.update(encrypted, 0, length, plain, 0);
        } catch (ShortBufferException e) {
            throw new IOException(e);
        }
    }

    private int paddingAtEnd(int length) {
        if (held > 0 || total == 0) {
            throw new FindingException(OpenSslLayer.truncated(total));
        }
        int padding = Cbc.padding(plain, length);
        if (padding == 0) {
            throw new FindingException(
                    Finding.of(
                            FindingCode.CIPHERTEXT_DAMAGED,
                            null,
                            "the padding at the end of the encrypted file is not valid although"
                                    + " its beginning decrypts: the end is missing or damaged"));
        }
        return padding;
    }
}
