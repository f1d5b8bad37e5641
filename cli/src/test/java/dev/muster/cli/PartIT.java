package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.CheckKind;
import dev.muster.contract.ContractJson;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Outcome;
import dev.muster.contract.Proof;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.CheckResult;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.Ledger;
import dev.muster.contract.result.LedgerKind;
import dev.muster.contract.result.ObjectOutcome;
import dev.muster.restore.postgres.server.Installation;
import dev.muster.restore.postgres.server.Installations;
import dev.muster.restore.postgres.server.ThrowawayServer;
import dev.muster.restore.postgres.server.WorkDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drills of a part of a backup, on dumps of a database that this test makes. */
class PartIT {
    private static final String DATABASE =
            """
            CREATE SCHEMA sales;
            CREATE SCHEMA audit;
            CREATE TYPE sales.state AS ENUM ('new', 'paid');
            CREATE FUNCTION sales.stamp() RETURNS trigger LANGUAGE plpgsql
                AS 'BEGIN NEW.at := now(); RETURN NEW; END';
            CREATE TABLE sales.customers (id serial PRIMARY KEY, name text NOT NULL);
            CREATE TABLE sales.orders (id serial PRIMARY KEY, at timestamptz,
                customer integer REFERENCES sales.customers, state sales.state NOT NULL,
                CHECK (id > 0));
            CREATE INDEX orders_at ON sales.orders (at);
            CREATE TRIGGER stamp BEFORE INSERT ON sales.orders
                FOR EACH ROW EXECUTE FUNCTION sales.stamp();
            CREATE TABLE audit.events (id bigint GENERATED ALWAYS AS IDENTITY, day date NOT NULL,
                PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
            CREATE TABLE audit.events_old PARTITION OF audit.events
                FOR VALUES FROM (MINVALUE) TO ('2026-01-01');
            CREATE TABLE audit.events_new PARTITION OF audit.events
                FOR VALUES FROM ('2026-01-01') TO (MAXVALUE);
            CREATE VIEW sales.paid AS SELECT * FROM sales.orders WHERE state = 'paid';
            CREATE MATERIALIZED VIEW sales.totals AS SELECT customer, count(*) FROM sales.orders
                GROUP BY customer;
            CREATE TABLE sales.empty (id integer);
            INSERT INTO sales.customers (name) SELECT 'c' || i FROM generate_series(1, 50) i;
            INSERT INTO sales.orders (customer, state)
                SELECT i % 50 + 1, 'paid' FROM generate_series(1, 400) i;
            INSERT INTO audit.events (day)
                SELECT date '2025-12-01' + i FROM generate_series(1, 60) i;
            REFRESH MATERIALIZED VIEW sales.totals;
            SELECT lo_from_bytea(0, 'a large object');
            """;

    @TempDir private static Path dumps;
    @TempDir private Path directory;

    private static WorkDirectory work;
    private static ThrowawayServer server;
    private static Installation postgres;

    @BeforeAll
    static void makeDatabase() throws Exception {
        postgres =
                Installations.find(System.getenv()).all().stream()
                        .filter(Installation::complete)
                        .findFirst()
                        .orElseThrow();
        String id = "part-" + UUID.randomUUID().toString().substring(0, 8);
        work = WorkDirectory.create(id, System.getenv());
        server = ThrowawayServer.start(postgres, work, 2);
        sql("postgres", "CREATE DATABASE store");
        sql("store", DATABASE);
        dump("custom", "store.dump");
        dump("tar", "store.tar");
        dump("directory", "store.dir");
        dump("plain", "store.sql");
    }

