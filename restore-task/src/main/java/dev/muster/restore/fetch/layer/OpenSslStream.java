package dev.muster.restore.fetch.layer;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import java.io.IOException;
import java.io.InputStream;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;

/** Decrypts what follows the salt, and checks the only thing there is to check: the padding. */
final class OpenSslStream extends InputStream {
    private static final int BUFFER = 128 * 1024;

    private final InputStream in;
    private final Cipher cipher;
    private final boolean padded;
    private final byte[] encrypted = new byte[BUFFER];
    private final byte[] plain = new byte[BUFFER + Cbc.BLOCK];
    private int held;
    private int position;
    private int limit;
    private long total;
    private boolean ended;

    OpenSslStream(InputStream in, Cipher cipher, boolean padded) {
        this.in = in;
        this.cipher = cipher;
        this.padded = padded;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (position == limit) {
            if (ended) {
                return -1;
            }
            decryptNext();
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(plain, position, target, offset, count);
        position += count;
        return count;
    }

    private void decryptNext() throws IOException {
        int read = in.readNBytes(encrypted, held, BUFFER - held);
        total += read;
        int length = held + read;
        ended = length < BUFFER;
        // The block with the padding stays behind until it is known to be the last one.
        int now = padded ? (ended ? length : length - 1) / Cbc.BLOCK * Cbc.BLOCK : length;
        position = 0;
        try {
            limit = cipher.update(encrypted, 0, now, plain, 0);
        } catch (ShortBufferException e) {
            throw new IOException(e);
        }
        held = length - now;
        System.arraycopy(encrypted, now, encrypted, 0, held);
        if (ended && padded) {
            removePadding();
        }
    }

    private void removePadding() {
        if (held > 0 || total == 0) {
            throw new FindingException(OpenSslLayer.truncated(total));
        }
        int padding = Cbc.padding(plain, limit);
        if (padding == 0) {
            throw new FindingException(
                    Finding.of(
                            FindingCode.CIPHERTEXT_DAMAGED,
                            null,
                            "the padding at the end of the encrypted file is not valid although"
                                    + " its beginning decrypts: the end is missing or damaged"));
        }
        limit -= padding;
    }
}
