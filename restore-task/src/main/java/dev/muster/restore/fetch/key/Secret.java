package dev.muster.restore.fetch.key;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One secret of unknown kind and everything it can be taken for; no text ever made from it holds
 * its value.
 */
public final class Secret {
    private final String reference;
    private final byte[] value;

    /**
     * Takes a secret as it was read.
     *
     * @param reference how the secret is named in a message, for example {@code file:/etc/key}
     * @param value the bytes as they lie in the file or variable
     */
    public Secret(String reference, byte[] value) {
        this.reference = reference;
        this.value = value.clone();
    }

    public String reference() {
        return reference;
    }

    /**
     * What can be typed as a passphrase: the first line, as gpg and openssl read it from a file,
     * and the whole.
     */
    public List<byte[]> passphrases() {
        Set<String> distinct = new LinkedHashSet<>();
        String text = latin1();
        int line = text.indexOf('\n');
        distinct.add(stripCarriageReturn(line < 0 ? text : text.substring(0, line)));
        distinct.add(text.stripTrailing());
        distinct.add(text);
        distinct.remove("");
        return distinct.stream().map(s -> s.getBytes(StandardCharsets.ISO_8859_1)).toList();
    }

    /** Every Fernet key in it: 32 bytes as 44 characters of base64, as many as there are lines. */
    public List<byte[]> fernetKeys() {
        List<byte[]> keys = new ArrayList<>();
        for (String word : words()) {
            if (word.length() == 44 || word.length() == 43) {
                byte[] key = decodeBase64(word);
                if (key.length == 32) {
                    keys.add(key);
                }
            }
        }
        return keys;
    }

    /** The age identities in it, as {@code AGE-SECRET-KEY-1…}; comment lines are passed over. */
    public List<String> ageIdentities() {
        return words().stream().filter(word -> word.startsWith("AGE-SECRET-KEY-1")).toList();
    }

    /** The raw key that it spells in hexadecimal, or nothing. */
    public List<byte[]> hexKeys() {
        List<byte[]> keys = new ArrayList<>();
        for (String word : words()) {
            if (word.length() % 2 == 0 && word.matches("[0-9A-Fa-f]{32,128}")) {
                keys.add(HexFormat.of().parseHex(word));
            }
        }
        return keys;
    }

    /** Whether it can be an OpenPGP secret key, armored or binary. */
    public boolean looksLikeOpenPgpKey() {
        if (latin1().contains("-----BEGIN PGP PRIVATE KEY BLOCK-----")) {
            return true;
        }
        // A secret-key packet: old format 0x94 to 0x97, or new format 0xC5.
        return value.length > 64 && ((value[0] & 0xFC) == 0x94 || (value[0] & 0xFF) == 0xC5);
    }

    public byte[] bytes() {
        return value.clone();
    }

    /** Its length in bytes, which a message may tell. */
    public int length() {
        return value.length;
    }

    private List<String> words() {
        return Arrays.stream(latin1().split("\\R", -1))
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .flatMap(line -> Arrays.stream(line.split("[\\s,;]+", -1)))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private String latin1() {
        return new String(value, StandardCharsets.ISO_8859_1);
    }

    private static String stripCarriageReturn(String line) {
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    private static byte[] decodeBase64(String word) {
        try {
            return Base64.getUrlDecoder().decode(word.replace('+', '-').replace('/', '_'));
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    @Override
    public String toString() {
        return "Secret[" + reference + "]";
    }
}
