package dev.muster.records;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Turns a name that a person chose into one that is safe as a folder's on every system. What had to
 * be changed gets a digest of the original, so that no two names meet.
 */
final class RecordName {
    private static final int LONGEST = 60;

    private RecordName() {}

    static String of(String chosen) {
        StringBuilder safe = new StringBuilder();
        for (char c : chosen.toLowerCase(Locale.ROOT).toCharArray()) {
            safe.append(isSafe(c) ? c : '_');
        }
        if (safe.length() > LONGEST) {
            safe.setLength(LONGEST);
        }
        if (!safe.isEmpty() && (safe.charAt(0) == '.' || safe.charAt(0) == '-')) {
            safe.setCharAt(0, '_');
        }
        String name = safe.toString();
        if (name.equals(chosen) && !name.isEmpty() && !name.endsWith(".")) {
            return name;
        }
        String digest = Digest.sha256(chosen.getBytes(StandardCharsets.UTF_8)).substring(0, 12);
        return name.replaceAll("\\.+$", "") + "-" + digest;
    }

    private static boolean isSafe(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
    }
}
