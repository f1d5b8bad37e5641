package dev.muster.restore.fetch.layer;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Decrypts an age file's chunks of 64 KiB, each authenticated, the last one marked as such. */
final class AgeStream extends BlockStream {
    private static final int CHUNK = 64 * 1024 + AgeCrypto.TAG;

    private final InputStream in;
    private final byte[] key;
    private final byte[] sealed = new byte[CHUNK + 1];
    private int held;
    private long chunk;
    private boolean ended;

    AgeStream(InputStream in, byte[] key) {
        this.in = in;
        this.key = key;
    }

    @Override
    boolean next() throws IOException {
        if (ended) {
            return false;
        }
        // One byte more than a chunk tells whether it is the last.
        int length = held + in.readNBytes(sealed, held, sealed.length - held);
        boolean last = length <= CHUNK;
        int size = Math.min(length, CHUNK);
        if (size < AgeCrypto.TAG) {
            throw new EOFException();
        }
        byte[] opened = AgeCrypto.open(key, nonce(last), sealed, size);
        if (opened == null) {
            if (last && AgeCrypto.open(key, nonce(false), sealed, size) != null) {
                throw new EOFException("the last chunk is missing");
            }
            throw new FindingException(last ? endMissing() : notVerified());
        }
        deliver(opened, 0, opened.length);
        chunk++;
        held = length - size;
        sealed[0] = sealed[CHUNK];
        ended = last;
        return true;
    }

    /** A cut is by far the most frequent reason for this. */
    private static Finding endMissing() {
        return Finding.of(
                FindingCode.CIPHERTEXT_TRUNCATED,
                null,
                "the age file's last chunk cannot be verified: its end is missing or damaged");
    }

    private Finding notVerified() {
        return AgeLayer.damaged("chunk %,d cannot be verified".formatted(chunk));
    }

    private byte[] nonce(boolean last) {
        byte[] nonce = new byte[AgeCrypto.NONCE];
        for (int i = 0; i < Long.BYTES; i++) {
            nonce[AgeCrypto.NONCE - 2 - i] = (byte) (chunk >>> (i * Byte.SIZE));
        }
        nonce[AgeCrypto.NONCE - 1] = (byte) (last ? 1 : 0);
        return nonce;
    }
}
