package dev.muster.cli.staging;

import dev.muster.restore.postgres.server.Installation;
import dev.muster.restore.postgres.server.Installations;
import dev.muster.servers.PostgresCluster;
import dev.muster.servers.PostgresOptions;
import dev.muster.servers.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * A PostgreSQL as others use it: reached by TCP and TLS with passwords, with roles, settings,
 * grants and databases of its own.
 */
final class StagingServer implements AutoCloseable {
    /** Of the role {@code drill}, and of the superuser {@code boss}. */
    static final String SECRET = "plan's:own\\secret";

    /** How long the certificates hold. */
    private static final String DAYS = "2";

    /** All of the server that is not in one database, and what is in those that stood there. */
    private static final List<String> STATE =
            List.of(
                    "SELECT a::text FROM pg_authid a ORDER BY a.oid",
                    "SELECT roleid::regrole, member::regrole, grantor::regrole, admin_option"
                            + " FROM pg_auth_members ORDER BY 1, 2",
                    "SELECT s::text FROM pg_db_role_setting s ORDER BY 1",
                    "SELECT oid, datname, datdba::regrole, datacl, datallowconn, datconnlimit,"
                            + " dattablespace FROM pg_database ORDER BY oid",
                    "SELECT t::text FROM pg_tablespace t ORDER BY oid",
                    "SELECT d::text FROM pg_shdescription d ORDER BY 1",
                    "SELECT * FROM pg_shseclabel",
                    "SELECT s::text FROM pg_subscription s",
                    "SELECT gid FROM pg_prepared_xacts",
                    "SELECT slot_name FROM pg_replication_slots",
                    "SELECT p::text FROM pg_parameter_acl p",
                    "SELECT name, setting FROM pg_settings WHERE source = 'configuration file'"
                            + " ORDER BY 1",
                    "SELECT count(*) FROM pg_stat_activity WHERE usename LIKE 'muster%'");

    private final PostgresOptions options;
    private final PostgresCluster cluster;
    final int port;

    private StagingServer(PostgresOptions options, PostgresCluster cluster, int port) {
        this.options = options;
        this.cluster = cluster;
        this.port = port;
    }

    static StagingServer start() throws IOException, InterruptedException {
        List<Installation> installed =
                Installations.find(System.getenv()).all().stream()
                        .filter(each -> each.programs().contains("pg_dumpall"))
                        .filter(each -> each.major() >= 15)
                        .toList();
        Assumptions.assumeFalse(installed.isEmpty(), "PostgreSQL 15 or later is not installed");
        int port = ServerProcess.freePort();
        PostgresOptions options =
                PostgresOptions.of(installed.getFirst().bin())
                        .listeningOn(port)
                        .with("max_prepared_transactions", "9")
                        .with("log_statement", "all")
                        .with("ssl", "on")
                        .with("ssl_cert_file", "../server.crt")
                        .with("ssl_key_file", "../server.key");
        StagingServer server = new StagingServer(options, PostgresCluster.make(options), port);
        server.makeCertificates();
        server.cluster.start();
        server.furnish();
        return server;
    }

