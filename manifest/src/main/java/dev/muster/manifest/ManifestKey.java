package dev.muster.manifest;

import dev.muster.contract.MusterException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Reads Ed25519 keys as OpenSSL writes them: PEM, or the same bytes without its armor. */
final class ManifestKey {
    private static final String HINT =
            "make one with: openssl genpkey -algorithm ed25519 -out manifest.key &&"
                    + " openssl pkey -in manifest.key -pubout -out manifest.pub";

    private ManifestKey() {}

    /**
     * Reads a private key.
     *
     * @param name what to call it in an error; its reference
     * @throws MusterException MANIFEST_KEY_INVALID
     */
    static PrivateKey privateKey(byte[] key, String name) {
        try {
            return factory().generatePrivate(new PKCS8EncodedKeySpec(der(key, "PRIVATE KEY")));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw invalid(name, "is no Ed25519 private key");
        }
    }

    /**
     * Reads a public key.
     *
     * @throws MusterException MANIFEST_KEY_INVALID, also for a private key, which does not belong
     *     where manifests are verified
     */
    static PublicKey publicKey(byte[] key, String name) {
        String text = new String(key, StandardCharsets.ISO_8859_1);
        if (text.contains("PRIVATE KEY")) {
            throw invalid(name, "is a private key, and a public one is wanted");
        }
        try {
            return factory().generatePublic(new X509EncodedKeySpec(der(key, "PUBLIC KEY")));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw invalid(name, "is no Ed25519 public key");
        }
    }

    /** The public key that belongs to a private one. */
    static PublicKey publicOf(PrivateKey key) {
        byte[] seed = key instanceof EdECPrivateKey ed ? ed.getBytes().orElse(null) : null;
        if (seed == null) {
            throw new IllegalArgumentException("a key that does not show itself");
        }
        try {
            // The only way that the JDK offers: a pair is made of 32 random bytes, here the key's.
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, new Seed(seed));
            return generator.generateKeyPair().getPublic();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK brings Ed25519", e);
        }
    }

    /** A short name of a key, the same for everybody who has it. */
    static String id(PublicKey key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            return HexFormat.of().formatHex(Arrays.copyOf(digest, 8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK brings SHA-256", e);
        }
    }

    private static KeyFactory factory() throws GeneralSecurityException {
        return KeyFactory.getInstance("Ed25519");
    }

    private static byte[] der(byte[] key, String label) {
        String text = new String(key, StandardCharsets.ISO_8859_1).strip();
        String begin = "-----BEGIN " + label + "-----";
        String end = "-----END " + label + "-----";
        int from = text.indexOf(begin);
        int to = text.indexOf(end);
        if (from >= 0 && to > from) {
            return Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
        }
        boolean base64 = text.matches("[A-Za-z0-9+/=\\s]+");
        return base64 ? Base64.getMimeDecoder().decode(text) : key;
    }

    private static MusterException invalid(String name, @Nullable String why) {
        return new MusterException("MANIFEST_KEY_INVALID", "\"" + name + "\" " + why, HINT);
    }

    private static final class Seed extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final byte[] seed;

        Seed(byte[] seed) {
            this.seed = seed.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(seed, 0, bytes, 0, bytes.length);
        }
    }
}
