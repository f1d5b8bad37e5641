package dev.muster.restore.fetch.layer;

import dev.muster.restore.fetch.key.CipherSpec;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.Cipher;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.MD5Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA224Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;

/** Derives key and initialisation vector from a passphrase as {@code openssl enc} does. */
final class OpenSslKey {
    private static final int LONGEST = 32 + Cbc.BLOCK;

    private OpenSslKey() {}

    /** As many bytes as the longest key and the vector need; shorter keys are a part of them. */
    static byte[] derive(CipherSpec spec, byte[] passphrase, byte[] salt) {
        String digest = spec.digest() == null ? "sha256" : spec.digest();
        return spec.pbkdf2()
                ? pbkdf2(digest, spec.iterations(), passphrase, salt)
                : bytesToKey(digest, passphrase, salt);
    }

    static Cipher cipher(CipherSpec spec, int keyBits, byte[] derived) {
        int keyBytes = keyBits / Byte.SIZE;
        return Cbc.decryptor(
                spec.counterMode() ? "AES/CTR/NoPadding" : "AES/CBC/NoPadding",
                Arrays.copyOf(derived, keyBytes),
                Arrays.copyOfRange(derived, keyBytes, keyBytes + Cbc.BLOCK));
    }

    private static byte[] pbkdf2(String digest, int iterations, byte[] passphrase, byte[] salt) {
        PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(bouncy(digest));
        generator.init(passphrase, salt, iterations);
        return ((KeyParameter) generator.generateDerivedMacParameters(LONGEST * Byte.SIZE))
                .getKey();
    }

    /** EVP_BytesToKey with one round. */
    private static byte[] bytesToKey(String digest, byte[] passphrase, byte[] salt) {
        MessageDigest hash = hash(digest);
        byte[] derived = new byte[0];
        byte[] last = new byte[0];
        while (derived.length < LONGEST) {
            hash.update(last);
            hash.update(passphrase);
            last = hash.digest(salt);
            int before = derived.length;
            derived = Arrays.copyOf(derived, before + last.length);
            System.arraycopy(last, 0, derived, before, last.length);
        }
        return derived;
    }

    private static MessageDigest hash(String digest) {
        String name = digest.startsWith("sha") ? "SHA-" + digest.substring(3) : digest;
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK brings " + name, e);
        }
    }

    private static Digest bouncy(String digest) {
        return switch (digest) {
            case "md5" -> new MD5Digest();
            case "sha1" -> new SHA1Digest();
            case "sha224" -> new SHA224Digest();
            case "sha384" -> new SHA384Digest();
            case "sha512" -> new SHA512Digest();
            default -> SHA256Digest.newInstance();
        };
    }
}
