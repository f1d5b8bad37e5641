package dev.muster.contract.plan;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which keys are backups, and when each was made: {@code shop-{timestamp:yyyyMMdd}.dump}. A pattern
 * without a slash is about the last part of a key, wherever in the store it lies.
 */
public final class KeyPattern {
    private final String text;
    private final Pattern regex;
    private final @Nullable KeyTimestamp timestamp;

    private KeyPattern(String text, Pattern regex, @Nullable KeyTimestamp timestamp) {
        this.text = text;
        this.regex = regex;
        this.timestamp = timestamp;
    }

    /**
     * Reads a plan's pattern.
     *
     * @param zone of timestamps that name none
     * @throws InvalidOption where it is no pattern
     */
    public static KeyPattern of(String text, ZoneId zone) {
        String whole = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        StringBuilder regex = new StringBuilder(whole.contains("/") ? "" : "(?:.*/)?");
        KeyTimestamp timestamp = null;
        int at = 0;
        while (at < whole.length()) {
            if (whole.startsWith("**/", at)) {
                regex.append("(?:.*/)?");
                at += 3;
            } else if (whole.startsWith("**", at)) {
                regex.append(".*");
                at += 2;
            } else if (whole.charAt(at) == '*') {
                regex.append("[^/]*");
                at++;
            } else if (whole.charAt(at) == '{') {
                int end = closing(whole, at);
                String inner = whole.substring(at + 1, end);
                if (inner.equals("any")) {
                    regex.append("[^/]*");
                } else if (inner.startsWith("timestamp:") && timestamp == null) {
                    timestamp = KeyTimestamp.of(inner.substring("timestamp:".length()), zone);
                    regex.append("(?<timestamp>").append(timestamp.regex()).append(')');
                } else {
                    throw invalid(
                            inner.startsWith("timestamp:")
                                    ? "there are two timestamps"
                                    : "{" + inner + "} is not known",
                            "write {timestamp:yyyyMMdd'T'HHmmss} once, and {any} or * for the rest");
                }
                at = end + 1;
            } else {
                regex.append(Pattern.quote(whole.substring(at, at + 1)));
                at++;
            }
        }
        return new KeyPattern(text, Pattern.compile(regex.toString(), Pattern.DOTALL), timestamp);
    }

    /**
     * When the backup of this key was made, empty where the key is not a backup's. Where the
     * pattern gives no time, or only the day, the store's time serves or refines it.
     *
     * @param key without the closing slash of a folder
     * @param modified what the store says
     */
    public Optional<Instant> createdAt(String key, Instant modified) {
        Matcher matcher = regex.matcher(key);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        if (timestamp == null) {
            return Optional.of(modified);
        }
        return timestamp.read(matcher.group("timestamp")).map(read -> refined(read, modified));
    }

    private static Instant refined(KeyTimestamp.Read read, Instant modified) {
        Duration after = Duration.between(read.from(), modified);
        boolean within = !after.isNegative() && modified.isBefore(read.until());
        return within ? modified : read.from();
    }

    /** The text that every key of this pattern ends with, which may be empty. */
    public String ending() {
        return text.substring(Math.max(text.lastIndexOf('*'), text.lastIndexOf('}')) + 1);
    }

    /** As the plan writes it. */
    @Override
    public String toString() {
        return text;
    }

    private static int closing(String text, int open) {
        // A timestamp's pattern may hold a quoted brace.
        boolean quoted = false;
        for (int i = open + 1; i < text.length(); i++) {
            if (text.charAt(i) == '\'') {
                quoted = !quoted;
            } else if (text.charAt(i) == '}' && !quoted) {
                return i;
            }
        }
        throw invalid("a { is not closed", "write {timestamp:yyyyMMdd'T'HHmmss} or {any}");
    }

    static InvalidOption invalid(String what, String hint) {
        return new InvalidOption("pattern", what, hint);
    }
}
