package dev.muster.restore.fetch.layer;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import dev.muster.restore.fetch.key.Keys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * A file that is one Fernet token, as Python's {@code cryptography} writes it: AES-128-CBC with
 * HMAC-SHA256 in urlsafe base64. Its timestamp is no reason to refuse it.
 */
final class FernetLayer implements Layer {
    static final int HEADER = 1 + 8 + Cbc.BLOCK;
    static final int VERSION = 0x80;
    private static final int HEAD_FOR_TRIAL = 8 * 1024;

    @Override
    public String name() {
        return "fernet";
    }

    @Override
    public boolean encrypts() {
        return true;
    }

    @Override
    public boolean recognises(Head head) {
        // Version 0x80 and a time before the year 36812 begin every token like this.
        if (!head.startsWith("gAAAA")) {
            return false;
        }
        for (int i = 0; i < Math.min(head.length(), 256); i++) {
            int c = head.at(i);
            boolean inAlphabet =
                    (c >= 'A' && c <= 'Z')
                            || (c >= 'a' && c <= 'z')
                            || (c >= '0' && c <= '9')
                            || "-_=+/\r\n".indexOf(c) >= 0;
            if (!inAlphabet) {
                return false;
            }
        }
        return true;
    }

    @Override
    public InputStream open(LayerStream in, LayerContext context) throws IOException {
        List<byte[]> keys = keysOf(context.keys());
        byte[] start = decodedStart(in.peek());
        if (start.length < HEADER + Cbc.BLOCK) {
            throw new FindingException(FernetStream.truncated());
        }
        for (byte[] key : keys) {
            if (context.plausible().test(decryptedStart(start, key))) {
                return new FernetStream(new Base64Stream(in, false), key, true);
            }
        }
        return new FernetStream(new Base64Stream(in, false), keys.getFirst(), false);
    }

    private static List<byte[]> keysOf(Keys keys) {
        if (keys.isEmpty()) {
            throw new FindingException(
                    Finding.of(
                            FindingCode.KEY_MISSING,
                            null,
                            "the backup is encrypted with Fernet, and no key was given"));
        }
        List<byte[]> fernetKeys = keys.fernetKeys();
        if (fernetKeys.isEmpty()) {
            throw new FindingException(
                    Finding.of(
                            FindingCode.KEY_INVALID,
                            null,
                            "the backup is encrypted with Fernet, and %s holds no Fernet key"
                                            .formatted(keys.references())
                                    + " (44 characters of urlsafe base64)"));
        }
        return fernetKeys;
    }

    private static byte[] decodedStart(Head head) throws IOException {
        byte[] text = head.copy(0, HEAD_FOR_TRIAL);
        try (Base64Stream base64 = new Base64Stream(new ByteArrayInputStream(text), false)) {
            return base64.readAllBytes();
        }
    }

    private static Head decryptedStart(byte[] start, byte[] key) {
        int length = (start.length - HEADER) / Cbc.BLOCK * Cbc.BLOCK;
        byte[] plain = FernetStream.cipher(key, start).update(start, HEADER, length);
        return Head.of(plain, plain.length, false);
    }

    @Override
    public Finding explain(Exception thrown) {
        return Finding.of(
                FindingCode.CIPHERTEXT_DAMAGED,
                null,
                "the Fernet token is damaged: %s".formatted(thrown.getMessage()));
    }
}
