package dev.muster.restore.verify;

import java.util.List;

/** Takes apart what a manifest calls an object: its kind, and its name in full. */
final class ObjectName {
    private static final String COLUMN = "column";
    private static final List<String> LONG_KINDS =
            List.of(
                    "materialized view",
                    "foreign table",
                    "foreign data wrapper",
                    "event trigger",
                    "operator class",
                    "text search configuration",
                    "text search dictionary");

    private ObjectName() {}

    static String kind(String object) {
        for (String kind : LONG_KINDS) {
            if (object.startsWith(kind + " ")) {
                return kind;
            }
        }
        int blank = object.indexOf(' ');
        return blank < 0 ? object : object.substring(0, blank);
    }

    static String of(String object) {
        String kind = kind(object);
        return object.length() == kind.length() ? "" : object.substring(kind.length() + 1);
    }

    static boolean isColumn(String object) {
        return kind(object).equals(COLUMN);
    }
}
