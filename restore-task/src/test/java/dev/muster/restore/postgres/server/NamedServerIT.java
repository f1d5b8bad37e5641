package dev.muster.restore.postgres.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NamedServerIT {
    private static Installation installation;
    private static WorkDirectory work;
    private static ThrowawayServer staging;
    private static int drills;

    @BeforeAll
    static void open() throws Exception {
        installation = Installations.find(System.getenv()).choose(0, 14).installation();
        work = WorkDirectory.create("named-" + UUID.randomUUID(), System.getenv());
        staging = ThrowawayServer.start(installation, work, 1);
        execute(
                "CREATE ROLE restorer LOGIN CREATEDB CREATEROLE PASSWORD 'it''s:a\\secret'",
                "CREATE ROLE weak LOGIN PASSWORD 'weak'",
                "CREATE DATABASE shop");
    }

    @AfterAll
    static void close() {
        staging.close();
        work.close();
    }

    private static void execute(String... statements) throws SQLException {
        try (Connection connection = staging.connect("postgres")) {
            for (String sql : statements) {
                connection.createStatement().execute(sql);
            }
        }
    }

    private static String ask(String query) throws SQLException {
        try (Connection connection = staging.connect("postgres");
                var row = connection.createStatement().executeQuery(query)) {
            return row.next() ? row.getString(1) : "nothing";
        }
    }

    private static NamedServer open(
            String user, String password, @Nullable String database, @Nullable String identifier) {
        String socket = staging.clientEnvironment().getOrDefault("PGHOST", "");
        ServerAddress address =
                new ServerAddress(socket, 5432, user, "postgres", password, "disable", null);
        return NamedServer.open(
                installation, address, work, "drill" + ++drills, database, identifier);
    }

    @Test
    void temporaryDatabasesAndRolesAreDroppedAtItsEnd() throws Exception {
        NamedServer server = open("restorer", "it's:a\\secret", "other", null);
        try (server;
                Connection connection = server.connect("postgres")) {
            String name = server.temporary().nextDatabaseName();
            connection.createStatement().execute("CREATE DATABASE " + name);
            server.temporary().created(connection, name);
            server.temporary().willCreate(connection, Set.of("stub"));
            connection.createStatement().execute("CREATE ROLE stub");
            try (Connection open = server.connect(name)) {
                open.createStatement().execute("CREATE TABLE t (i int)");
                open.createStatement().execute("ALTER TABLE t OWNER TO restorer");
            }
        }
        assertThat(server.leftovers()).isEmpty();
        assertThat(ask("SELECT datname FROM pg_database WHERE datname LIKE 'muster%'"))
                .isEqualTo("nothing");
        assertThat(ask("SELECT rolname FROM pg_roles WHERE rolname = 'stub'")).isEqualTo("nothing");
    }

    @Test
    void theServerThatHoldsTheSourceIsRefused() throws Exception {
        assertThatThrownBy(() -> open("restorer", "it's:a\\secret", "shop", null))
                .isInstanceOfSatisfying(
                        FindingException.class,
                        e ->
                                assertThat(e.finding().code())
                                        .isEqualTo(FindingCode.RESTORE_TARGET_REFUSED));
        String identifier = ask("SELECT system_identifier FROM pg_control_system()");
        assertThatThrownBy(() -> open("restorer", "it's:a\\secret", "other", identifier))
                .hasMessageContaining("RESTORE_TARGET_REFUSED")
                .hasMessageContaining(identifier);
    }

    @Test
    void aRoleThatMayNotCreateDatabasesIsToldSo() {
        assertThatThrownBy(() -> open("weak", "weak", null, null))
                .hasMessage("PRIVILEGE_MISSING: role \"weak\" may not create databases");
    }

    @Test
    void aWrongPasswordIsNoDefectOfTheBackupAndIsNotShown() {
        assertThatThrownBy(() -> open("restorer", "guess", null, null))
                .hasMessageContaining("SERVER_REFUSED")
                .hasMessageContaining("password authentication failed")
                .hasMessageNotContaining("guess");
    }

    @Test
    void whatAKilledDrillLeftThereIsDroppedByTheNext() throws Exception {
        String host =
                java.net.URLEncoder.encode(
                        java.net.InetAddress.getLocalHost().getHostName(),
                        java.nio.charset.StandardCharsets.UTF_8);
        execute(
                "CREATE DATABASE muster_drill_dead OWNER restorer",
                "CREATE ROLE dead_stub",
                "COMMENT ON DATABASE muster_drill_dead IS 'muster drill "
                        + host
                        + " 1 1 dead_stub'",
                "CREATE DATABASE muster_drill_elsewhere OWNER restorer",
                "COMMENT ON DATABASE muster_drill_elsewhere IS 'muster drill elsewhere 1 1 '");
        open("restorer", "it's:a\\secret", null, null).close();
        assertThat(ask("SELECT datname FROM pg_database WHERE datname LIKE 'muster%'"))
                .isEqualTo("muster_drill_elsewhere");
        assertThat(ask("SELECT rolname FROM pg_roles WHERE rolname = 'dead_stub'"))
                .isEqualTo("nothing");
        execute("DROP DATABASE muster_drill_elsewhere");
    }

    @Test
    void noPasswordIsInTheEnvironmentOfTheTools() {
        Map<String, String> environment = staging.clientEnvironment();
        assertThat(environment).doesNotContainKey("PGPASSWORD");
        assertThat(Files.exists(Path.of(environment.getOrDefault("PGPASSFILE", "")))).isTrue();
    }
}
