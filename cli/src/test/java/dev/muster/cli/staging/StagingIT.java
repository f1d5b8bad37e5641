package dev.muster.cli.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.cli.Launched;
import dev.muster.cli.Session;
import dev.muster.contract.ContractJson;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.DrillResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Drills into a server that others use: however they end, it is as it was before. */
class StagingIT {
    /** A restore that takes longer than any test waits. */
    private static final String SLOW =
            """
            CREATE TABLE public.slow (id integer);
            ALTER TABLE public.slow OWNER TO slow_owner;
            GRANT SELECT ON TABLE public.slow TO slow_reader;
            INSERT INTO public.slow SELECT 1 FROM pg_catalog.pg_sleep(600);
            """;

    @RegisterExtension static final UntouchedServer untouched = new UntouchedServer();

    private static StagingServer staging;

    @RegisterExtension final Launched launched = new Launched();
    @TempDir static Path dumps;
    @TempDir Path directory;

    @BeforeAll
    static void makeDumps() throws Exception {
        staging = untouched.server();
        makeShop();
        Path place = dumps.toAbsolutePath();
        staging.dump("pg_dump", "-Fc", "-f", place + "/custom", "shop");
        staging.dump("pg_dump", "-Ft", "-f", place + "/tar", "shop");
        staging.dump("pg_dump", "-f", place + "/plain", "shop");
        staging.dump("pg_dump", "--create", "-f", place + "/plain-create", "shop");
        staging.dump("pg_dumpall", "-f", place + "/dumpall");
        staging.sql(
                "shop",
                "CREATE EXTENSION pg_stat_statements SCHEMA ext",
                "COMMENT ON EXTENSION pg_stat_statements IS 'statistics'",
                "CREATE EXTENSION earthdistance CASCADE");
        staging.dump("pg_dump", "-Fc", "-f", place + "/extended", "shop");
        staging.sql(
                "shop", "ALTER SUBSCRIPTION feed SET (slot_name = NONE)", "DROP SUBSCRIPTION feed");
        staging.sql("postgres", "DROP DATABASE shop", "DROP ROLE legacy", "DROP ROLE reader");
        // The backup of all knows other passwords and settings than the server has now.
        staging.sql(
                "postgres",
                "ALTER ROLE app PASSWORD 'new'",
                "ALTER ROLE app SET search_path = newer",
                "ALTER DATABASE warehouse SET work_mem = '7MB'");
    }

    private static void makeShop() throws Exception {
        staging.sql(
                "postgres",
                "CREATE ROLE legacy",
                "CREATE ROLE reader",
                "CREATE DATABASE shop OWNER legacy",
                "COMMENT ON DATABASE shop IS 'the shop'",
                "ALTER DATABASE shop SET search_path = sales, public",
                "ALTER ROLE app IN DATABASE shop SET work_mem = '9MB'",
                "GRANT CONNECT ON DATABASE shop TO reader");
        staging.sql(
                "shop",
                "CREATE SCHEMA sales",
                "CREATE SCHEMA ext",
                "CREATE EXTENSION pgcrypto SCHEMA ext",
                "CREATE TABLE sales.customers (id int PRIMARY KEY, name text NOT NULL, secret text)",
                "INSERT INTO sales.customers SELECT i, 'customer ' || i FROM generate_series(1, 500) i",
                "CREATE TABLE sales.orders (id serial PRIMARY KEY,"
                        + " customer int NOT NULL REFERENCES sales.customers) TABLESPACE fast",
                "INSERT INTO sales.orders (customer) SELECT 1 + i % 500 FROM generate_series(1, 900) i",
                "ALTER TABLE sales.customers OWNER TO legacy",
                "ALTER TABLE sales.orders OWNER TO app",
                "CREATE MATERIALIZED VIEW sales.totals AS SELECT customer, count(*) FROM sales.orders"
                        + " GROUP BY 1",
                "CREATE FUNCTION sales.twice(i int) RETURNS int LANGUAGE sql SECURITY DEFINER"
                        + " AS 'SELECT 2 * i'",
                "ALTER FUNCTION sales.twice OWNER TO legacy",
                "CREATE POLICY own ON sales.customers TO reader USING (name = current_user)",
                "ALTER TABLE sales.customers ENABLE ROW LEVEL SECURITY",
                "GRANT SELECT ON sales.customers TO reader, app",
                "ALTER DEFAULT PRIVILEGES FOR ROLE app IN SCHEMA sales GRANT SELECT ON TABLES TO reader",
                "ALTER DEFAULT PRIVILEGES FOR ROLE legacy GRANT SELECT ON TABLES TO app",
                "SELECT lo_from_bytea(0, '\\x0102')",
                "CREATE PUBLICATION changes FOR TABLE sales.orders",
                "CREATE PUBLICATION everything FOR ALL TABLES",
                "CREATE SUBSCRIPTION feed CONNECTION 'host=127.0.0.1 dbname=live' PUBLICATION p"
                        + " WITH (connect = false, slot_name = 'live_slot')",
                "CREATE FUNCTION sales.note() RETURNS event_trigger LANGUAGE plpgsql"
                        + " AS 'BEGIN PERFORM 1; END'",
                "CREATE EVENT TRIGGER noted ON ddl_command_end EXECUTE FUNCTION sales.note()",
                "ALTER SCHEMA sales OWNER TO legacy");
    }

