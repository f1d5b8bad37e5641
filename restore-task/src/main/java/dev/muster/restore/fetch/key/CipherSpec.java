package dev.muster.restore.fetch.key;

import dev.muster.contract.MusterException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of {@code openssl enc}, which its files do not tell: {@code
 * openssl:aes-256-cbc:pbkdf2:iter=600000:md=sha512} or {@code openssl:aes-256-cbc:legacy}.
 *
 * @param keyBits 128, 192 or 256
 * @param counterMode CTR in place of CBC
 * @param pbkdf2 PBKDF2 in place of OpenSSL's own, older derivation
 * @param iterations of PBKDF2; openssl's default is 10,000
 * @param digest {@code sha256}, {@code sha512}, {@code sha1} or {@code md5}; null where it is to be
 *     found by trying
 */
public record CipherSpec(
        int keyBits, boolean counterMode, boolean pbkdf2, int iterations, @Nullable String digest) {
    private static final List<String> DIGESTS =
            List.of("md5", "sha1", "sha224", "sha256", "sha384", "sha512");
    private static final int DEFAULT_ITERATIONS = 10_000;
    private static final int MOST_ITERATIONS = 100_000_000;
    private static final String FORM =
            "write it as openssl:aes-256-cbc:pbkdf2:iter=600000:md=sha512 or"
                    + " openssl:aes-256-cbc:legacy:md=md5";

    /**
     * Reads such a text.
     *
     * @throws MusterException of code {@code CIPHER_INVALID} where the text is none
     */
    public static CipherSpec parse(String text) {
        String[] parts = text.strip().toLowerCase(Locale.ROOT).split(":", -1);
        if (parts.length < 2 || !parts[0].equals("openssl")) {
            throw invalid(text, "does not begin with openssl:CIPHER");
        }
        Mode mode = Mode.parse(text, parts[1]);
        boolean pbkdf2 = true;
        int iterations = DEFAULT_ITERATIONS;
        String digest = null;
        for (int i = 2; i < parts.length; i++) {
            String part = parts[i];
            if (part.equals("pbkdf2")) {
                pbkdf2 = true;
            } else if (part.equals("legacy") || part.equals("nopbkdf2")) {
                pbkdf2 = false;
            } else if (part.startsWith("iter=")) {
                iterations = iterations(text, part.substring("iter=".length()));
            } else if (part.startsWith("md=")) {
                digest = digest(text, part.substring("md=".length()));
            } else {
                throw invalid(text, "has the unknown part \"" + part + "\"");
            }
        }
        return new CipherSpec(mode.keyBits(), mode.counter(), pbkdf2, iterations, digest);
    }

    private record Mode(int keyBits, boolean counter) {
        static Mode parse(String text, String cipher) {
            return switch (cipher) {
                case "aes-128-cbc", "aes128" -> new Mode(128, false);
                case "aes-192-cbc", "aes192" -> new Mode(192, false);
                case "aes-256-cbc", "aes256" -> new Mode(256, false);
                case "aes-128-ctr" -> new Mode(128, true);
                case "aes-192-ctr" -> new Mode(192, true);
                case "aes-256-ctr" -> new Mode(256, true);
                default ->
                        throw invalid(
                                text,
                                "names the cipher \""
                                        + cipher
                                        + "\", which is none of aes-128, aes-192 and aes-256 in"
                                        + " cbc or ctr");
            };
        }
    }

    private static int iterations(String text, String number) {
        try {
            int iterations = Integer.parseInt(number);
            if (iterations >= 1 && iterations <= MOST_ITERATIONS) {
                return iterations;
            }
        } catch (NumberFormatException notANumber) {
            // Told below, with the text that is none.
        }
        throw invalid(text, "has \"iter=" + number + "\", expected 1 to " + MOST_ITERATIONS);
    }

    private static String digest(String text, String name) {
        String digest = name.replace("-", "");
        if (!DIGESTS.contains(digest)) {
            throw invalid(text, "has \"md=" + name + "\", expected one of " + DIGESTS);
        }
        return digest;
    }

    private static MusterException invalid(String text, String why) {
        return new MusterException("CIPHER_INVALID", "cipher \"" + text + "\" " + why, FORM);
    }

    /** As it was, or could have been, written. */
    @Override
    public String toString() {
        return "openssl:aes-"
                + keyBits
                + (counterMode ? "-ctr" : "-cbc")
                + (pbkdf2 ? ":pbkdf2:iter=" + iterations : ":legacy")
                + (digest == null ? "" : ":md=" + digest);
    }
}