    @AfterAll
    static void close() {
        server.close();
        work.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"store.dump", "store.tar", "store.dir"})
    void tableIsProvenWithWhatItDependsOnAndNothingElse(String dump) throws IOException {
        Session session = drill(dump, "--table", "sales.orders");
        DrillResult result = result();

        assertThat(result.verdict()).as(session.out()).isEqualTo(Verdict.PROVEN);
        assertThat(result.proof()).isEqualTo(Proof.CONSISTENT);
        assertThat(session.exitCode()).isZero();
        assertThat(session.out())
                .contains("PROVEN FOR 1 OF 6 TABLES: THE OTHER 5 WERE NOT RESTORED");
        assertThat(directory.resolve("report.html"))
                .content()
                .contains("PROVEN FOR 1 OF 6 TABLES: THE OTHER 5 WERE NOT RESTORED");
        Ledger ledger = ledger(result);
        assertThat(ledger.addsUp()).isTrue();
        assertThat(kind(ledger, "TABLE").verified()).isEqualTo(1);
        assertThat(kind(ledger, "TABLE").notChecked()).isEqualTo(5);
        assertThat(kind(ledger, "TRIGGER").verified()).isEqualTo(1);
        assertThat(kind(ledger, "FUNCTION").verified()).isEqualTo(1);
        assertThat(kind(ledger, "FK CONSTRAINT").notChecked()).isEqualTo(1);
        assertThat(kind(ledger, "LARGE OBJECT").notChecked()).isEqualTo(1);
        assertThat(check(result, CheckKind.ROW_COUNTS))
                .containsExactly(ObjectOutcome.counted("sales.orders", 400, 400));
    }

    @Test
    void foreignKeyIsBackWhereBothItsTablesAre() throws IOException {
        drill("store.dump", "--table", "orders", "--table", "customers");

        assertThat(kind(ledger(result()), "FK CONSTRAINT").verified()).isEqualTo(1);
        assertThat(check(result(), CheckKind.FOREIGN_KEYS)).hasSize(1);
    }

    @Test
    void viewComesWithItsTableEmptyAndProvesNothing() throws IOException {
        Session session = drill("store.dump", "--table", "sales.paid");

        assertThat(result().verdict()).as(session.out()).isEqualTo(Verdict.UNPROVEN);
        assertThat(codes()).containsExactly(FindingCode.NOTHING_VERIFIED);
        assertThat(kind(ledger(result()), "VIEW").verified()).isEqualTo(1);
        assertThat(kind(ledger(result()), "TABLE").verified()).isZero();
    }

    @Test
    void materializedViewIsFilledFromItsTable() throws IOException {
        Session session = drill("store.dump", "--table", "sales.totals");

        assertThat(result().verdict()).as(session.out()).isEqualTo(Verdict.PROVEN);
        assertThat(kind(ledger(result()), "MATERIALIZED VIEW DATA").verified()).isEqualTo(1);
    }

    @Test
    void schemaBringsItsPartitionsAndTheirRows() throws IOException {
        Session session = drill("store.dump", "--schema", "audit");

        assertThat(result().verdict()).as(session.out()).isEqualTo(Verdict.PROVEN);
        assertThat(session.out())
                .contains("PROVEN FOR 3 OF 6 TABLES: THE OTHER 3 WERE NOT RESTORED");
        assertThat(kind(ledger(result()), "INDEX ATTACH").verified()).isEqualTo(2);
    }

    @Test
    void partitionAloneComesBelowItsTable() throws IOException {
        Session session = drill("store.dump", "--table", "events_new");

        assertThat(result().verdict()).as(session.out()).isEqualTo(Verdict.PROVEN);
        assertThat(kind(ledger(result()), "TABLE ATTACH").verified()).isEqualTo(1);
        assertThat(check(result(), CheckKind.ROW_COUNTS))
                .filteredOn(o -> o.outcome() == Outcome.PASSED)
                .extracting(ObjectOutcome::object)
                .containsExactly("audit.events_new");
    }

    @Test
    void schemaAloneIsNeverProven() throws IOException {
        Session session = drill("store.dump", "--schema-only");

        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(session.out()).contains("SCHEMA ONLY: NO DATA WAS PROVEN");
        assertThat(codes()).containsExactly(FindingCode.SCHEMA_ONLY);
        Ledger ledger = ledger(result());
        assertThat(ledger.addsUp()).isTrue();
        assertThat(kind(ledger, "TABLE").verified()).isEqualTo(1); // the partitioned one
        assertThat(kind(ledger, "INDEX").verified()).isEqualTo(kind(ledger, "INDEX").objects());
        assertThat(kind(ledger, "FK CONSTRAINT").verified()).isEqualTo(1);
    }

    @Test
    void nameThatTheArchiveLacksIsToldWithOnesLikeIt() throws IOException {
        Session session = drill("store.dump", "--table", "sales.ordres");

        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(codes()).containsExactly(FindingCode.SELECTION_UNKNOWN);
        assertThat(session.out()).contains("did you mean \"sales.orders\"?");
    }

    @Test
    void scriptIsRefused() throws IOException {
        Session session = drill("store.sql", "--table", "sales.orders");

        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(codes()).containsExactly(FindingCode.SELECTION_UNSUPPORTED);
        assertThat(session.out()).contains("-Fc");
    }

    @Test
    void damageOfTheWholeArchiveIsFoundWhateverIsChosen() throws IOException {
        byte[] whole = Files.readAllBytes(dumps.resolve("store.dump"));
        Path cut = directory.resolve("cut.dump");
        Files.write(cut, java.util.Arrays.copyOf(whole, whole.length - 200));

        drill(cut, "--table", "sales.orders");

        assertThat(result().verdict()).isEqualTo(Verdict.BROKEN);
    }

    @Test
    void planMayChooseAndItsDrillIsNoProofOfTheWholeBackup() throws IOException {
        Files.copy(dumps.resolve("store.dump"), directory.resolve("store-20260301T030000.dump"));
        Path config = directory.resolve("muster.yaml");
        String plan =
                """
                plans:
                  store:
                    stores: { directory: %s }
                    backups: { pattern: "store-{timestamp:yyyyMMdd'T'HHmmss}.dump" }
                    select: { mode: latest, within: 9000d }
                    expect:
                      tables: [sales.customers, sales.orders]
                      rules:
                        some: { rows: { table: orders, min: 400 } }
                        others: { rows: { table: customers, min: 50 } }
                        joined: { sql: "SELECT count(*) FROM sales.customers", expect: "> 0" }
                """
                        .formatted(directory);
        Files.writeString(config, plan + "    restore: { only: { tables: [sales.orders] } }\n");
        Path json = directory.resolve("result.json");
        String[] command = {
            "drill", "store", "--config", config.toString(), "--json", json.toString()
        };

        Session part = Session.muster(command);

        assertThat(result().verdict()).as(part.out()).isEqualTo(Verdict.PROVEN);
        assertThat(check(result(), CheckKind.KEY_TABLES))
                .extracting(ObjectOutcome::outcome)
                .containsExactly(Outcome.NOT_CHECKED, Outcome.PASSED);
        assertThat(check(result(), CheckKind.RULES))
                .extracting(ObjectOutcome::outcome)
                .containsExactly(Outcome.PASSED, Outcome.NOT_CHECKED, Outcome.NOT_CHECKED);
        String history = Session.muster("history", "store", "--config", config.toString()).out();
        assertThat(history).contains("in part");

        Files.copy(dumps.resolve("store.dump"), directory.resolve("store-20260401T030000.dump"));
        Files.writeString(config, plan);
        Session whole = Session.muster(command);

        assertThat(result().verdict()).as(whole.out()).isEqualTo(Verdict.PROVEN);
        assertThat(result().isPartial()).isFalse();
        // The drill of a part is nothing to compare with.
        assertThat(check(result(), CheckKind.HISTORY))
                .extracting(ObjectOutcome::outcome)
                .containsExactly(Outcome.NOT_CHECKED);
    }

    private Session drill(String dump, String... options) {
        return drill(dumps.resolve(dump), options);
    }

    private Session drill(Path dump, String... options) {
        List<String> command = new ArrayList<>(List.of("drill", "--file", dump.toString()));
        command.addAll(List.of("--json", directory.resolve("result.json").toString()));
        command.addAll(List.of("--report", directory.toString()));
        command.addAll(List.of(options));
        return Session.muster(command.toArray(String[]::new));
    }

    private DrillResult result() throws IOException {
        return ContractJson.readResult(Files.readString(directory.resolve("result.json")));
    }

    private List<FindingCode> codes() throws IOException {
        return result().findings().stream().filter(Finding::decides).map(Finding::code).toList();
    }

    private static Ledger ledger(DrillResult result) {
        Ledger ledger = result.ledger();
        if (ledger == null) {
            throw new AssertionError("there is no ledger");
        }
        return ledger;
    }

    private static LedgerKind kind(Ledger ledger, String kind) {
        return ledger.of(kind).orElseThrow();
    }

    private static List<ObjectOutcome> check(DrillResult result, CheckKind kind) {
        return result.checks().stream()
                .filter(check -> check.check() == kind)
                .map(CheckResult::objects)
                .findFirst()
                .orElse(List.of());
    }

    private static void sql(String database, String statements) throws Exception {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        }
    }

    private static void dump(String format, String name) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(
                        postgres.program("pg_dump").toString(),
                        "--dbname=store",
                        "--format=" + format,
                        "--file=" + dumps.resolve(name));
        builder.environment().putAll(server.clientEnvironment());
        builder.inheritIO();
        assertThat(builder.start().waitFor()).isZero();
    }
}
