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
        Map<String, String> extensions) {

    private record Extension(String name, String version) {}

    private record Server(String database, String version, String encoding) {}

    /** Asks for them, outside of any transaction, as a role may not see all. */
    static Facts of(SourceSession session) throws SQLException {
        Server server =
                session.rows(
                                "SELECT current_database(), current_setting('server_version'),"
                                        + " current_setting('server_encoding')",
                                r -> new Server(r.getString(1), r.getString(2), r.getString(3)))
                        .getFirst();
        Map<String, String> extensions = new TreeMap<>();
        session.rows(
                        "SELECT extname, extversion FROM pg_catalog.pg_extension",
                        r -> new Extension(r.getString(1), r.getString(2)))
                .forEach(each -> extensions.put(each.name(), each.version()));
        return new Facts(
                server.database(),
                systemIdentifier(session),
                server.version().split(" ", 2)[0],
                session.major(),
                server.encoding(),
                extensions);
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
