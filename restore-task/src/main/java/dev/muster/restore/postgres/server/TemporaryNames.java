package dev.muster.restore.postgres.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What a drill's own role and databases are called on a named server.
 *
 * @param prefix that all of them begin with
 */
public record TemporaryNames(String prefix, String drillId) {
    /** Room for a number behind it, within the 63 bytes of a name. */
    private static final int LONGEST = 58;

    private static final int DIGITS = 12;

    /** The role's name, which is also the first database's. */
    String role() {
        String name = prefix + drillId.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
        // What is cut off may be all that tells two drills apart.
        return name.length() <= LONGEST
                ? name
                : name.substring(0, LONGEST - DIGITS - 1) + "_" + digest();
    }

    /** The name of the nth database, counted from 1. */
    String database(int nth) {
        return nth == 1 ? role() : role() + "_" + nth;
    }

    private String digest() {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(drillId.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
