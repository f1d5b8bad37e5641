package dev.muster.restore.fetch.layer;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** age, version 1 (age-encryption.org/v1), for X25519 identities and passphrases, also armored. */
final class AgeLayer implements Layer {
    static final String MAGIC = "age-encryption.org/v1\n";
    private static final int MOST_SPACE = 1024;
    private static final String ARMOR = "-----BEGIN AGE ENCRYPTED FILE-----";

    @Override
    public String name() {
        return "age";
    }

    @Override
    public boolean encrypts() {
        return true;
    }

    @Override
    public boolean recognises(Head head) {
        return head.startsWith(MAGIC) || armored(head);
    }

    /** White space may stand before it, as age's own tool allows. */
    private static boolean armored(Head head) {
        int at = 0;
        while (at < MOST_SPACE && Character.isWhitespace(head.at(at))) {
            at++;
        }
        return head.hasAt(at, ARMOR);
    }

    @Override
    public InputStream open(LayerStream in, LayerContext context) throws IOException {
        InputStream binary = armored(in.peek()) ? Armor.open(in, false) : in;
        AgeHeader header = AgeHeader.read(binary);
        byte[] fileKey = new AgeKeys(context.keys()).fileKey(header);
        header.verify(fileKey);
        byte[] nonce = binary.readNBytes(AgeCrypto.FILE_NONCE);
        if (nonce.length < AgeCrypto.FILE_NONCE) {
            throw new EOFException();
        }
        return new AgeStream(binary, AgeCrypto.hkdf(fileKey, nonce, "payload"));
    }

    @Override
    public Finding explain(Exception thrown) {
        return thrown instanceof EOFException
                ? Finding.of(
                        FindingCode.CIPHERTEXT_TRUNCATED,
                        null,
                        "the age file ends in the middle: it is truncated")
                : damaged(thrown.getMessage());
    }

    static Finding damaged(@Nullable String why) {
        return Finding.of(
                FindingCode.CIPHERTEXT_DAMAGED,
                null,
                "the age file is damaged or was altered%s"
                        .formatted(why == null ? "" : ": " + why));
    }
}
