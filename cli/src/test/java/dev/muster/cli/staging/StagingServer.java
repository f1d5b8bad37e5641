package dev.muster.cli.staging;

import dev.muster.restore.postgres.server.Installation;
import dev.muster.restore.postgres.server.Installations;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A PostgreSQL as others use it: reached by TCP and TLS with passwords, with roles, settings,
 * grants and databases of its own.
 */
final class StagingServer implements AutoCloseable {
    /** Of the role {@code drill}, and of the superuser {@code boss}. */
    static final String SECRET = "plan's:own\\secret";

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

    private final Installation postgres;
    private final Path home;
    final int port;

    private StagingServer(Installation postgres, Path home, int port) {
        this.postgres = postgres;
        this.home = home;
        this.port = port;
    }

    static StagingServer start() throws IOException, InterruptedException {
        List<Installation> installed =
                Installations.find(System.getenv()).all().stream()
                        .filter(each -> each.programs().contains("pg_dumpall"))
                        .filter(each -> each.major() >= 15)
                        .toList();
        Assumptions.assumeFalse(installed.isEmpty(), "PostgreSQL 15 or later is not installed");
        Path home = Files.createTempDirectory(Path.of("/var/tmp"), "staging-");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        StagingServer server = new StagingServer(installed.getFirst(), home, port);
        server.makeCertificates();
        Files.createDirectory(home.resolve("space"));
        if (root()) {
            run(List.of("chown", "-R", "postgres", home.toString()));
        }
        server.asOwner("initdb", "-D", server.data(), "-A", "trust", "-U", "postgres", "--no-sync");
        server.asOwner(
                "pg_ctl",
                "-D",
                server.data(),
                "-l",
                server.log().toString(),
                "-w",
                "-o",
                "-p %d -k %s -c listen_addresses=127.0.0.1 -c fsync=off -c max_prepared_transactions=9"
                                .formatted(port, home)
                        + " -c log_statement=all -c ssl=on -c ssl_cert_file=%s -c ssl_key_file=%s"
                                .formatted(home.resolve("server.crt"), home.resolve("server.key")),
                "start");
        server.furnish();
        return server;
    }

    private void makeCertificates() throws IOException, InterruptedException {
        String days = "2";
        run(
                List.of(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-days",
                        days,
                        "-subj",
                        "/CN=staging root",
                        "-keyout",
                        home + "/root.key",
                        "-out",
                        home + "/root.crt"));
        run(
                List.of(
                        "openssl",
                        "req",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-subj",
                        "/CN=localhost",
                        "-keyout",
                        home + "/server.key",
                        "-out",
                        home + "/server.csr"));
        Path names = Files.writeString(home.resolve("names"), "subjectAltName=DNS:localhost\n");
        run(
                List.of(
                        "openssl",
                        "x509",
                        "-req",
                        "-in",
                        home + "/server.csr",
                        "-CA",
                        home + "/root.crt",
                        "-CAkey",
                        home + "/root.key",
                        "-CAcreateserial",
                        "-days",
                        days,
                        "-extfile",
                        names.toString(),
                        "-out",
                        home + "/server.crt"));
        Files.setPosixFilePermissions(
                home.resolve("server.key"), PosixFilePermissions.fromString("rw-------"));
    }

    private void furnish() throws IOException, InterruptedException {
        Files.writeString(
                Path.of(data(), "pg_hba.conf"),
                "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n");
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
                "CREATE TABLESPACE fast LOCATION '" + home.resolve("space") + "'",
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
            List<String> dump =
                    List.of(
                            postgres.program("pg_dump").toString(),
                            "-h",
                            home.toString(),
                            "-p",
                            String.valueOf(port),
                            "-U",
                            "postgres",
                            "--create",
                            database);
            run(dump)
                    .lines()
                    .filter(line -> !line.startsWith("\\"))
                    .forEach(line -> state.append(line).append('\n'));
        }
        return state.toString();
    }

    private String data() {
        return home.resolve("data").toString();
    }

    Path log() {
        return home.resolve("log");
    }

    Path rootCertificate() {
        return home.resolve("root.crt");
    }

    /** Runs statements one by one as the superuser, and gives what they printed. */
    String sql(String database, String... statements) throws IOException, InterruptedException {
        List<String> call = client("psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", database);
        for (String each : statements) {
            call.addAll(List.of("-c", each));
        }
        return run(call).strip();
    }

    /** Dumps a database, or all with pg_dumpall. */
    void dump(String program, String... arguments) throws IOException, InterruptedException {
        run(client(program, arguments));
    }

    private List<String> client(String program, String... arguments) {
        List<String> call = new ArrayList<>();
        call.add(postgres.program(program).toString());
        call.addAll(List.of("-h", home.toString(), "-p", String.valueOf(port), "-U", "postgres"));
        call.addAll(List.of(arguments));
        return call;
    }

    private void asOwner(String program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (root()) {
            command.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        command.add(postgres.program(program).toString());
        command.addAll(List.of(arguments));
        run(command);
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile("muster-staging", ".out");
        try {
            Process process =
                    new ProcessBuilder(command)
                            .directory(Path.of("/").toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(out.toFile())
                            .start();
            if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(command + ": " + Files.readString(out));
            }
            return Files.readString(out, StandardCharsets.UTF_8);
        } finally {
            Files.delete(out);
        }
    }

    private static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    @Override
    public void close() throws IOException {
        try {
            asOwner("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the staging server was not stopped", e);
        }
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
