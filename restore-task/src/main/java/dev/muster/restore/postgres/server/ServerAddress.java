package dev.muster.restore.postgres.server;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where a named server is and who works there.
 *
 * @param host a name, an address, or a directory with the server's Unix socket
 * @param database an existing one, to create others from
 * @param password null where none is needed
 * @param sslMode as libpq's sslmode
 * @param rootCertificate the file of trusted certificates, or null where none is asked for
 */
public record ServerAddress(
        String host,
        int port,
        String user,
        String database,
        @Nullable String password,
        String sslMode,
        @Nullable Path rootCertificate) {

    boolean isSocket() {
        return host.startsWith("/");
    }

    /** The same server for another role. */
    ServerAddress as(String role, String itsPassword) {
        return new ServerAddress(host, port, role, database, itsPassword, sslMode, rootCertificate);
    }

    /** A new connection; the caller closes it. */
    Connection connect(String to) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        if (password != null) {
            properties.setProperty("password", password);
        }
        properties.setProperty("connectTimeout", "20");
        properties.setProperty("ApplicationName", "muster");
        // Names of a SQL_ASCII database are read byte by byte, as LATIN1.
        properties.setProperty("allowEncodingChanges", "true");
        if (isSocket()) {
            properties.setProperty("socketFactory", UnixSocketFactory.class.getName());
            properties.setProperty("socketFactoryArg", host + "/.s.PGSQL." + port);
            properties.setProperty("sslmode", "disable");
            return DriverManager.getConnection(JdbcUrl.of("localhost", port, to), properties);
        }
        properties.setProperty("sslmode", sslMode);
        if (rootCertificate != null) {
            properties.setProperty("sslrootcert", rootCertificate.toString());
        }
        return DriverManager.getConnection(JdbcUrl.of(host, port, to), properties);
    }

    /** Libpq's environment for a program that connects; the password lies in a file. */
    Map<String, String> environment(Path passwordFile) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("PGHOST", host);
        environment.put("PGPORT", String.valueOf(port));
        environment.put("PGUSER", user);
        environment.put("PGPASSFILE", passwordFile.toString());
        environment.put("PGSSLMODE", sslMode);
        if (rootCertificate != null) {
            environment.put("PGSSLROOTCERT", rootCertificate.toString());
        }
        environment.put("PGCONNECT_TIMEOUT", "30");
        // A drill waits for nobody on a server that others use.
        environment.put("PGOPTIONS", "-c lock_timeout=10min");
        return environment;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "%s@%s:%d/%s".formatted(user, host, port, database);
    }
}
