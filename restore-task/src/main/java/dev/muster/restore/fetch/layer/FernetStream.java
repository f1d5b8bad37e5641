package dev.muster.restore.fetch.layer;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/**
 * Decrypts one Fernet token while it passes by, and ends only when its HMAC was verified: what was
 * read before is not to be trusted until then.
 */
final class FernetStream extends BlockStream {
    private static final int TAG = 32;
    private static final int KEY = 16;
    private static final int BUFFER = 192 * 1024;

    private final Base64Stream in;
    private final boolean keyFits;
    private final byte[] key;
    private final Mac hmac;
    private final byte[] encrypted = new byte[BUFFER + Cbc.BLOCK + TAG];
    private final byte[] plain = new byte[BUFFER + Cbc.BLOCK + TAG];
    private Cipher cipher;
    private boolean started;
    private boolean ended;
    private int held;
    private long decoded;

    /**
     * @param keyFits whether the token's beginning makes sense under this key
     */
    FernetStream(Base64Stream in, byte[] key, boolean keyFits) {
        this.in = in;
        this.key = key;
        this.keyFits = keyFits;
        this.hmac = hmac(key);
        this.cipher = Cbc.decryptor(Arrays.copyOfRange(key, KEY, 2 * KEY), new byte[Cbc.BLOCK]);
    }

    @Override
    boolean next() throws IOException {
        if (ended) {
            return false;
        }
        if (!started) {
            start();
        }
        // The tag, and the block that ends with the padding, stay behind until the end is known.
        int read = in.readNBytes(encrypted, held, encrypted.length - held);
        decoded += read;
        held += read;
        boolean last = held < encrypted.length;
        int blocks = Math.max(0, held - TAG - (last ? 0 : 1)) / Cbc.BLOCK * Cbc.BLOCK;
        hmac.update(encrypted, 0, blocks);
        int length = decrypt(blocks);
        held -= blocks;
        System.arraycopy(encrypted, blocks, encrypted, 0, held);
        deliver(plain, 0, last ? length - paddingAtEnd(length) : length);
        return true;
    }

    private void start() throws IOException {
        byte[] header = in.readNBytes(FernetLayer.HEADER);
        decoded = header.length;
        if (header.length < FernetLayer.HEADER) {
            throw new FindingException(truncated());
        }
        if ((header[0] & 0xFF) != FernetLayer.VERSION) {
            throw new IOException("its version is not 0x80");
        }
        hmac.update(header);
        cipher = cipher(key, header);
        started = true;
    }

    private int decrypt(int length) throws IOException {
        try {
            return cipher.update(encrypted, 0, length, plain, 0);
        } catch (ShortBufferException e) {
            throw new IOException(e);
        }
    }

    /** Verifies all of it; gives the length of the padding. */
    private int paddingAtEnd(int length) {
        ended = true;
        boolean wholeBlocks = (decoded - FernetLayer.HEADER - TAG) % Cbc.BLOCK == 0;
        if (!wholeBlocks || decoded < FernetLayer.HEADER + Cbc.BLOCK + TAG) {
            throw new FindingException(truncated());
        }
        if (!MessageDigest.isEqual(hmac.doFinal(), Arrays.copyOf(encrypted, TAG))) {
            throw new FindingException(notVerified());
        }
        int padding = Cbc.padding(plain, length);
        if (padding == 0) {
            throw new FindingException(
                    Finding.of(
                            FindingCode.CIPHERTEXT_DAMAGED,
                            null,
                            "the Fernet token verifies, and its padding is not valid"));
        }
        return padding;
    }

    private Finding notVerified() {
        if (in.cutInGroup()) {
            return truncated();
        }
        if (keyFits) {
            return Finding.of(
                    FindingCode.CIPHERTEXT_DAMAGED,
                    null,
                    "the Fernet token's HMAC does not match although the key decrypts its"
                            + " beginning: the token is damaged or was cut");
        }
        return Finding.of(
                FindingCode.KEY_WRONG_OR_DAMAGED,
                null,
                "the Fernet token's HMAC does not match: the key is wrong, or the token is"
                        + " damaged; Fernet cannot tell which");
    }

    static Finding truncated() {
        return Finding.of(
                FindingCode.CIPHERTEXT_TRUNCATED,
                null,
                "the Fernet token's length is not possible: its end, or a part of it, is missing");
    }

    /**
     * @param start the token's decoded beginning, which holds the initialisation vector
     */
    static Cipher cipher(byte[] key, byte[] start) {
        return Cbc.decryptor(
                Arrays.copyOfRange(key, KEY, 2 * KEY),
                Arrays.copyOfRange(start, FernetLayer.HEADER - Cbc.BLOCK, FernetLayer.HEADER));
    }

    private static Mac hmac(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, 0, KEY, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK brings HmacSHA256", e);
        }
    }
}
