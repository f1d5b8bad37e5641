package dev.muster.restore.postgres.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NamedServerIT {
    private static final String SECRET = "it's:a\\secret";
    private static final SourceTraces UNKNOWN = new SourceTraces(Set.of(), List.of(), Set.of());
    private static final String OURS =
            "SELECT string_agg(name, ',' ORDER BY name) FROM (SELECT rolname AS name FROM pg_roles"
                    + " UNION ALL SELECT datname FROM pg_database) AS n"
                    + " WHERE name LIKE 'muster_drill%' OR name LIKE 'stub%'";

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
                "CREATE ROLE boss LOGIN SUPERUSER PASSWORD 'it''s:a\\secret'",
                "CREATE ROLE weak LOGIN PASSWORD 'weak'",
                "CREATE ROLE maker LOGIN CREATEDB PASSWORD 'maker'",
                "CREATE ROLE colleague LOGIN PASSWORD 'colleague'",
                "CREATE DATABASE shop",
                "CREATE TABLE parcels (i int)");
    }

    @AfterAll
    static void close() {
        staging.close();
        work.close();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        assertThat(ask(OURS)).isNull();
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

    private static ServerAddress address(String user, String password) {
        String socket = staging.clientEnvironment().getOrDefault("PGHOST", "");
        return new ServerAddress(socket, 5432, user, "postgres", password, "disable", null);
    }

    private static NamedServer open(String user, String password, SourceTraces source) {
        return NamedServer.open(
                installation,
                address(user, password),
                work,
                new TemporaryNames("muster_drill_", "drill" + ++drills),
                source,
                Duration.ofHours(1));
    }

    private static String create(NamedServer server) throws SQLException {
        try (Connection connection = server.connect("postgres")) {
            return server.temporary()
                    .create(
                            connection,
                            name ->
                                    connection
                                            .createStatement()
                                            .execute(
                                                    "CREATE DATABASE %s OWNER %s"
                                                            .formatted(
                                                                    name,
                                                                    server.temporary().role())));
        }
    }

    private static void need(NamedServer server, String... roles) throws SQLException {
        try (Connection connection = server.connect("postgres")) {
            server.temporary().needRoles(connection, Set.of(roles));
        }
    }

    @Test
    void whatADrillMadeIsDroppedAtItsEnd() throws Exception {
        for (String user : List.of("restorer", "boss")) {
            NamedServer server = open(user, SECRET, UNKNOWN);
            try (server) {
                need(server, "stub", "stub \"quoted\"");
                String first = create(server);
                String second = create(server);
                assertThat(second).isEqualTo(first + "_2");
                try (Connection inside = server.connect(first)) {
                    inside.createStatement().execute("CREATE TABLE t (i int)");
                    inside.createStatement().execute("GRANT SELECT ON t TO stub");
                    inside.createStatement()
                            .execute(
                                    "ALTER DEFAULT PRIVILEGES FOR ROLE stub GRANT SELECT ON TABLES TO weak");
                }
                assertThat(server.diskBytes()).isGreaterThan(1 << 20);
            }
            assertThat(server.leftovers()).isEmpty();
            assertThat(ask(OURS)).isNull();
        }
    }

    @Test
    void whatABackupHoldsActsAsARoleThatMayDoNothingElse() throws Exception {
        for (String user : List.of("restorer", "boss")) {
            try (NamedServer server = open(user, SECRET, UNKNOWN)) {
                need(server, "stub");
                String database = create(server);
                assertThat(server.superuser()).isFalse();
                for (String statement :
                        List.of(
                                "ALTER ROLE colleague PASSWORD 'taken'",
                                "ALTER ROLE " + user + " PASSWORD 'taken'",
                                "ALTER ROLE colleague SET search_path = evil",
                                "ALTER DATABASE shop SET search_path = evil",
                                "ALTER DATABASE shop OWNER TO stub",
                                "ALTER SYSTEM SET work_mem = '1GB'",
                                "CREATE ROLE intruder SUPERUSER LOGIN",
                                "GRANT " + user + " TO stub",
                                "DROP ROLE colleague",
                                "SET ROLE " + user,
                                "SET SESSION AUTHORIZATION " + user,
                                "CREATE DATABASE intruder",
                                "CREATE TABLESPACE intruder LOCATION '/tmp'",
                                "COPY (SELECT 1) TO PROGRAM 'true'",
                                "COPY (SELECT 1) TO '/tmp/intruder'",
                                "CREATE SUBSCRIPTION intruder CONNECTION 'host=h' PUBLICATION p"
                                        + " WITH (connect = false)")) {
                    try (Connection inside = server.connect(database)) {
                        inside.createStatement().execute("RESET ROLE");
                        inside.createStatement().execute("RESET SESSION AUTHORIZATION");
                        assertThatThrownBy(() -> inside.createStatement().execute(statement))
                                .as(statement)
                                .isInstanceOfSatisfying(
                                        SQLException.class,
                                        e -> assertThat(e.getSQLState()).isEqualTo("42501"));
                    }
                }
                try (Connection inside = server.connect(database)) {
                    assertThatThrownBy(() -> inside.createStatement().execute("DROP DATABASE shop"))
                            .hasMessageContaining("must be owner of database");
                }
            }
        }
    }

    @Test
    void nobodyElseIsLetIntoTheRestoredDatabase() throws Exception {
        try (NamedServer server = open("restorer", SECRET, UNKNOWN)) {
            String database = create(server);
            assertThatThrownBy(() -> address("colleague", "colleague").connect(database))
                    .hasMessageContaining("permission denied for database");
        }
    }

    @Test
    void rolesThatAreSomebodysThereStayAsTheyAre() throws Exception {
        try (NamedServer server = open("restorer", SECRET, UNKNOWN)) {
            need(server, "colleague", "stub");
            assertThat(
                            ask(
                                    "SELECT string_agg(r.rolname, ',') FROM pg_auth_members m"
                                            + " JOIN pg_roles r ON r.oid = m.roleid"
                                            + " JOIN pg_roles d ON d.oid = m.member"
                                            + " WHERE d.rolname = '"
                                            + server.temporary().role()
                                            + "'"))
                    .isEqualTo("stub");
        }
        assertThat(ask("SELECT rolcanlogin FROM pg_roles WHERE rolname = 'colleague'"))
                .isEqualTo("t");
    }

    @Test
    void aStubThatTwoDrillsUseIsDroppedByTheLast() throws Exception {
        NamedServer first = open("restorer", SECRET, UNKNOWN);
        NamedServer second = open("restorer", SECRET, UNKNOWN);
        try (second) {
            need(first, "stub");
            need(second, "stub");
            String database = create(second);
            first.close();
            assertThat(first.leftovers()).isEmpty();
            try (Connection inside = second.connect(database)) {
                inside.createStatement().execute("CREATE TABLE t (i int)");
                inside.createStatement().execute("GRANT SELECT ON t TO stub");
            }
        }
        assertThat(second.leftovers()).isEmpty();
    }

    @Test
    void aStubThatGotALoginMeanwhileIsSomebodys() throws Exception {
        NamedServer server = open("restorer", SECRET, UNKNOWN);
        need(server, "stub");
        execute("ALTER ROLE stub LOGIN");
        server.close();
        assertThat(ask(OURS)).isEqualTo("stub");
        execute("DROP ROLE stub");
    }

    @Test
    void openSessionsDoNotKeepADatabase() throws Exception {
        NamedServer server = open("restorer", SECRET, UNKNOWN);
        Connection session = server.connect(create(server));
        session.setAutoCommit(false);
        session.createStatement().execute("CREATE TABLE t (i int)");
        server.close();
        assertThat(server.leftovers()).isEmpty();
        assertThat(session.isValid(5)).isFalse();
    }

    @Test
    void afterItsEndNothingIsCreatedAnyMore() {
        NamedServer server = open("restorer", SECRET, UNKNOWN);
        server.close();
        assertThatThrownBy(() -> need(server, "stub")).hasMessageContaining("INTERRUPTED");
        assertThatThrownBy(() -> create(server)).hasMessageContaining("INTERRUPTED");
    }

    @Test
    void whatCannotBeDroppedIsTold() throws Exception {
        NamedServer server = open("restorer", SECRET, UNKNOWN);
        need(server, "stub");
        execute("CREATE TABLE kept (i int)", "GRANT SELECT ON kept TO stub");
        server.close();
        assertThat(server.leftovers())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.LEFTOVERS);
                    assertThat(f.message()).contains("role \"stub\" cannot be dropped");
                });
        execute("DROP TABLE kept");
        // The next drill, or doctor, drops it.
        assertThat(NamedServer.reap(address("restorer", SECRET)).leftovers()).isEmpty();
    }

    @Test
    void theServerThatHoldsTheSourceIsRefused() throws Exception {
        String identifier = ask("SELECT system_identifier FROM pg_control_system()");
        SourceTraces.Table parcels = new SourceTraces.Table("public", "parcels");
        List<SourceTraces> sources = new ArrayList<>();
        sources.add(new SourceTraces(Set.of("other", "shop"), List.of(), Set.of()));
        sources.add(new SourceTraces(Set.of("other"), List.of(), Set.of("17", identifier)));
        sources.add(new SourceTraces(Set.of("postgres"), List.of(parcels), Set.of()));
        for (SourceTraces source : sources) {
            assertThatThrownBy(() -> open("restorer", SECRET, source))
                    .isInstanceOfSatisfying(
                            FindingException.class,
                            e ->
                                    assertThat(e.finding().code())
                                            .isEqualTo(FindingCode.RESTORE_TARGET_REFUSED));
        }
        SourceTraces.Table other = new SourceTraces.Table("public", "letters");
        open("restorer", SECRET, new SourceTraces(Set.of("postgres"), List.of(other), Set.of("17")))
                .close();
    }

    @Test
    void aRoleThatMayNotCreateWhatADrillNeedsIsToldSo() {
        assertThatThrownBy(() -> open("weak", "weak", UNKNOWN))
                .hasMessage("PRIVILEGE_MISSING: role \"weak\" may not create databases");
        assertThatThrownBy(() -> open("maker", "maker", UNKNOWN))
                .hasMessageContaining("PRIVILEGE_MISSING: role \"maker\" may not create roles");
    }

    @Test
    void aWrongPasswordIsNoDefectOfTheBackupAndIsNotShown() {
        assertThatThrownBy(() -> open("restorer", "guess", UNKNOWN))
                .hasMessageContaining("SERVER_REFUSED")
                .hasMessageContaining("password authentication failed")
                .hasMessageNotContaining("guess");
    }

    @Test
    void whatAKilledDrillLeftIsDroppedByTheNext() throws Exception {
        leave("muster_drill_dead", ProcessMark.ofThis().machine(), "2099-01-01");
        execute("CREATE ROLE stub_dead");
        execute("COMMENT ON ROLE stub_dead IS '" + TemporaryRemoval.STUB + "'");
        execute("GRANT stub_dead TO muster_drill_dead");
        leave("muster_drill_late", "elsewhere", "2001-01-01");
        open("restorer", SECRET, UNKNOWN).close();
        assertThat(ask(OURS)).isNull();
    }

    @Test
    void drillsThatMayRunOnOtherMachinesAreLeftAlone() throws Exception {
        leave("muster_drill_runs", "elsewhere", "2099-01-01");
        execute("CREATE ROLE stub_used");
        execute("COMMENT ON ROLE stub_used IS '" + TemporaryRemoval.STUB + "'");
        execute("GRANT stub_used TO muster_drill_runs");
        execute("CREATE DATABASE muster_drill_colleagues");
        open("restorer", SECRET, UNKNOWN).close();
        assertThat(NamedServer.reap(address("boss", SECRET)).dropped()).isEmpty();
        assertThat(ask(OURS))
                .isEqualTo("muster_drill_colleagues,muster_drill_runs,muster_drill_runs,stub_used");
        execute(
                "DROP DATABASE muster_drill_colleagues",
                "DROP DATABASE muster_drill_runs",
                "DROP ROLE muster_drill_runs",
                "DROP ROLE stub_used");
    }

    private static void leave(String name, String machine, String until) throws SQLException {
        execute(
                "CREATE ROLE %s LOGIN VALID UNTIL '%s'".formatted(name, until),
                "COMMENT ON ROLE %s IS '%s'"
                        .formatted(name, new ProcessMark(machine, 1L << 40, 1).text()),
                "GRANT " + name + " TO restorer",
                "CREATE DATABASE " + name + " OWNER " + name);
    }

    @Test
    void thePlansPasswordIsNothingForTheTools() throws Exception {
        try (NamedServer server = open("restorer", SECRET, UNKNOWN)) {
            assertThat(server.clientEnvironment())
                    .doesNotContainKey("PGPASSWORD")
                    .containsEntry("PGUSER", server.temporary().role());
            Path file = Path.of(server.clientEnvironment().getOrDefault("PGPASSFILE", ""));
            assertThat(Files.readString(file)).doesNotContain("secret");
        }
    }

    @Test
    void longNamesStayApart() {
        String id = "x".repeat(70);
        TemporaryNames one = new TemporaryNames("muster_drill_", id + "-1");
        TemporaryNames other = new TemporaryNames("muster_drill_", id + "-2");
        assertThat(one.role()).isNotEqualTo(other.role()).hasSizeLessThanOrEqualTo(58);
        assertThat(new TemporaryNames("tmp_", "2026-A").database(3)).isEqualTo("tmp_2026_a_3");
    }
}
