package dev.muster.restore.fetch.layer;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;
import org.bouncycastle.openpgp.PGPCompressedData;
import org.bouncycastle.openpgp.PGPEncryptedData;
import org.bouncycastle.openpgp.PGPEncryptedDataList;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPMarker;
import org.bouncycastle.openpgp.PGPObjectFactory;
import org.bouncycastle.openpgp.PGPSessionKey;
import org.bouncycastle.openpgp.PGPSessionKeyEncryptedData;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.jspecify.annotations.Nullable;

/**
 * The literal data of an OpenPGP message; it ends only when the message's integrity was verified.
 */
final class OpenPgpStream extends BulkStream {
    private static final int MOST_NESTED = 4;

    private final InputStream message;
    private final @Nullable PGPSessionKeyEncryptedData encrypted;
    private final @Nullable InputStream decrypted;
    private PGPObjectFactory objects;
    private @Nullable InputStream literal;
    private boolean ended;
    private int nested;

    /**
     * @param key null where the message is not encrypted
     */
    OpenPgpStream(InputStream message, @Nullable PGPSessionKey key, Consumer<Finding> notes)
            throws IOException {
        this.message = message;
        if (key == null) {
            notes.accept(
                    Finding.of(
                            FindingCode.NOT_ENCRYPTED,
                            null,
                            "the OpenPGP message is only packed or signed, not encrypted"));
            this.encrypted = null;
            this.decrypted = null;
            this.objects = new BcPGPObjectFactory(message);
            return;
        }
        PGPSessionKeyEncryptedData data = encryptedData(message);
        InputStream plain = decrypt(data, key);
        this.encrypted = data;
        this.decrypted = plain;
        this.objects = new BcPGPObjectFactory(plain);
        if (!data.isIntegrityProtected() && !data.isAEAD()) {
            notes.accept(
                    Finding.of(
                            FindingCode.NOT_AUTHENTICATED,
                            null,
                            "the OpenPGP message has no integrity protection (MDC): that it"
                                    + " decrypts is no proof that nobody altered it"));
        }
    }

    /** The first object of a message that is not a marker. */
    static @Nullable Object first(InputStream message) throws IOException {
        PGPObjectFactory objects = new BcPGPObjectFactory(message);
        Object object = objects.nextObject();
        while (object instanceof PGPMarker) {
            object = objects.nextObject();
        }
        return object;
    }

    /** Whether what the key makes of a message's first bytes is OpenPGP again. */
    static boolean opens(byte[] start, PGPSessionKey key) {
        try {
            PGPSessionKeyEncryptedData data = encryptedData(new ByteArrayInputStream(start));
            if (data.isAEAD()) {
                // Its first chunk may be longer than these bytes; its tag tells later.
                return true;
            }
            byte[] inner = decrypt(data, key).readNBytes(PgpPacket.LONGEST_HEADER + 1);
            return PgpPacket.beginsContent(inner);
        } catch (IOException | RuntimeException noise) {
            return false;
        }
    }

    private static PGPSessionKeyEncryptedData encryptedData(InputStream message)
            throws IOException {
        if (first(message) instanceof PGPEncryptedDataList list) {
            return list.extractSessionKeyEncryptedData();
        }
        throw new IOException("it holds no encrypted data");
    }

    private static InputStream decrypt(PGPSessionKeyEncryptedData data, PGPSessionKey key)
            throws IOException {
        try {
            return data.getDataStream(new BulkDecryptors(key));
        } catch (PGPException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (!ended) {
            InputStream current = literal == null ? nextLiteral() : literal;
            literal = current;
            if (current == null) {
                end();
                return -1;
            }
            int count = current.read(target, offset, length);
            if (count >= 0) {
                return count;
            }
            literal = null;
        }
        return -1;
    }

    private @Nullable InputStream nextLiteral() throws IOException {
        while (true) {
            Object object = objects.nextObject();
            switch (object) {
                case null -> {
                    return null;
                }
                case PGPLiteralData data -> {
                    return data.getInputStream();
                }
                case PGPCompressedData data -> {
                    if (++nested > MOST_NESTED) {
                        throw OpenPgpLayer.unsupported("is packed into itself too often");
                    }
                    objects = new BcPGPObjectFactory(unpack(data));
                }
                case PGPEncryptedDataList inner ->
                        throw OpenPgpLayer.unsupported(
                                "is encrypted twice (%d recipients inside)"
                                        .formatted(inner.size()));
                default -> {
                    // Signatures, markers and padding say nothing about the data.
                }
            }
        }
    }

    private static InputStream unpack(PGPCompressedData data) throws IOException {
        try {
            return data.getDataStream();
        } catch (PGPException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void end() throws IOException {
        ended = true;
        if (encrypted != null && decrypted != null) {
            decrypted.transferTo(OutputStream.nullOutputStream());
            if (encrypted.isIntegrityProtected() && !encrypted.isAEAD()) {
                verify(encrypted);
            }
        }
        message.transferTo(OutputStream.nullOutputStream());
    }

    private static void verify(PGPEncryptedData encrypted) throws IOException {
        try {
            if (!encrypted.verify()) {
                throw new FindingException(
                        OpenPgpLayer.damaged("its modification detection code does not match"));
            }
        } catch (PGPException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
