package dev.muster.restore.fetch.layer;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.S2K;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.operator.PGPDigestCalculatorProvider;
import org.bouncycastle.openpgp.operator.bc.BcPBEDataDecryptorFactory;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPDigestCalculatorProviderBuilder;
import org.bouncycastle.util.Strings;
import org.jspecify.annotations.Nullable;

/**
 * Makes a message's key from a passphrase once, and by hashing large blocks: gpg asks for the hash
 * of 65 MB, which BouncyCastle feeds a few bytes at a time.
 */
final class PassphraseDecryptors extends BcPBEDataDecryptorFactory {
    private static final int BLOCK = 64 * 1024;

    private final char[] passphrase;
    private byte @Nullable [] made;

    PassphraseDecryptors(char[] passphrase) {
        // The JDK has no RIPEMD-160, which gpg may be asked to hash a passphrase with.
        super(passphrase, new BcPGPDigestCalculatorProvider());
        this.passphrase = passphrase;
    }

    static PGPDigestCalculatorProvider digests() throws PGPException {
        return new JcaPGPDigestCalculatorProviderBuilder().build();
    }

    @Override
    public byte[] makeKeyFromPassPhrase(int algorithm, S2K s2k) throws PGPException {
        byte[] key = made;
        if (key == null) {
            String digest = s2k.getType() == S2K.SALTED_AND_ITERATED ? digestOf(s2k) : null;
            int keyBytes = aesKeyBytes(algorithm);
            key =
                    digest == null || keyBytes == 0
                            ? super.makeKeyFromPassPhrase(algorithm, s2k)
                            : iterated(digest, s2k, keyBytes);
            made = key;
        }
        return key.clone();
    }

    private static int aesKeyBytes(int algorithm) {
        return switch (algorithm) {
            case SymmetricKeyAlgorithmTags.AES_128 -> 16;
            case SymmetricKeyAlgorithmTags.AES_192 -> 24;
            case SymmetricKeyAlgorithmTags.AES_256 -> 32;
            default -> 0;
        };
    }

    private static @Nullable String digestOf(S2K s2k) {
        return switch (s2k.getHashAlgorithm()) {
            case HashAlgorithmTags.SHA1 -> "SHA-1";
            case HashAlgorithmTags.SHA256 -> "SHA-256";
            case HashAlgorithmTags.SHA384 -> "SHA-384";
            case HashAlgorithmTags.SHA512 -> "SHA-512";
            default -> null;
        };
    }

    /**
     * The hash of salt and passphrase over and over, RFC 9580 section 3.7.1.3. Where one hash is
     * too short for the key, the next one begins with one more zero byte.
     */
    private byte[] iterated(String digest, S2K s2k, int keyBytes) {
        byte[] salt = s2k.getIV();
        byte[] secret = Strings.toUTF8ByteArray(passphrase);
        byte[] once = Arrays.copyOf(salt, salt.length + secret.length);
        System.arraycopy(secret, 0, once, salt.length, secret.length);
        byte[] block = new byte[Math.max(1, BLOCK / once.length) * once.length];
        for (int i = 0; i < block.length; i += once.length) {
            System.arraycopy(once, 0, block, i, once.length);
        }
        byte[] key = new byte[keyBytes];
        int filled = 0;
        for (int zeros = 0; filled < keyBytes; zeros++) {
            MessageDigest hash = hash(digest);
            hash.update(new byte[zeros]);
            long left = Math.max(s2k.getIterationCount(), once.length);
            while (left > 0) {
                int count = (int) Math.min(left, block.length);
                hash.update(block, 0, count);
                left -= count;
            }
            byte[] part = hash.digest();
            int count = Math.min(part.length, keyBytes - filled);
            System.arraycopy(part, 0, key, filled, count);
            filled += count;
        }
        return key;
    }

    private static MessageDigest hash(String digest) {
        try {
            return MessageDigest.getInstance(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK brings " + digest, e);
        }
    }
}
