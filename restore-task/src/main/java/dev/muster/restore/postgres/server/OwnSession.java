package dev.muster.restore.postgres.server;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The settings of the drill's own sessions, ahead of those that a backup gives a database: a script
 * may have restored ALTER DATABASE … SET, and a trigger on login.
 */
final class OwnSession {
    private OwnSession() {}

    /** As libpq's and the driver's "options" take them; only a superuser may ask for all. */
    static String options(int major) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("role", "none");
        settings.put("statement_timeout", "0");
        settings.put("standard_conforming_strings", "on");
        settings.put("quote_all_identifiers", "off");
        // Libraries that the source has, and this machine perhaps not.
        settings.put("session_preload_libraries", "");
        settings.put("local_preload_libraries", "");
        if (major >= 14) {
            settings.put("idle_session_timeout", "0");
        }
        if (major >= 17) {
            settings.put("event_triggers", "off");
        }
        return settings.entrySet().stream()
                .map(setting -> "-c " + setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining(" "));
    }
}
