package dev.muster.cli.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.cli.Launched;
import dev.muster.cli.Session;
import dev.muster.contract.Cause;
import dev.muster.contract.CheckKind;
import dev.muster.contract.ContractJson;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Outcome;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.CheckResult;
import dev.muster.contract.result.DrillResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Migrations that are rehearsed on a server that others use: it is as it was before. */
class RehearsalOnServerIT {
    @RegisterExtension static final UntouchedServer untouched = new UntouchedServer();

    private static StagingServer staging;

    @RegisterExtension final Launched launched = new Launched();
    @TempDir static Path dumps;
    @TempDir Path directory;

    @BeforeAll
    static void makeShop() throws Exception {
        staging = untouched.server();
        staging.sql("postgres", "CREATE ROLE legacy", "CREATE DATABASE shop OWNER legacy");
        staging.sql(
                "shop",
                "CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL)",
                "INSERT INTO users SELECT n, 'user ' || n FROM generate_series(1, 2000) n",
                "CREATE TABLE orders (id serial PRIMARY KEY, u int REFERENCES users)",
                "INSERT INTO orders (u) SELECT n FROM generate_series(1, 1000) n",
                "ALTER TABLE users OWNER TO legacy",
                "ALTER TABLE orders OWNER TO app");
        staging.dump("pg_dump", "-Fc", "-f", dumps.resolve("shop.dump").toString(), "shop");
        staging.sql("postgres", "DROP DATABASE shop", "DROP ROLE legacy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"drill", "boss"})
    void aToolOnJdbcGoesUpAndDownAsTheDrillsOwnRole(String user) throws Exception {
        Path trace = directory.resolve("trace");
        String way = "{ command: [ sh, '%s', %s, '" + trace + "' ] }";
        Path tool =
                Files.writeString(
                        directory.resolve("tool"),
                        "exec '%s' -cp '%s' %s \"$@\"\n"
                                .formatted(
                                        Path.of(System.getProperty("java.home"), "bin", "java"),
                                        System.getProperty("java.class.path"),
                                        JdbcMigration.class.getName()));

        DrillResult result =
                drill(
                        user,
                        "up: %s, down: %s, ignore: [ versions ]"
                                .formatted(way.formatted(tool, "up"), way.formatted(tool, "down")),
                        0);

        assertThat(result.verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(errors(result)).isEmpty();
        assertThat(rehearsal(result).failed()).isZero();
        assertThat(rehearsal(result).objects())
                .filteredOn(o -> o.outcome() == Outcome.NOT_CHECKED)
                .as("the tool's own table, which the plan ignores")
                .singleElement()
                .satisfies(o -> assertThat(o.toString()).contains("versions"));
        assertThat(rehearsal(result).passed()).isGreaterThan(3);
        assertThat(Files.readAllLines(trace))
                .hasSize(2)
                .allMatch(me -> me.matches("muster_drill_\\S+ false false false " + staging.port));
    }

    @Test
    void aRollbackThatLosesRowsIsTheMigrationsFailure() throws Exception {
        DrillResult result =
                drill(
                        "drill",
                        files(
                                "ALTER TABLE users ADD note text;\nDELETE FROM orders WHERE id > 990;\n",
                                "ALTER TABLE users DROP note;\n"),
                        2);

        assertThat(result.cause()).isEqualTo(Cause.MIGRATION);
        assertThat(errors(result))
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.ROLLBACK_CHANGED_DATA);
                    assertThat(f.object()).isEqualTo("public.orders");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE ROLE intruder LOGIN SUPERUSER;",
                "ALTER ROLE app PASSWORD 'taken';",
                "SET ROLE drill;",
                "SET SESSION AUTHORIZATION boss;",
                "GRANT app TO CURRENT_USER;",
                "ALTER DATABASE warehouse SET work_mem = '1MB';",
                "CREATE TABLESPACE mine LOCATION '/tmp';",
                "ALTER SYSTEM SET work_mem = '1MB';",
                "COPY users TO '/tmp/users';",
            })
    void whatTheDrillsRoleMayNotDoFailsOnTheServer(String statement) throws Exception {
        DrillResult result =
                drill("boss", files("CREATE TABLE ran ();\n" + statement + "\n", "SELECT 1;"), 2);

        assertThat(errors(result))
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.MIGRATION_FAILED);
                    assertThat(f.message()).contains("line 2");
                });
    }

    @Test
    void aCommandThatCreatesADatabaseIsRefusedByTheServer() throws Exception {
        DrillResult result =
                drill(
                        "boss",
                        "up: { command: [ createdb, another ] }, down: { command: [ 'true' ] }",
                        2);

        assertThat(errors(result))
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.MIGRATION_FAILED);
                    assertThat(f.message()).contains("permission denied to create database");
                });
    }

    @Test
    void sessionsAndTransactionsThatAMigrationLeavesAreEnded() throws Exception {
        Path tool =
                Files.writeString(
                        directory.resolve("tool"),
                        """
                        setsid psql -Xqc 'SELECT pg_sleep(300)' > /dev/null 2>&1 < /dev/null &
                        psql -Xq -c BEGIN -c 'CREATE TABLE left_open ()' -c "PREPARE TRANSACTION 'stays'"
                        """);

        DrillResult result =
                drill(
                        "drill",
                        "up: { command: [ sh, '%s' ] }, down: { command: [ 'true' ] }"
                                .formatted(tool),
                        0);

        assertThat(result.findings())
                .extracting(Finding::code)
                .doesNotContain(FindingCode.LEFTOVERS);
    }

    @Test
    void aMigrationThatTakesTooLongIsEnded() throws Exception {
        DrillResult result =
                drill("drill", files("SELECT pg_sleep(600);", "SELECT 1;") + ", timeout: 2s", 2);

        assertThat(errors(result))
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.MIGRATION_FAILED);
                    assertThat(f.message()).contains("did not end within 2 s");
                });
    }

    @Test
    void aDrillThatIsTerminatedWhileItRehearsesLeavesNothing() throws Exception {
        Path json = directory.resolve("result.json");
        Path log = directory.resolve("log");
        Path plans = plans("drill", files("SELECT pg_sleep(600);", "SELECT 1;"));
        Process drill =
                launched.start(
                        log,
                        Map.of(),
                        List.of("drill", "shop", "--config", "" + plans, "--json", "" + json));
        await().atMost(Duration.ofSeconds(90)).until(() -> !drill.isAlive() || sleeps());
        assertThat(drill.isAlive()).as(Files.readString(log)).isTrue();

        drill.destroy(); // SIGTERM

        assertThat(drill.waitFor(60, TimeUnit.SECONDS)).isTrue();
        DrillResult result = ContractJson.readResult(Files.readString(json));
        assertThat(result.findings())
                .extracting(Finding::code)
                .contains(FindingCode.INTERRUPTED)
                .doesNotContain(FindingCode.LEFTOVERS);
    }

    private static boolean sleeps() throws Exception {
        return !staging.sql(
                        "postgres",
                        "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(600)%'")
                .isEmpty();
    }

    private String files(String up, String down) throws IOException {
        Path upFile = Files.writeString(directory.resolve("up.sql"), up);
        Path downFile = Files.writeString(directory.resolve("down.sql"), down);
        return "up: [ '%s' ], down: [ '%s' ]".formatted(upFile, downFile);
    }

    private DrillResult drill(String user, String rehearse, int exitCode) throws IOException {
        Path json = directory.resolve("result.json");
        Session session =
                Session.muster(
                        "drill",
                        "shop",
                        "--config",
                        plans(user, rehearse).toString(),
                        "--json",
                        json.toString());
        assertThat(session.exitCode()).as(session.out() + session.err()).isEqualTo(exitCode);
        return ContractJson.readResult(Files.readString(json));
    }

    private Path plans(String user, String rehearse) throws IOException {
        Path password = StagingServer.passwordFile(directory, StagingServer.SECRET);
        return Files.writeString(
                directory.resolve("muster.yaml"),
                """
                plans:
                  shop:
                    stores: { directory: "%s" }
                    select: { mode: latest }
                    restore:
                      into: { server: { host: 127.0.0.1, port: %d, user: %s, password: "file:%s" } }
                    rehearse: { %s }
                """
                        .formatted(dumps, staging.port, user, password, rehearse));
    }

    private static List<Finding> errors(DrillResult result) {
        return result.findings().stream().filter(Finding::decides).toList();
    }

    private static CheckResult rehearsal(DrillResult result) {
        return result.checks().stream()
                .filter(c -> c.check() == CheckKind.REHEARSAL)
                .findFirst()
                .orElseThrow();
    }
}
