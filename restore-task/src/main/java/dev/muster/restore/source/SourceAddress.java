package dev.muster.restore.source;

import dev.muster.contract.MusterException;
import dev.muster.manifest.take.PgDumpCommand;
import dev.muster.restore.postgres.server.UnixSocketFactory;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The database to connect to, found as libpq finds it: options first, then the environment. */
public final class SourceAddress {
    private static final List<String> SOCKETS = List.of("/var/run/postgresql", "/tmp");
    private static final int CONNECT_SECONDS = 30;

    /** libpq's settings that matter here, and the variables that stand for them. */
    private static final Map<String, String> VARIABLES =
            Map.of(
                    "host", "PGHOST",
                    "port", "PGPORT",
                    "user", "PGUSER",
                    "dbname", "PGDATABASE",
                    "password", "PGPASSWORD",
                    "sslmode", "PGSSLMODE",
                    "sslrootcert", "PGSSLROOTCERT",
                    "sslcert", "PGSSLCERT",
                    "sslkey", "PGSSLKEY");

    private final Map<String, String> settings;
    private final boolean given;

    private SourceAddress(Map<String, String> settings, boolean given) {
        this.settings = Map.copyOf(settings);
        this.given = given;
    }

    /**
     * The database that a connection string names; pg_dump is told of it by its environment.
     *
     * @throws MusterException SOURCE_ADDRESS
     */
    public static SourceAddress of(String connectionString, Map<String, String> environment) {
        Map<String, String> settings = new HashMap<>(fromEnvironment(environment));
        settings.putAll(ConnectionString.parse(connectionString));
        number(settings.getOrDefault("port", "5432"));
        return new SourceAddress(settings, true);
    }

    /**
     * The database that pg_dump will connect to by itself.
     *
     * @param dump null where no pg_dump runs, and the environment alone says it
     */
    public static SourceAddress of(@Nullable PgDumpCommand dump, Map<String, String> environment) {
        Map<String, String> settings = new HashMap<>(fromEnvironment(environment));
        if (dump != null) {
            put(settings, "host", dump.host());
            put(settings, "port", dump.port());
            put(settings, "user", dump.user());
            String database = dump.database();
            if (database != null && ConnectionString.is(database)) {
                settings.putAll(ConnectionString.parse(database));
            } else {
                put(settings, "dbname", database);
            }
        }
        return new SourceAddress(settings, false);
    }

    private static void put(Map<String, String> settings, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            settings.put(name, value);
        }
    }

    private static Map<String, String> fromEnvironment(Map<String, String> environment) {
        Map<String, String> settings = new HashMap<>();
        VARIABLES.forEach((name, variable) -> put(settings, name, environment.get(variable)));
        return settings;
    }

    /** The variables that tell pg_dump; none where it knows by itself. */
    public Map<String, String> forPgDump() {
        Map<String, String> variables = new LinkedHashMap<>();
        if (given) {
            VARIABLES.forEach((name, variable) -> {
                String value = settings.get(name);
                if (value != null) {
                    variables.put(variable, value);
                }
            });
        }
        return variables;
    }

    /**
     * Opens a connection, which the caller closes.
     *
     * @param application as whom the server lists it
     */
    public Connection connect(String application) throws SQLException {
        String user = settings.getOrDefault("user", System.getProperty("user.name"));
        String database = settings.getOrDefault("dbname", user);
        String port = settings.getOrDefault("port", "5432");
        String host = host(port);
        Properties properties = new Properties();
        properties.setProperty("user", user);
        copy("password", properties, "password");
        properties.setProperty("ApplicationName", application);
        properties.setProperty("connectTimeout", "" + CONNECT_SECONDS);
        properties.setProperty("loginTimeout", "" + CONNECT_SECONDS);
        properties.setProperty("tcpKeepAlive", "true");
        // A SQL_ASCII database's names may be in any encoding.
        properties.setProperty("allowEncodingChanges", "true");
        if (host.startsWith("/")) {
            properties.setProperty("socketFactory", UnixSocketFactory.class.getName());
            properties.setProperty("socketFactoryArg", host + "/.s.PGSQL." + port);
            properties.setProperty("sslmode", "disable");
            properties.setProperty("gssEncMode", "disable");
        } else {
            copy("sslmode", properties, "sslmode");
            copy("sslrootcert", properties, "sslrootcert");
            copy("sslcert", properties, "sslcert");
            copy("sslkey", properties, "sslkey");
        }
        String shown = host.startsWith("/") ? "localhost" : host;
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%s/%s"
                        .formatted(
                                shown.contains(":") ? "[" + shown + "]" : shown,
                                number(port),
                                URLEncoder.encode(database, StandardCharsets.UTF_8)),
                properties);
    }

    private void copy(String name, Properties properties, String property) {
        String value = settings.get(name);
        if (value != null) {
            properties.setProperty(property, value);
        }
    }

    /** As libpq: a socket where one is, for who names no host. */
    private String host(String port) {
        String host = settings.get("host");
        if (host != null) {
            return host;
        }
        return SOCKETS.stream()
                .filter(folder -> Files.exists(Path.of(folder, ".s.PGSQL." + port)))
                .findFirst()
                .orElse("localhost");
    }

    private static int number(String port) {
        try {
            int number = Integer.parseInt(port.strip());
            if (number > 0 && number < 65536) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw wrongPort();
        }
        throw wrongPort();
    }

    private static MusterException wrongPort() {
        return new MusterException(
                "SOURCE_ADDRESS", "the port is no number", "name one port, as in --port 5432");
    }
}
