package dev.muster.restore.fetch.layer;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Decodes Bech32 (BIP 173), in which age writes its identities. */
final class Bech32 {
    private static final String ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int[] GENERATOR = {
        0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3
    };
    private static final int CHECKSUM = 6;

    private Bech32() {}

    /** The bytes that follow the prefix, or null where the text or its checksum is not valid. */
    static byte @Nullable [] decode(String text, String prefix) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!lower.startsWith(prefix + "1") || lower.length() < prefix.length() + 1 + CHECKSUM) {
            return null;
        }
        String data = lower.substring(prefix.length() + 1);
        int checksum = prefixSum(prefix);
        for (int i = 0; i < data.length(); i++) {
            int value = ALPHABET.indexOf(data.charAt(i));
            if (value < 0) {
                return null;
            }
            checksum = step(checksum) ^ value;
        }
        return checksum == 1 ? bytes(data.substring(0, data.length() - CHECKSUM)) : null;
    }

    private static int prefixSum(String prefix) {
        int sum = 1;
        for (int i = 0; i < prefix.length(); i++) {
            sum = step(sum) ^ (prefix.charAt(i) >> 5);
        }
        sum = step(sum);
        for (int i = 0; i < prefix.length(); i++) {
            sum = step(sum) ^ (prefix.charAt(i) & 31);
        }
        return sum;
    }

    private static int step(int sum) {
        int top = sum >> 25;
        int next = (sum & 0x1ffffff) << 5;
        for (int i = 0; i < GENERATOR.length; i++) {
            if (((top >> i) & 1) != 0) {
                next ^= GENERATOR[i];
            }
        }
        return next;
    }

    private static byte[] bytes(String data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int bits = 0;
        int value = 0;
        for (int i = 0; i < data.length(); i++) {
            value = ((value << 5) | ALPHABET.indexOf(data.charAt(i))) & 0xFFF;
            bits += 5;
            if (bits >= Byte.SIZE) {
                bits -= Byte.SIZE;
                out.write(value >> bits);
            }
        }
        return out.toByteArray();
    }
}
