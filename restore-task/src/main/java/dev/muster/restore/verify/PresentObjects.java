package dev.muster.restore.verify;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** All objects of one kind that the restored database has, found by an archive's tag. */
final class PresentObjects {
    private static final Pattern SCHEMA = Pattern.compile("(?:\"(?:[^\"]|\"\")*\"|[\\w$]+)\\.");

    private static final Pattern NEEDLESS_QUOTES = Pattern.compile("\"([a-z_][a-z0-9_$]*)\"");

    private final Map<String, Present> exact = new HashMap<>();
    private final Map<String, Present> lenient = new HashMap<>();

    /**
     * What stands under one tag.
     *
     * @param count several operators share a tag
     * @param defect what is wrong with it, or null; begins with ? where the source may be so too
     */
    record Present(int count, @Nullable String defect) {
        private Present and(Present other) {
            return new Present(count + other.count, defect == null ? other.defect : defect);
        }
    }

    private PresentObjects() {}

    static PresentObjects read(Session session, ObjectKind kind) throws QueryFailed {
        PresentObjects present = new PresentObjects();
        session.rows(
                kind.sql(),
                row -> {
                    String schema = session.name(row.getString(1));
                    String oldTag = row.getString(3);
                    present.add(
                            schema,
                            session.name(row.getString(2)),
                            oldTag == null ? null : session.name(oldTag),
                            row.getString(4));
                    return schema;
                });
        return present;
    }

    private void add(String schema, String tag, @Nullable String oldTag, @Nullable String defect) {
        Present one = new Present(1, defect);
        exact.merge(key(schema, tag), one, Present::and);
        lenient.merge(oneLine(key(schema, tag)), one, Present::and);
        if (tag.endsWith(")")) {
            lenient.merge(oneLine(key(schema, withoutSchemas(tag))), one, Present::and);
        }
        if (oldTag != null) {
            lenient.merge(oneLine(key(schema, oldTag)), one, Present::and);
        }
    }

    /**
     * What stands under the tag: exactly, or as plain SQL writes it (line breaks become spaces), or
     * as pg_dump wrote it before 2018 (types of the object's own schema without it; constraints,
     * defaults, triggers and rules without their table), or as it writes it when asked to quote all
     * identifiers (types in quotes).
     */
    @Nullable Present find(String schema, String tag) {
        Present found = exact.get(key(schema, tag));
        if (found == null) {
            found = lenient.get(oneLine(key(schema, tag)));
        }
        if (found == null && tag.endsWith(")")) {
            found = lenient.get(oneLine(key(schema, withoutSchemas(tag))));
        }
        return found;
    }

    private static String key(String schema, String tag) {
        return schema + "\0" + tag;
    }

    private static String oneLine(String key) {
        return key.replace('\n', ' ').replace('\r', ' ');
    }

    private static String withoutSchemas(String tag) {
        int open = tag.indexOf('(');
        if (open < 0) {
            return tag;
        }
        String types = SCHEMA.matcher(tag.substring(open)).replaceAll("");
        String plain = NEEDLESS_QUOTES.matcher(types).replaceAll("$1");
        return "\1" + tag.substring(0, open) + plain;
    }
}
