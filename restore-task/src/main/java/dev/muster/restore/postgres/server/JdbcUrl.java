package dev.muster.restore.postgres.server;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The JDBC driver's address of a database; a database's name may hold any character. */
final class JdbcUrl {
    private JdbcUrl() {}

    static String of(String host, int port, String database) {
        String bracketed = host.contains(":") ? "[" + host + "]" : host;
        return "jdbc:postgresql://%s:%d/%s"
                .formatted(bracketed, port, URLEncoder.encode(database, StandardCharsets.UTF_8));
    }
}
