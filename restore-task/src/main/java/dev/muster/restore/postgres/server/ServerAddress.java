package dev.muster.restore.postgres.server;

import org.jspecify.annotations.Nullable;

/**
 * Where a named server is and who restores into it.
 *
 * @param host a name, an address, or a directory with the server's Unix socket
 * @param database an existing one, to create others from
 * @param password null where none is needed
 * @param sslMode as libpq's sslmode
 * @param rootCertificate the file of trusted certificates, or null
 */
public record ServerAddress(
        String host,
        int port,
        String user,
        String database,
        @Nullable String password,
        String sslMode,
        @Nullable String rootCertificate) {

    boolean isSocket() {
        return host.startsWith("/");
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "%s@%s:%d/%s".formatted(user, host, port, database);
    }
}
