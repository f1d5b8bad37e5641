package dev.muster.restore.fetch.layer;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import org.jspecify.annotations.Nullable;

/**
 * OpenPGP, RFC 4880 and RFC 9580, as gpg and its like write it: for passphrases and public keys,
 * armored or binary, with its own compression inside.
 */
final class OpenPgpLayer implements Layer {
    private static final String ARMOR = "-----BEGIN PGP MESSAGE-----";

    @Override
    public String name() {
        return "openpgp";
    }

    @Override
    public boolean encrypts() {
        return true;
    }

    @Override
    public boolean recognises(Head head) {
        return isArmored(head) || isEncryptedSessionKey(head);
    }

    private static boolean isArmored(Head head) {
        int at = head.latin1().indexOf(ARMOR);
        return at == 0 || (at > 0 && at < 512 && head.at(at - 1) == '\n');
    }

    /** The packet that every encrypted message begins with, of a version and an algorithm known. */
    private static boolean isEncryptedSessionKey(Head head) {
        int first = head.at(0);
        int tag;
        int body;
        if ((first & 0xC0) == 0xC0) {
            tag = first & 0x3F;
            body = head.at(1) < 192 ? 2 : head.at(1) < 224 ? 3 : 6;
        } else if ((first & 0xC0) == 0x80 && (first & 3) != 3) {
            tag = (first >> 2) & 0x0F;
            body = 2 + ((first & 3) == 2 ? 3 : first & 3);
        } else {
            return false;
        }
        int version = head.at(body);
        return switch (tag) {
                    case 1 ->
                            (version == 3 && isPublicKeyAlgorithm(head.at(body + 9)))
                                    || version == 6;
                    case 3 ->
                            (version == 4 && head.at(body + 1) <= 13 && head.at(body + 2) <= 4)
                                    || version == 5
                                    || version == 6;
                    default -> false;
                }
                && head.length() > 32;
    }

    private static boolean isPublicKeyAlgorithm(int algorithm) {
        return (algorithm >= 1 && algorithm <= 3)
                || (algorithm >= 16 && algorithm <= 22)
                || algorithm == 25
                || algorithm == 26;
    }

    @Override
    public InputStream open(LayerStream in, LayerContext context) throws IOException {
        InputStream message = isArmored(in.peek()) ? Armor.open(in, true) : in;
        byte[] start = message.readNBytes(Head.SIZE);
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(start), message);
        try {
            return new OpenPgpStream(
                    whole, new OpenPgpKeys(context.keys()).sessionKey(start), context.notes());
        } catch (IllegalArgumentException
                | IllegalStateException
                | IndexOutOfBoundsException
                | UnsupportedOperationException e) {
            // This is how BouncyCastle meets packets that are not valid.
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public Finding explain(Exception thrown) {
        if (thrown instanceof EOFException) {
            return Finding.of(
                    FindingCode.CIPHERTEXT_TRUNCATED,
                    null,
                    "the OpenPGP message ends in the middle: the file is truncated");
        }
        return damaged(thrown.getMessage());
    }

    static Finding damaged(@Nullable String why) {
        return Finding.of(
                FindingCode.CIPHERTEXT_DAMAGED,
                null,
                "the OpenPGP message is damaged or was altered%s"
                        .formatted(why == null ? "" : ": " + why));
    }

    static FindingException unsupported(String what) {
        return new FindingException(
                Finding.of(FindingCode.LAYER_UNSUPPORTED, null, "the OpenPGP message " + what));
    }
}