    /** Where a plan finds a role's password. */
    static Path passwordFile(Path directory, String password) throws IOException {
        Path file = Files.writeString(directory.resolve("password"), password);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    private void makeCertificates() throws IOException, InterruptedException {
        Path names = Files.writeString(home("names"), "subjectAltName=DNS:localhost\n");
        List<String> newKey = List.of("req", "-newkey", "rsa:2048", "-nodes");
        openssl(
                newKey,
                List.of("-x509", "-days", DAYS, "-subj", "/CN=staging root"),
                List.of("-keyout", "" + home("root.key"), "-out", "" + rootCertificate()));
        openssl(
                newKey,
                List.of("-subj", "/CN=localhost"),
                List.of("-keyout", "" + home("server.key"), "-out", "" + home("server.csr")));
        openssl(
                List.of("x509", "-req", "-days", DAYS, "-in", "" + home("server.csr")),
                List.of("-CA", "" + rootCertificate(), "-CAkey", "" + home("root.key")),
                List.of("-CAcreateserial", "-extfile", "" + names),
                List.of("-out", "" + home("server.crt")));
        Files.setPosixFilePermissions(
                home("server.key"), PosixFilePermissions.fromString("rw-------"));
    }

    @SafeVarargs
    private void openssl(List<String>... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        for (List<String> each : arguments) {
            command.addAll(each);
        }
        cluster.asOwner(command);
    }

    private void furnish() throws IOException, InterruptedException {
        cluster.asOwner(List.of("mkdir", home("space").toString()));
        Files.writeString(
                cluster.data().resolve("pg_hba.conf"),
                """
                local all all trust
                local replication all trust
                host all all 127.0.0.1/32 scram-sha-256
                """);
        String password = SECRET.replace("'", "''");
        sql(
                "postgres",
                "SELECT pg_reload_conf()",
                "CREATE ROLE drill LOGIN CREATEDB CREATEROLE PASSWORD '" + password + "'",
                "CREATE ROLE boss LOGIN SUPERUSER PASSWORD '" + password + "'",
                "CREATE ROLE app LOGIN PASSWORD 'apps-own'",
                "CREATE ROLE analyst LOGIN PASSWORD 'analysts-own' VALID UNTIL '2099-01-01'",
                "GRANT app TO analyst",
                "COMMENT ON ROLE app IS 'the application'",
                "ALTER ROLE app SET search_path = app, public",
                "ALTER ROLE postgres SET statement_timeout = '9min'",
                "CREATE TABLESPACE fast LOCATION '" + home("space") + "'",
                "CREATE DATABASE warehouse OWNER app",
                "ALTER DATABASE warehouse SET work_mem = '5MB'",
                "ALTER ROLE analyst IN DATABASE warehouse SET work_mem = '6MB'",
                "GRANT CONNECT ON DATABASE warehouse TO analyst",
                "ALTER DATABASE postgres SET lock_timeout = '8min'");
        sql(
                "warehouse",
                "CREATE TABLE goods AS SELECT 1 AS id",
                "GRANT SELECT ON goods TO analyst");
    }

    /** Everything that a drill must leave as it was. */
    String state() throws IOException, InterruptedException {
        StringBuilder state = new StringBuilder();
        for (String query : STATE) {
            state.append("-- ")
                    .append(query)
                    .append('\n')
                    .append(sql("postgres", query))
                    .append('\n');
        }
        for (String database : List.of("postgres", "warehouse", "template1")) {
            cluster.program("pg_dump", "--create", database)
                    .lines()
                    .filter(line -> !line.startsWith("\\"))
                    .forEach(line -> state.append(line).append('\n'));
        }
        return state.toString();
    }

    /** A replica of it with its certificates, whose recovery waits for no query. */
    PostgresCluster standby(int standbysPort) throws IOException, InterruptedException {
        return cluster.standby(
                options.listeningOn(standbysPort)
                        .with("ssl_cert_file", home("server.crt").toString())
                        .with("ssl_key_file", home("server.key").toString())
                        .with("max_standby_streaming_delay", "0"));
    }

    private Path home(String file) {
        return cluster.folder().resolve(file);
    }

    Path log() {
        return cluster.log();
    }

    Path rootCertificate() {
        return home("root.crt");
    }

    /** Runs statements one by one as the superuser, and gives what they printed. */
    String sql(String database, String... statements) throws IOException, InterruptedException {
        return cluster.sql(database, statements);
    }

    /** Dumps a database, or all with pg_dumpall. */
    void dump(String program, String... arguments) throws IOException, InterruptedException {
        cluster.program(program, arguments);
    }

    @Override
    public void close() throws IOException {
        cluster.close();
    }
}
