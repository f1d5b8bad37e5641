package dev.muster.manifest.take;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the source is. */
record Facts(
        String database,
        @Nullable String systemIdentifier,
        String serverVersion,
        int major,
        String encoding,
        Map<String, String> extensions,
        Map<String, String> settings) {

    /** What a new session has of them, whatever this one has set. */
    private static final String SETTINGS =
            """
            SELECT name, reset_val FROM pg_catalog.pg_settings
             WHERE name IN ('block_size', 'data_checksums', 'default_text_search_config',
                            'lc_messages', 'lc_monetary', 'lc_numeric', 'lc_time',
                            'max_identifier_length', 'standard_conforming_strings')
            UNION ALL
            SELECT each.name, each.value
              FROM pg_catalog.pg_database,
                   LATERAL (VALUES ('collate', datcollate::text), ('ctype', datctype::text)) AS
                       each(name, value)
             WHERE datname = current_database() AND each.value IS NOT NULL
            """;

    private record Pair(String name, String value) {}

    private record Server(String database, String version, String encoding) {}

    /** Asks for them, outside of any transaction, as a role may not see all. */
    static Facts of(SourceSession session) throws SQLException {
        Server server =
                session.rows(
                                "SELECT current_database(), current_setting('server_version'),"
                                        + " current_setting('server_encoding')",
                                r -> new Server(r.getString(1), r.getString(2), r.getString(3)))
                        .getFirst();
        return new Facts(
                server.database(),
                systemIdentifier(session),
                server.version().split(" ", 2)[0],
                session.major(),
                server.encoding(),
                pairs(session, "SELECT extname, extversion FROM pg_catalog.pg_extension"),
                pairs(session, SETTINGS));
    }

    private static Map<String, String> pairs(SourceSession session, String sql)
            throws SQLException {
        Map<String, String> pairs = new TreeMap<>();
        session.rows(sql, r -> new Pair(r.getString(1), r.getString(2)))
                .forEach(each -> pairs.put(each.name(), each.value()));
        return pairs;
    }

    private static @Nullable String systemIdentifier(SourceSession session) {
        try {
            List<String> identifier =
                    session.rows(
                            "SELECT system_identifier::text FROM pg_catalog.pg_control_system()",
                            r -> r.getString(1));
            return identifier.getFirst();
        } catch (SQLException e) {
            return null; // Some hosts show it to superusers only.
        }
    }
}
