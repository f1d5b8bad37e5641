package dev.muster.restore.postgres.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.contract.FindingCode;
import dev.muster.servers.TemporaryFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThrowawayServerIT {
    private static Installation installation() {
        return Installations.find(System.getenv()).choose(0, 14).installation();
    }

    private static WorkDirectory work(Map<String, String> environment) {
        return WorkDirectory.create("it-" + UUID.randomUUID(), environment);
    }

    private static String ask(Server server, String query) throws SQLException {
        try (Connection connection = server.connect("postgres");
                var row = connection.createStatement().executeQuery(query)) {
            return row.next() ? row.getString(1) : "nothing";
        }
    }

    @Test
    void answersThroughItsSocketAndLeavesNothing() throws Exception {
        WorkDirectory work = work(System.getenv());
        Path path = work.path();
        ThrowawayServer server = ThrowawayServer.start(installation(), work, 2);
        try {
            assertThat(ask(server, "SHOW listen_addresses")).isEmpty();
            assertThat(ask(server, "SELECT 1 + 1")).isEqualTo("2");
            assertThat(server.lost()).isEmpty();
        } finally {
            server.close();
            server.close();
            work.close();
        }
        assertThat(path).doesNotExist();
        assertThat(ProcessHandle.allProcesses())
                .noneMatch(p -> p.info().commandLine().orElse("").contains(path.toString()));
    }

    @Test
    void whatABackupSetsForItsDatabaseDoesNotReachTheDrillsOwnSessions() throws Exception {
        try (WorkDirectory work = work(System.getenv());
                ThrowawayServer server = ThrowawayServer.start(installation(), work, 1)) {
            try (Connection connection = server.connect("postgres");
                    var statement = connection.createStatement()) {
                statement.execute("CREATE ROLE nobody");
                for (String setting :
                        List.of(
                                "role = 'nobody'",
                                "statement_timeout = '1ms'",
                                "idle_session_timeout = '1ms'",
                                "standard_conforming_strings = off",
                                "quote_all_identifiers = on",
                                "session_preload_libraries = 'nosuchlibrary'")) {
                    statement.execute("ALTER DATABASE postgres SET " + setting);
                }
            }
            assertThat(ask(server, "SELECT 1 FROM pg_sleep(0.1)")).isEqualTo("1");
            assertThat(ask(server, "SELECT current_user = session_user")).isEqualTo("t");
            assertThat(ask(server, "SELECT '\\x' || quote_ident('a')")).isEqualTo("\\xa");
        }
    }

    @Test
    void aTriggerOnLoginRefusesWhomItWillButNotTheDrill() throws Exception {
        assumeTrue(
                installation().major() >= 17, "the installed PostgreSQL has no triggers on login");
        try (WorkDirectory work = work(System.getenv());
                ThrowawayServer server = ThrowawayServer.start(installation(), work, 1)) {
            try (Connection connection = server.connect("postgres");
                    var statement = connection.createStatement()) {
                statement.execute(
                        """
                        CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$
                        BEGIN RAISE EXCEPTION 'who are you?'; END $$
                        """);
                statement.execute("CREATE EVENT TRIGGER guard ON login EXECUTE FUNCTION refuse()");
            }
            assertThat(ask(server, "SHOW event_triggers")).isEqualTo("off");
        }
    }

    @Test
    void namesInNoEncodingCanBeReadByteByByte() throws Exception {
        try (WorkDirectory work = work(System.getenv());
                ThrowawayServer server = ThrowawayServer.start(installation(), work, 1)) {
            try (Connection connection = server.connect("postgres")) {
                connection
                        .createStatement()
                        .execute(
                                "CREATE DATABASE bytes TEMPLATE template0 ENCODING 'SQL_ASCII'"
                                        + " LOCALE 'C'");
            }
            try (Connection connection = server.connect("bytes");
                    var statement = connection.createStatement()) {
                statement.execute("SET client_encoding = 'LATIN1'");
                try (var row = statement.executeQuery("SELECT E'\\xfc'")) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getString(1)).isEqualTo("ü");
                }
            }
        }
    }

    @Test
    void aLongWorkDirectoryStillGetsASocket(
            @TempDir(factory = TemporaryFolder.OfJUnit.class) Path base) throws Exception {
        Path parent = Files.createDirectories(base.resolve("a-long-name-".repeat(8)));
        try (WorkDirectory work = work(Map.of("MUSTER_WORK", parent.toString()));
                ThrowawayServer server = ThrowawayServer.start(installation(), work, 1)) {
            assertThat(ask(server, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void aKilledServerIsNoticed() throws Exception {
        try (WorkDirectory work = work(System.getenv());
                ThrowawayServer server = ThrowawayServer.start(installation(), work, 1)) {
            ProcessHandle.allProcesses()
                    .filter(p ->
                            p.info().commandLine().orElse("").contains(server.path() + "/data"))
                    .forEach(ProcessHandle::destroyForcibly);
            Awaitility.await()
                    .atMost(5, TimeUnit.SECONDS)
                    .untilAsserted(() ->
                            assertThat(server.lost())
                                    .hasValueSatisfying(f ->
                                            assertThat(f.code())
                                                    .isEqualTo(FindingCode.SERVER_LOST)));
        }
    }

    @Test
    void whatAKilledDrillLeftIsReaped(@TempDir(factory = TemporaryFolder.OfJUnit.class) Path parent)
            throws Exception {
        Map<String, String> environment = Map.of("MUSTER_WORK", parent.toString());
        try (WorkDirectory dead = work(environment);
                ThrowawayServer server = ThrowawayServer.start(installation(), dead, 1);
                WorkDirectory alive = work(environment)) {
            // As if its process had been killed: another's pid with another's start time.
            Files.writeString(dead.path().resolve("owner"), ProcessHandle.current().pid() + " 1\n");
            Reaper.Reaped reaped = Reaper.reap(environment);
            assertThat(reaped.removed()).containsExactly(dead.path());
            assertThat(reaped.leftovers()).isEmpty();
            assertThat(dead.path()).doesNotExist();
            assertThat(alive.path()).exists();
            assertThat(server.lost()).isPresent();
        }
    }

    @Test
    void extensionsLibrariesCanBePreloaded() throws Exception {
        try (WorkDirectory work = work(System.getenv());
                ThrowawayServer server = ThrowawayServer.start(installation(), work, 1)) {
            server.preload(java.util.List.of("pg_stat_statements"));
            assertThat(ask(server, "SHOW shared_preload_libraries"))
                    .isEqualTo("pg_stat_statements");
        }
    }
}
