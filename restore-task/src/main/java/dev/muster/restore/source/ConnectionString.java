package dev.muster.restore.source;

import dev.muster.contract.MusterException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads libpq's connection strings: a URI, or words of the form {@code key=value}. */
final class ConnectionString {
    private static final Pattern WORD =
            Pattern.compile("\\s*(\\w+)\\s*=\\s*('(?:[^'\\\\]|\\\\.)*'|[^\\s']*)");

    private ConnectionString() {}

    /** Whether it is one, and not a database's bare name. */
    static boolean is(String text) {
        return text.startsWith("postgresql://")
                || text.startsWith("postgres://")
                || text.contains("=");
    }

    /**
     * Its settings by libpq's names.
     *
     * @throws MusterException SOURCE_ADDRESS where it cannot be read; never repeats it, as it may
     *     hold a password
     */
    static Map<String, String> parse(String text) {
        return text.contains("://") ? uri(text.strip()) : words(text);
    }

    private static Map<String, String> uri(String text) {
        Map<String, String> settings = new LinkedHashMap<>();
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw unreadable();
        }
        String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        int at = authority.lastIndexOf('@');
        if (at >= 0) {
            String[] user = authority.substring(0, at).split(":", 2);
            settings.put("user", decode(user[0]));
            if (user.length > 1) {
                settings.put("password", decode(user[1]));
            }
        }
        String place = authority.substring(at + 1);
        if (place.contains(",")) {
            throw unreadable();
        }
        int colon = place.endsWith("]") ? -1 : place.lastIndexOf(':');
        String host = colon < 0 ? place : place.substring(0, colon);
        if (!host.isEmpty()) {
            settings.put("host", decode(host).replaceAll("^\\[|]$", ""));
        }
        if (colon >= 0) {
            settings.put("port", place.substring(colon + 1));
        }
        String path = uri.getRawPath();
        if (path != null && path.length() > 1) {
            settings.put("dbname", decode(path.substring(1)));
        }
        String query = uri.getRawQuery();
        for (String each : query == null ? new String[0] : query.split("&", -1)) {
            String[] pair = each.split("=", 2);
            settings.put(decode(pair[0]), pair.length > 1 ? decode(pair[1]) : "");
        }
        return settings;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw unreadable();
        }
    }

    private static Map<String, String> words(String text) {
        Map<String, String> settings = new LinkedHashMap<>();
        Matcher word = WORD.matcher(text.strip());
        int end = 0;
        while (word.find() && word.start() == end) {
            end = word.end();
            String value = word.group(2);
            if (value.startsWith("'")) {
                value = value.substring(1, value.length() - 1);
            }
            settings.put(word.group(1), value.replaceAll("\\\\(.)", "$1"));
        }
        if (end != text.strip().length()) {
            throw unreadable();
        }
        return settings;
    }

    private static MusterException unreadable() {
        return new MusterException(
                "SOURCE_ADDRESS",
                "the connection string cannot be read",
                "write it as postgresql://USER:PASSWORD@HOST:PORT/DATABASE with one host");
    }
}
