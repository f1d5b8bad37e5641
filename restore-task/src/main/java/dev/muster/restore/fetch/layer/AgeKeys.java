package dev.muster.restore.fetch.layer;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import dev.muster.restore.fetch.key.Keys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.jspecify.annotations.Nullable;

/** Finds which of the given secrets unwraps an age file's key. */
final class AgeKeys {
    private static final int POINT = 32;
    private static final int WRAPPED = AgeCrypto.FILE_KEY + AgeCrypto.TAG;
    private static final int SCRYPT_SALT = 16;
    private static final int SCRYPT_BLOCK = 8;
    private static final int MOST_WORK = 22;
    private static final String LABEL = "age-encryption.org/v1/";

    private final Keys keys;

    AgeKeys(Keys keys) {
        this.keys = keys;
    }

    /**
     * The file's key.
     *
     * @throws FindingException where no secret unwraps it
     */
    byte[] fileKey(AgeHeader header) throws IOException {
        for (AgeHeader.Stanza stanza : header.stanzas()) {
            byte[] found =
                    switch (stanza.type()) {
                        case "X25519" -> byIdentity(stanza);
                        case "scrypt" -> byPassphrase(stanza);
                        default -> null;
                    };
            if (found != null) {
                return found;
            }
        }
        throw new FindingException(noneFits(header));
    }

    private byte @Nullable [] byIdentity(AgeHeader.Stanza stanza) throws IOException {
        byte[] share = argument(stanza, 1, POINT);
        for (String identity : keys.ageIdentities()) {
            byte[] secret = Bech32.decode(identity, "age-secret-key-");
            if (secret == null || secret.length != POINT) {
                throw new FindingException(
                        Finding.of(
                                FindingCode.KEY_INVALID,
                                null,
                                "%s holds an age identity whose checksum does not match"
                                        .formatted(keys.references())));
            }
            byte[] recipient = new byte[POINT];
            X25519.scalarMultBase(secret, 0, recipient, 0);
            byte[] shared = new byte[POINT];
            X25519.scalarMult(secret, 0, share, 0, shared, 0);
            byte[] salt = Arrays.copyOf(share, 2 * POINT);
            System.arraycopy(recipient, 0, salt, POINT, POINT);
            byte[] fileKey = unwrap(AgeCrypto.hkdf(shared, salt, LABEL + "X25519"), stanza);
            if (fileKey != null) {
                return fileKey;
            }
        }
        return null;
    }

    private byte @Nullable [] byPassphrase(AgeHeader.Stanza stanza) throws IOException {
        byte[] salt = argument(stanza, 1, SCRYPT_SALT);
        int work = work(stanza);
        byte[] label = (LABEL + "scrypt").getBytes(StandardCharsets.US_ASCII);
        byte[] salted = Arrays.copyOf(label, label.length + salt.length);
        System.arraycopy(salt, 0, salted, label.length, salt.length);
        for (byte[] passphrase : keys.passphrases()) {
            byte[] key = Scrypt.key(passphrase, salted, 1 << work, SCRYPT_BLOCK, POINT, memory());
            byte[] fileKey = unwrap(key, stanza);
            if (fileKey != null) {
                return fileKey;
            }
        }
        return null;
    }

    /** A part of the heap that a drill has to spare, which it does not need at the same time. */
    private static long memory() {
        return Runtime.getRuntime().maxMemory() / 4;
    }

    private static int work(AgeHeader.Stanza stanza) throws IOException {
        int work;
        try {
            work = Integer.parseInt(stanza.arguments().get(2));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new IOException("its header is not valid", e);
        }
        if (work < 1) {
            throw new IOException("its header is not valid");
        }
        if (work > MOST_WORK) {
            throw new FindingException(
                    Finding.of(
                                    FindingCode.LAYER_UNSUPPORTED,
                                    null,
                                    "age's passphrase has the work factor %d, expected at most %d"
                                            .formatted(work, MOST_WORK))
                            .withHint("encrypt with age's usual work factor of 18"));
        }
        return work;
    }

    private static byte[] argument(AgeHeader.Stanza stanza, int index, int length)
            throws IOException {
        if (stanza.arguments().size() <= index) {
            throw new IOException("its header is not valid");
        }
        byte[] value = AgeHeader.base64(stanza.arguments().get(index)).value();
        if (value.length != length || stanza.body().value().length != WRAPPED) {
            throw new IOException("its header is not valid");
        }
        return value;
    }

    private static byte @Nullable [] unwrap(byte[] key, AgeHeader.Stanza stanza) {
        return AgeCrypto.open(key, new byte[AgeCrypto.NONCE], stanza.body().value(), WRAPPED);
    }

    private Finding noneFits(AgeHeader header) {
        List<String> types =
                header.stanzas().stream()
                        .map(AgeHeader.Stanza::type)
                        .filter(type -> !type.endsWith("-grease"))
                        .distinct()
                        .toList();
        String wants =
                types.stream()
                        .map(type ->
                                switch (type) {
                                    case "X25519" -> "an identity (AGE-SECRET-KEY-1…)";
                                    case "scrypt" -> "a passphrase";
                                    default ->
                                            "a key of the kind \"%s\", which Muster does not know"
                                                    .formatted(shown(type));
                                })
                        .collect(Collectors.joining(" or "));
        if (types.stream().noneMatch(t -> t.equals("X25519") || t.equals("scrypt"))) {
            return Finding.of(
                    FindingCode.LAYER_UNSUPPORTED, null, "the age file asks for " + wants);
        }
        return keys.isEmpty()
                ? Finding.of(
                        FindingCode.KEY_MISSING,
                        null,
                        "the backup is encrypted with age for %s, and no key was given"
                                .formatted(wants))
                : Finding.of(
                        FindingCode.KEY_WRONG,
                        null,
                        "the backup is encrypted with age for %s, and %s does not open it"
                                .formatted(wants, keys.references()));
    }

    private static String shown(String type) {
        return type.replaceAll("[^ -~]", "?").substring(0, Math.min(type.length(), 40));
    }
}
