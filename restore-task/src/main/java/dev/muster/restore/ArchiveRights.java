package dev.muster.restore;

import dev.muster.restore.archive.DatabaseContents;
import dev.muster.restore.archive.TocEntry;
import dev.muster.restore.verify.CarriedRights;
import dev.muster.restore.verify.Explanation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells from an archive's own table of contents what it brings of owners, privileges and comments:
 * a dump is made with or without them by choice.
 */
final class ArchiveRights {
    /**
     * {@code TABLE t}, {@code COLUMN t.c}, {@code FUNCTION f(a integer)}; before 11 without kind.
     */
    private static final Pattern TAG = Pattern.compile("(?:[A-Z]+ )*(.*)", Pattern.DOTALL);

    private static final String DEFAULTS = "DEFAULT PRIVILEGES";

    private ArchiveRights() {}

    /**
     * Reads it.
     *
     * @param failures why entries did not come back, by their number
     * @param named whether it was restored into a server that others use
     */
    static CarriedRights of(
            DatabaseContents database, Map<Integer, Explanation> failures, boolean named) {
        Set<String> entries = new HashSet<>();
        Map<String, Explanation> failed = new HashMap<>();
        boolean owners = false;
        boolean privileges = false;
        boolean comments = false;
        for (TocEntry entry : database.entries()) {
            String desc = entry.desc();
            owners |= entry.owner() != null && !entry.owner().isEmpty();
            privileges |= desc.endsWith("ACL");
            comments |= desc.equals("COMMENT") && !entry.tag().startsWith("EXTENSION ");
            String key = key(entry);
            if (key != null) {
                entries.add(key);
                Explanation failure = failures.get(entry.dumpId());
                if (failure != null) {
                    failed.put(key, failure);
                }
            }
        }
        return new CarriedRights(
                named
                        ? "in a server that others use all objects belong to the drill's own role"
                        : owners ? null : "the dump names no owners, as with --no-owner",
                privileges ? null : "the dump holds no privileges, as with --no-privileges",
                comments ? null : "the dump holds no comments, as with --no-comments",
                named,
                entries,
                failed);
    }

    private static @Nullable String key(TocEntry entry) {
        String schema =
                entry.namespace() == null || entry.namespace().isEmpty() ? null : entry.namespace();
        return switch (entry.desc()) {
            case "SCHEMA" -> "SCHEMA " + entry.tag();
            case "DEFAULT ACL" ->
                    "DEFAULT ACL"
                            + entry.tag().replace(DEFAULTS, "").toLowerCase(Locale.ROOT)
                            + (schema == null ? "" : " in schema " + schema);
            case "ACL", "COMMENT" ->
                    entry.desc() + " " + (schema == null ? "" : schema + ".") + name(entry.tag());
            default -> null;
        };
    }

    private static String name(String tag) {
        Matcher matcher = TAG.matcher(tag);
        return matcher.matches() ? unquoted(matcher.group(1)) : tag;
    }

    /** Without the quotes around names, up to the arguments of a function. */
    private static String unquoted(String name) {
        StringBuilder out = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '(' && !quoted) {
                return out.append(name, i, name.length()).toString();
            }
            if (c != '"') {
                out.append(c);
            } else if (quoted && i + 1 < name.length() && name.charAt(i + 1) == '"') {
                out.append('"');
                i++;
            } else {
                quoted = !quoted;
            }
        }
        return out.toString();
    }
}
