package dev.muster.restore.fetch.layer;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import dev.muster.restore.fetch.key.Keys;
import dev.muster.restore.fetch.key.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.openpgp.PGPEncryptedDataList;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPPBEEncryptedData;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKeyEncryptedData;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSecretKeyRingCollection;
import org.bouncycastle.openpgp.PGPSessionKey;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.operator.PBEDataDecryptorFactory;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPublicKeyDataDecryptorFactory;
import org.jspecify.annotations.Nullable;

/** Finds which of the given secrets opens an OpenPGP message, from the message's first bytes. */
final class OpenPgpKeys {
    private final Keys keys;
    private final Set<String> wanted = new TreeSet<>();
    private boolean passphraseWanted;
    private boolean lockedKey;

    OpenPgpKeys(Keys keys) {
        this.keys = keys;
    }

    /**
     * The key of the message itself, or null where the message is not encrypted.
     *
     * @throws FindingException where no secret opens it
     */
    @Nullable PGPSessionKey sessionKey(byte[] start) throws IOException {
        if (!(OpenPgpStream.first(new ByteArrayInputStream(start))
                instanceof PGPEncryptedDataList list)) {
            return null;
        }
        for (int i = 0; i < list.size(); i++) {
            PGPSessionKey found =
                    switch (list.get(i)) {
                        case PGPPBEEncryptedData symmetric -> byPassphrase(i, start);
                        case PGPPublicKeyEncryptedData asymmetric -> bySecretKey(asymmetric, start);
                        default -> null;
                    };
            if (found != null) {
                return found;
            }
        }
        throw new FindingException(noneFits());
    }

    /** The message is read anew for each passphrase, since trying one consumes its beginning. */
    private @Nullable PGPSessionKey byPassphrase(int index, byte[] start) throws IOException {
        passphraseWanted = true;
        for (char[] passphrase : passphrases()) {
            if (OpenPgpStream.first(new ByteArrayInputStream(start))
                            instanceof PGPEncryptedDataList list
                    && list.get(index) instanceof PGPPBEEncryptedData symmetric) {
                PGPSessionKey session = open(symmetric, passphrase);
                if (session != null && OpenPgpStream.opens(start, session)) {
                    return session;
                }
            }
        }
        return null;
    }

    private static @Nullable PGPSessionKey open(PGPPBEEncryptedData symmetric, char[] passphrase) {
        try {
            PBEDataDecryptorFactory factory = new PassphraseDecryptors(passphrase);
            PGPSessionKey session = symmetric.getSessionKey(factory);
            // This compares the two bytes that are repeated to tell a wrong passphrase.
            symmetric.getDataStream(factory);
            return session;
        } catch (PGPException | RuntimeException wrongPassphrase) {
            return null;
        }
    }

    private @Nullable PGPSessionKey bySecretKey(
            PGPPublicKeyEncryptedData asymmetric, byte[] start) {
        long id = asymmetric.getKeyIdentifier().getKeyId();
        wanted.add(
                id == 0
                        ? "hidden"
                        : "0x%016x".formatted(id).toUpperCase(Locale.ROOT).replace('X', 'x'));
        for (PGPSecretKey secretKey : secretKeys()) {
            if (id == 0 || secretKey.getKeyID() == id) {
                PGPKeyPair keyPair = unlock(secretKey);
                PGPSessionKey session = keyPair == null ? null : open(asymmetric, keyPair);
                if (session != null && OpenPgpStream.opens(start, session)) {
                    return session;
                }
            }
        }
        return null;
    }

    private static @Nullable PGPSessionKey open(
            PGPPublicKeyEncryptedData asymmetric, PGPKeyPair keyPair) {
        try {
            return asymmetric.getSessionKey(new BcPublicKeyDataDecryptorFactory(keyPair));
        } catch (PGPException | RuntimeException notThisKeys) {
            return null;
        }
    }

    private @Nullable PGPKeyPair unlock(PGPSecretKey secretKey) {
        List<char[]> passphrases = new ArrayList<>();
        passphrases.add(new char[0]);
        passphrases.addAll(passphrases());
        for (char[] passphrase : passphrases) {
            try {
                PGPPrivateKey privateKey =
                        secretKey.extractPrivateKey(
                                new BcPBESecretKeyDecryptorBuilder(PassphraseDecryptors.digests())
                                        .build(passphrase));
                if (privateKey != null) {
                    return new PGPKeyPair(secretKey.getPublicKey(), privateKey);
                }
            } catch (PGPException | RuntimeException wrongPassphrase) {
                // The next one may fit; a key that stays locked is told at the end.
            }
        }
        lockedKey = true;
        return null;
    }

    private List<PGPSecretKey> secretKeys() {
        List<PGPSecretKey> found = new ArrayList<>();
        for (Secret secret : keys.secrets()) {
            if (secret.looksLikeOpenPgpKey()) {
                try (InputStream in =
                        PGPUtil.getDecoderStream(new ByteArrayInputStream(secret.bytes()))) {
                    PGPSecretKeyRingCollection rings =
                            new PGPSecretKeyRingCollection(in, new BcKeyFingerprintCalculator());
                    for (PGPSecretKeyRing ring : rings) {
                        ring.forEach(found::add);
                    }
                } catch (IOException | PGPException | RuntimeException notReadable) {
                    throw new FindingException(
                            Finding.of(
                                    FindingCode.KEY_INVALID,
                                    null,
                                    "the OpenPGP secret key in %s cannot be read"
                                            .formatted(secret.reference())),
                            notReadable);
                }
            }
        }
        return found;
    }

    private List<char[]> passphrases() {
        return keys.secrets().stream()
                .filter(secret -> !secret.looksLikeOpenPgpKey())
                .flatMap(secret -> secret.passphrases().stream())
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8).toCharArray())
                .toList();
    }

    private Finding noneFits() {
        String wants =
                wanted.isEmpty()
                        ? "a passphrase"
                        : (passphraseWanted ? "a passphrase, or " : "")
                                + "a secret key with the ID "
                                + String.join(" or ", wanted);
        if (keys.isEmpty()) {
            return Finding.of(
                    FindingCode.KEY_MISSING,
                    null,
                    "the backup is encrypted with OpenPGP for %s, and no key was given"
                            .formatted(wants));
        }
        return Finding.of(
                FindingCode.KEY_WRONG,
                null,
                "the backup is encrypted with OpenPGP for %s, and %s"
                                .formatted(wants, keys.references())
                        + (lockedKey
                                ? " holds that key locked with another passphrase"
                                : " does not open it"));
    }
}
