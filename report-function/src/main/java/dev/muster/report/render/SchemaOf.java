package dev.muster.report.render;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the schema in an object's name as checks write it, for grouping and nothing else. */
final class SchemaOf {
    /**
     * Some words for the object's kind, then a schema, quoted where PostgreSQL would, then a dot.
     */
    private static final Pattern QUALIFIED =
            Pattern.compile("^(?:[A-Za-z]+ ){0,4}?(\"(?:[^\"]|\"\")+\"|[^\\s.\"]+)\\.");

    /** Where an object has none, such as an extension or a large object. */
    static final String NONE = "";

    private SchemaOf() {}

    static String object(String name) {
        Matcher matcher = QUALIFIED.matcher(name);
        return matcher.find() ? matcher.group(1) : NONE;
    }
}
