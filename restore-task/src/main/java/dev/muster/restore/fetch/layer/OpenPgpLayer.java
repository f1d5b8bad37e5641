package dev.muster.restore.fetch.layer;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * OpenPGP, RFC 4880 and RFC 9580, as gpg and its like write it: for passphrases and public keys,
 * armored or binary, with its own compression inside.
 */
final class OpenPgpLayer implements Layer {
    private static final int ENOUGH = 256;
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
        return isArmored(head) || PgpPacket.beginsEncrypted(head) || isSignedOrPacked(head);
    }

    private static boolean isArmored(Head head) {
        int at = head.latin1().indexOf(ARMOR);
        return at == 0 || (at > 0 && at < 512 && head.at(at - 1) == '\n');
    }

    /** A one-pass signature, or compressed data whose content begins as it must. */
    private static boolean isSignedOrPacked(Head head) {
        boolean signed = head.startsWith("\u0090\r\u0003") && head.at(3) <= 1 && head.at(4) <= 14;
        int algorithm = head.at(0) == 0xA3 ? head.at(1) : 0;
        boolean packed =
                switch (algorithm) {
                    case 1 -> inflates(head.copy(2, head.length()), true);
                    case 2 -> inflates(head.copy(2, head.length()), false);
                    case 3 -> head.hasAt(2, "BZh");
                    default -> false;
                };
        return signed || packed;
    }

    private static boolean inflates(byte[] compressed, boolean raw) {
        Inflater inflater = new Inflater(raw);
        try {
            inflater.setInput(compressed);
            byte[] start = new byte[ENOUGH];
            int count = inflater.inflate(start);
            // What is packed is a packet again.
            return count > 0 && start[0] < 0 && (count == ENOUGH || inflater.finished());
        } catch (DataFormatException noise) {
            return false;
        } finally {
            inflater.end();
        }
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
