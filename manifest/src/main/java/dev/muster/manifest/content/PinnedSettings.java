package dev.muster.manifest.content;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Every setting that changes how PostgreSQL writes a value or a definition as text. */
public final class PinnedSettings {
    private static final Map<String, String> SETTINGS = new LinkedHashMap<>();

    static {
        SETTINGS.put("search_path", "''");
        SETTINGS.put("DateStyle", "'ISO, MDY'");
        SETTINGS.put("IntervalStyle", "'postgres'");
        SETTINGS.put("TimeZone", "'UTC'");
        SETTINGS.put("extra_float_digits", "1");
        SETTINGS.put("bytea_output", "'hex'");
        SETTINGS.put("lc_monetary", "'C'");
        SETTINGS.put("lc_numeric", "'C'");
        SETTINGS.put("lc_time", "'C'");
        SETTINGS.put("xmloption", "'content'");
        SETTINGS.put("xmlbinary", "'base64'");
        SETTINGS.put("quote_all_identifiers", "off");
        SETTINGS.put("standard_conforming_strings", "on");
        SETTINGS.put("array_nulls", "on");
        SETTINGS.put("transform_null_equals", "off");
        // Rows that a policy hides must be an error, and not a smaller table.
        SETTINGS.put("row_security", "off");
        SETTINGS.put("jit", "off");
        SETTINGS.put("max_parallel_workers_per_gather", "0");
        SETTINGS.put("synchronize_seqscans", "off");
    }

    private PinnedSettings() {}

    /** The statements that set them for a session. */
    public static String sql() {
        return SETTINGS.entrySet().stream()
                .map(each -> "SET " + each.getKey() + " = " + each.getValue())
                .collect(Collectors.joining("; "));
    }
}