    @ParameterizedTest
    @CsvSource({
        "drill, custom",
        "drill, tar",
        "drill, plain",
        "drill, plain-create",
        "boss, custom",
        "boss, tar",
        "boss, plain",
        "boss, plain-create",
        "boss, extended"
    })
    void aHealthyBackupIsProven(String user, String dump) throws Exception {
        // Of the server's disk; a server of the drill's own would need more.
        DrillResult result = drill(user, dumps.resolve(dump), "disk: 100MiB", "");
        assertThat(errors(result)).isEmpty();
        assertThat(result.verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(result.findings())
                .extracting(Finding::code)
                .doesNotContain(FindingCode.LEFTOVERS);
    }

    @Test
    void whatThePlansRoleMayNotCreateIsNamed() throws Exception {
        DrillResult result = drill("drill", dumps.resolve("extended"), "", "");
        assertThat(result.verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(errors(result))
                .extracting(Finding::object)
                .containsExactlyInAnyOrder("earthdistance", "pg_stat_statements");
        assertThat(codes(result)).containsExactly(FindingCode.PRIVILEGE_MISSING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"drill", "boss"})
    void aScriptOfAWholeServerIsRefused(String user) throws Exception {
        DrillResult result = drill(user, dumps.resolve("dumpall"), "", "");
        assertThat(result.verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(codes(result)).containsExactly(FindingCode.RESTORE_TARGET_REFUSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"drill", "boss"})
    void hostileStatementsReachNothing(String user) throws Exception {
        String hostile =
                """
                CREATE TABLE t (i int);
                COPY t FROM stdin;
                1
                \\.
                ALTER ROLE app PASSWORD 'taken';
                ALTER ROLE postgres SET work_mem = '1MB';
                ALTER DATABASE warehouse SET work_mem = '1MB';
                DROP ROLE analyst;
                CREATE ROLE intruder LOGIN SUPERUSER;
                GRANT boss TO PUBLIC;
                GRANT boss TO app;
                RESET ROLE;
                RESET SESSION AUTHORIZATION;
                SET SESSION AUTHORIZATION boss;
                DO $$ BEGIN EXECUTE 'RESET ROLE'; EXECUTE 'ALTER ROLE app PASSWORD ''taken'''; END $$;
                CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS
                  $$ BEGIN EXECUTE 'RESET ROLE'; EXECUTE 'CREATE ROLE intruder'; RETURN 1; END $$;
                SELECT f();
                CREATE MATERIALIZED VIEW m AS SELECT f();
                REASSIGN OWNED BY app TO CURRENT_USER;
                COMMENT ON ROLE app IS 'taken';
                BEGIN;
                INSERT INTO t VALUES (2);
                PREPARE TRANSACTION 'stays';
                """;
        DrillResult result = drill(user, script(hostile), "", "");
        assertThat(result.verdict()).isNotEqualTo(Verdict.PROVEN);
        assertThat(result.findings())
                .extracting(Finding::code)
                .doesNotContain(FindingCode.LEFTOVERS);
    }

    @Test
    void aRestoreThatFailsLeavesNothing() throws Exception {
        String damaged =
                """
                CREATE TABLE t (i int);
                ALTER TABLE t OWNER TO failing_owner;
                GRANT SELECT ON t TO failing_reader;
                COPY t (i) FROM stdin;
                1
                no number
                \\.
                ALTER TABLE ONLY t ADD CONSTRAINT t_pkey PRIMARY KEY (missing);
                """;
        DrillResult result = drill("drill", script(damaged), "", "");
        assertThat(result.verdict()).isEqualTo(Verdict.BROKEN);
    }

    @Test
    void aRestoreThatTakesTooLongLeavesNothing() throws Exception {
        DrillResult result = drill("drill", script(SLOW), "timeout: 8s", "");
        assertThat(result.verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(codes(result)).contains(FindingCode.RESTORE_TIMEOUT);
    }

    @Test
    void aRestoreThatTakesTooMuchDiskIsStopped() throws Exception {
        String large =
                """
                CREATE TABLE t (v text);
                INSERT INTO t SELECT repeat(md5(i::text), 40) FROM generate_series(1, 200000) i;
                INSERT INTO t SELECT v FROM t, pg_catalog.pg_sleep(600);
                """;
        DrillResult result = drill("drill", script(large), "disk: 64MiB", "");
        assertThat(codes(result)).contains(FindingCode.DISK_FULL);
        assertThat(result.verdict()).isEqualTo(Verdict.UNPROVEN);
    }

    @Test
    void aTerminatedDrillLeavesNothing() throws Exception {
        Path json = directory.resolve("result.json");
        Process drill = startSlow("one", json);
        drill.destroy(); // SIGTERM
        assertThat(drill.waitFor(60, TimeUnit.SECONDS)).isTrue();
        DrillResult result = ContractJson.readResult(Files.readString(json));
        assertThat(codes(result)).contains(FindingCode.INTERRUPTED);
        assertThat(result.findings())
                .extracting(Finding::code)
                .doesNotContain(FindingCode.LEFTOVERS);
    }

    @Test
    void whatAKilledDrillLeftIsDroppedByTheNext() throws Exception {
        kill(startSlow("one", directory.resolve("killed.json")));
        assertThat(drill("drill", dumps.resolve("custom"), "", "").verdict())
                .isEqualTo(Verdict.PROVEN);
    }

    @Test
    void whatAKilledDrillLeftIsDroppedByDoctor() throws Exception {
        kill(startSlow("one", directory.resolve("killed.json")));
        Session doctor =
                Session.muster(
                        "doctor", "--reap", "--config", directory.resolve("one.yaml").toString());
        assertThat(doctor.err()).isEmpty();
        assertThat(doctor.out()).contains("muster_drill_").contains("of plan shop");
    }

    private void kill(Process drill) throws Exception {
        drill.destroyForcibly();
        assertThat(drill.waitFor(60, TimeUnit.SECONDS)).isTrue();
        untouched.isTouched();
    }

    @Test
    void drillsAtTheSameTimeDoNotDisturbEachOther() throws Exception {
        Process slow = startSlow("slow", directory.resolve("slow.json"));
        try {
            // The same roles are stubs of both.
            String other =
                    """
                    CREATE TABLE public.quick (id integer);
                    ALTER TABLE public.quick OWNER TO slow_owner;
                    GRANT SELECT ON TABLE public.quick TO slow_reader;
                    COPY public.quick (id) FROM stdin;
                    1
                    \\.
                    """;
            DrillResult result = drill("drill", script(other), "", "");
            assertThat(errors(result)).isEmpty();
            assertThat(result.findings())
                    .extracting(Finding::code)
                    .doesNotContain(FindingCode.LEFTOVERS);
            assertThat(slow.isAlive()).isTrue();
            assertThat(
                            staging.sql(
                                    "postgres",
                                    "SELECT 1 FROM pg_roles WHERE rolname='slow_reader'"))
                    .isEqualTo("1");
        } finally {
            slow.destroy();
            assertThat(slow.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        DrillResult result =
                ContractJson.readResult(Files.readString(directory.resolve("slow.json")));
        assertThat(codes(result)).containsOnly(FindingCode.INTERRUPTED);
    }

    @Test
    void thePlansPasswordIsNowhere() throws Exception {
        Path json = directory.resolve("result.json");
        Process slow = startSlow("one", json);
        try {
            List<String> seen = new ArrayList<>();
            for (ProcessHandle child : slow.descendants().toList()) {
                Path proc = Path.of("/proc", String.valueOf(child.pid()));
                seen.add(Files.readString(proc.resolve("cmdline"), StandardCharsets.ISO_8859_1));
                seen.add(Files.readString(proc.resolve("environ"), StandardCharsets.ISO_8859_1));
            }
            assertThat(seen).hasSizeGreaterThan(1).noneMatch(text -> text.contains("own\\secret"));
        } finally {
            slow.destroy();
            slow.waitFor(60, TimeUnit.SECONDS);
        }
        assertThat(json).content().doesNotContain("own\\\\secret").doesNotContain("own\\secret");
        assertThat(directory.resolve("one.log")).content().doesNotContain("own\\secret");
        // The server logs every statement here: the drill's own role comes with a verifier.
        String log = Files.readString(staging.log());
        assertThat(log)
                .containsPattern(
                        "CREATE ROLE \"muster_drill_[^\"]*\" LOGIN PASSWORD 'SCRAM-SHA-256");
    }

    @Test
    void theServerThatHoldsTheSourceIsRefused() throws Exception {
        Path own = dumps.resolve("own");
        staging.dump("pg_dump", "-Fc", "-f", own.toString(), "warehouse");
        DrillResult result = drill("drill", own, "", "");
        assertThat(codes(result)).containsExactly(FindingCode.RESTORE_TARGET_REFUSED);
    }

    @Test
    void theServersCertificateIsChecked() throws Exception {
        Path custom = dumps.resolve("custom");
        Path right = Files.copy(staging.rootCertificate(), directory.resolve("root.crt"));
        String named = ", sslmode: verify-full, rootCertificate: \"file:" + right + "\"";
        assertThat(errors(drill("drill", custom, "", ", host: localhost" + named))).isEmpty();
        // What this machine trusts does not vouch for it, and its certificate has another name.
        assertThat(codes(drill("drill", custom, "", ", host: localhost, sslmode: verify-full")))
                .containsExactly(FindingCode.SERVER_REFUSED);
        assertThat(codes(drill("drill", custom, "", ", host: 127.0.0.1" + named)))
                .containsExactly(FindingCode.SERVER_REFUSED);
    }

    @Test
    void namesBeginAsThePlanSays() throws Exception {
        Path json = directory.resolve("result.json");
        Path plans = plans("one", "drill", script(SLOW), "", ", prefix: ours_");
        Process drill = start("one", plans, json);
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> !sleeping().isEmpty());
            assertThat(sleeping()).startsWith("ours_");
        } finally {
            drill.destroy();
            drill.waitFor(60, TimeUnit.SECONDS);
        }
    }

    private Process startSlow(String name, Path json) throws Exception {
        Process drill = start(name, plans(name, "drill", script(SLOW), "", ""), json);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !drill.isAlive() || !sleeping().isEmpty());
        assertThat(directory.resolve(name + ".log"))
                .satisfies(log -> assertThat(drill.isAlive()).as(Files.readString(log)).isTrue());
        return drill;
    }

    private static String sleeping() throws Exception {
        return staging.sql(
                "postgres",
                "SELECT datname FROM pg_stat_activity WHERE query LIKE 'INSERT INTO public.slow%'"
                        + " AND state = 'active' LIMIT 1");
    }

    private Process start(String name, Path plans, Path json) throws IOException {
        return launched.start(
                directory.resolve(name + ".log"),
                Map.of(),
                List.of("drill", "shop", "--config", "" + plans, "--json", "" + json));
    }

    private DrillResult drill(String user, Path dump, String restore, String server)
            throws Exception {
        Path json = Files.createTempFile(directory, "result", ".json");
        Session session =
                Session.muster(
                        "drill",
                        "shop",
                        "--config",
                        plans("drill", user, dump, restore, server).toString(),
                        "--json",
                        json.toString());
        assertThat(session.out() + session.err()).doesNotContain("own\\secret");
        assertThat(json).as(session.err()).content().isNotEmpty();
        return ContractJson.readResult(Files.readString(json));
    }

    private Path plans(String name, String user, Path dump, String restore, String server)
            throws IOException {
        Path store = Files.createDirectories(directory.resolve(name + "-store"));
        Files.copy(dump, store.resolve("shop.dump"), StandardCopyOption.REPLACE_EXISTING);
        Path password = StagingServer.passwordFile(directory, StagingServer.SECRET);
        String host = server.contains("host:") ? "" : ", host: 127.0.0.1";
        return Files.writeString(
                directory.resolve(name + ".yaml"),
                """
                plans:
                  shop:
                    stores: { directory: %s }
                    select: { mode: latest }
                    restore:
                      into: { server: { user: %s, port: %d, password: "file:%s"%s%s } }
                      %s
                """
                        .formatted(store, user, staging.port, password, host, server, restore));
    }

    private Path script(String body) throws IOException {
        return Files.writeString(
                directory.resolve("script.sql"),
                """
                --
                -- PostgreSQL database dump
                --

                -- Dumped from database version 15.4
                -- Dumped by pg_dump version 15.4

                %s
                --
                -- PostgreSQL database dump complete
                --
                """
                        .formatted(body));
    }

    private static List<Finding> errors(DrillResult result) {
        return result.findings().stream().filter(Finding::decides).toList();
    }

    private static List<FindingCode> codes(DrillResult result) {
        return errors(result).stream().map(Finding::code).distinct().toList();
    }
}
