package dev.muster.cli.staging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.Session;
import dev.muster.contract.CheckKind;
import dev.muster.contract.ContractJson;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Outcome;
import dev.muster.contract.Stage;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.ObjectOutcome;
import dev.muster.contract.result.StageTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hot standby in streaming replication: compared with, and never restored into. */
class StandbyIT {
    private static final int MOST_DRILLS = 10;

    private static final String WATCHER = "watchers-own";

    private static StagingServer primary;
    private static Standby standby;

    @TempDir static Path dumps;
    @TempDir Path directory;

    @BeforeAll
    static void start() throws Exception {
        primary = StagingServer.start();
        primary.sql(
                "postgres",
                "CREATE ROLE watcher LOGIN PASSWORD '" + WATCHER + "'",
                // A table is counted by one process, so that a count takes its time.
                "ALTER ROLE watcher SET max_parallel_workers_per_gather = 0",
                "CREATE DATABASE market");
        primary.sql(
                "market",
                "CREATE TABLE goods (id int PRIMARY KEY, name text NOT NULL)",
                "INSERT INTO goods SELECT n, 'good ' || n FROM generate_series(1, 20000) n",
                "CREATE TABLE sales (id int, good int)",
                "INSERT INTO sales SELECT n, n % 20000 + 1 FROM generate_series(1, 1500000) n",
                "CREATE TABLE notes (id serial PRIMARY KEY, note text)",
                "INSERT INTO notes (note) SELECT 'note' FROM generate_series(1, 10000)",
                "CREATE UNLOGGED TABLE cache (id int)",
                "INSERT INTO cache VALUES (1)",
                "CREATE MATERIALIZED VIEW totals AS SELECT good, count(*) FROM sales GROUP BY 1",
                "CREATE VIEW named AS SELECT name FROM goods",
                "GRANT SELECT ON ALL TABLES IN SCHEMA public TO watcher",
                "ANALYZE");
        primary.dump("pg_dump", "-Fc", "-f", dumps.resolve("market.dump").toString(), "market");
        standby = Standby.of(primary);
        standby.catchUp();
    }

    @AfterAll
    static void stop() throws Exception {
        standby.close();
        primary.close();
    }

    @Test
    void aReplicaThatAgreesPassesAndWhatAStandbyCannotReadIsNotChecked() throws Exception {
        assertThat(standby.sql("SELECT pg_is_in_recovery()")).isEqualTo("t");

        DrillResult result = drill(compare(""));

        assertThat(result.verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(production(result)).isEmpty();
        ObjectOutcome goods = outcome(result, "public.goods");
        assertThat(goods.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(goods.expected()).isEqualTo(20_000);
        assertThat(goods.reason()).as("counted").isNull();
        assertThat(outcome(result, "view public.named").outcome()).isEqualTo(Outcome.PASSED);
        ObjectOutcome cache = outcome(result, "public.cache");
        assertThat(cache.outcome()).isEqualTo(Outcome.NOT_CHECKED);
        assertThat(cache.reason()).isEqualTo("an unlogged table has no rows on a standby");
    }

    @Test
    void rowsThatReachTheReplicaAreHeldAgainstTheTolerance() throws Exception {
        primary.sql(
                "market", "INSERT INTO notes (note) SELECT 'more' FROM generate_series(1, 400)");
        standby.catchUp();
        DrillResult within = drill(compare(""));
        assertThat(production(within)).isEmpty();
        assertThat(outcome(within, "public.notes").expected()).isEqualTo(10_400);

        primary.sql("market", "DELETE FROM notes WHERE id > 5000");
        standby.catchUp();
        try {
            DrillResult beyond = drill(compare(""));
            assertThat(beyond.verdict()).isEqualTo(Verdict.PROVEN);
            assertThat(production(beyond))
                    .singleElement()
                    .satisfies(f -> {
                        assertThat(f.code()).isEqualTo(FindingCode.PRODUCTION_ROWS_DIFFER);
                        assertThat(f.message())
                                .contains("5,000 rows in production and 10,000 in the backup");
                    });
        } finally {
            primary.sql(
                    "market",
                    "TRUNCATE notes",
                    "INSERT INTO notes (note) SELECT 'note' FROM generate_series(1, 10000)");
            standby.catchUp();
        }
    }

    @Test
    void aCountThatRecoveryCancelsIsTriedAgain() throws Exception {
        long before = conflicts();
        DrillResult result;
        try (Interference interference = new Interference(() -> conflicts() > before)) {
            result = drill(compare(""));
            assertThat(conflicts()).as(interference.said()).isGreaterThan(before);
        }

        assertThat(result.verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(production(result)).isEmpty();
        ObjectOutcome sales = outcome(result, "public.sales");
        assertThat(sales.reason()).as("counted").isNull();
        assertThat(sales.expected()).isEqualTo(1_500_000);
    }

    @Test
    void aCountThatRecoveryCancelsEachTimeBecomesAnEstimate() throws Exception {
        DrillResult result;
        long conflicts;
        int drills = 0;
        // On a busy machine a count may slip through between two locks: that is the case above.
        do {
            long before = conflicts();
            try (Interference _ = new Interference(() -> false)) {
                result = drill(compare(""));
            }
            conflicts = conflicts() - before;
        } while (conflicts < 2 && ++drills < MOST_DRILLS);

        assertThat(conflicts).isGreaterThan(1);
        assertThat(result.verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(production(result)).isEmpty();
        ObjectOutcome sales = outcome(result, "public.sales");
        assertThat(sales.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(sales.reason()).isEqualTo("estimated: the standby's recovery went on");
        assertThat(sales.expected()).isBetween(1_400_000L, 1_600_000L);
    }

    @Test
    void aTableThatAMigrationLocksIsWaitedForNoLongerThanOneStatementMay() throws Exception {
        try (Connection migration = primaryConnection();
                Statement statement = migration.createStatement()) {
            migration.setAutoCommit(false);
            statement.execute("LOCK TABLE goods IN ACCESS EXCLUSIVE MODE");
            statement.execute("SELECT pg_switch_wal()");
            standby.catchUp();

            DrillResult result = drill(compare("statementTimeout: 1s"));

            assertThat(result.verdict()).isEqualTo(Verdict.PROVEN);
            assertThat(production(result))
                    .singleElement()
                    .satisfies(f -> {
                        assertThat(f.code()).isEqualTo(FindingCode.PRODUCTION_NOT_COMPARED);
                        assertThat(f.message())
                                .endsWith("a statement took too long (SQLSTATE 57014)");
                    });
            assertThat(verifySeconds(result)).isLessThan(30);
            migration.rollback();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"drill", "boss", "watcher"})
    void nothingIsRestoredIntoAStandby(String role) throws Exception {
        String before = primary.state();

        DrillResult result = drill(into(role, standby.port), 2);

        refused(result, "\" is a standby");
        assertThat(primary.state()).isEqualTo(before);
    }

    @Test
    void nothingIsRestoredIntoThePrimaryOfTheReplicaThatIsComparedWith() throws Exception {
        // Neither its name nor its tables give the database away: the server's identity does.
        primary.sql("postgres", "ALTER DATABASE market RENAME TO bazaar");
        try {
            standby.catchUp();
            String before = primary.state();
            String connection = connection("bazaar");

            DrillResult result =
                    drill(into("drill", primary.port) + "compare: { " + connection + " }\n", 2);

            refused(result, "of the one that was dumped, or that `compare` names");
            assertThat(primary.state()).isEqualTo(before);
        } finally {
            primary.sql("postgres", "ALTER DATABASE bazaar RENAME TO market");
        }
    }

    @Test
    void nothingIsRestoredIntoTheServerThatHoldsTheSource() throws Exception {
        String before = primary.state();

        DrillResult result = drill(into("boss", primary.port), 2);

        refused(result, "holds a database \"market\", as the backup does");
        assertThat(primary.state()).isEqualTo(before);
    }

    private static void refused(DrillResult result, String why) {
        assertThat(result.verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(result.findings())
                .filteredOn(Finding::decides)
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.RESTORE_TARGET_REFUSED);
                    assertThat(f.message()).contains(why);
                    assertThat(f.hint()).isNotBlank();
                });
    }

    /**
     * Of queries on the standby with its recovery; its log has them at once, its statistics later.
     */
    private static long conflicts() throws IOException {
        try (Stream<String> lines = Files.lines(standby.log(), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.contains("due to conflict with recovery")).count();
        }
    }

    private static Connection primaryConnection() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "boss");
        properties.setProperty("password", StagingServer.SECRET);
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/market".formatted(primary.port), properties);
    }

    /** Says when it is enough. */
    @FunctionalInterface
    private interface Enough {
        boolean reached() throws Exception;
    }

    /** Locks the large table on the primary again and again, which recovery has to follow. */
    private static final class Interference implements AutoCloseable {
        private final AtomicBoolean over = new AtomicBoolean();
        private final CompletableFuture<Void> locking = inBackground(this::lock);
        private final CompletableFuture<Void> watching;

        Interference(Enough enough) {
            watching = inBackground(() -> watch(enough));
        }

        private static CompletableFuture<Void> inBackground(Runnable work) {
            return CompletableFuture.runAsync(work, Thread::startVirtualThread);
        }

        private void lock() {
            try (Connection connection = primaryConnection();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                while (!over.get()) {
                    statement.execute("LOCK TABLE sales IN ACCESS EXCLUSIVE MODE");
                    connection.commit();
                    Thread.sleep(10);
                }
            } catch (SQLException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private void watch(Enough enough) {
            try {
                while (!over.get()) {
                    if (enough.reached()) {
                        over.set(true);
                    }
                    Thread.sleep(5);
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        String said() {
            return "locking " + locking.state() + ", watching " + watching.state();
        }

        @Override
        public void close() {
            over.set(true);
            locking.join();
            watching.join();
        }
    }

    private String connection(String database) throws IOException {
        Path file = directory.resolve("live.txt");
        Files.writeString(
                file,
                "host=127.0.0.1 port=%d user=watcher password='%s' dbname=%s\n"
                        .formatted(standby.port, WATCHER, database));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return "connection: \"file:" + file + "\"";
    }

    private String compare(String more) throws IOException {
        String connection = connection("market");
        return "compare: { %s }\n"
                .formatted(more.isEmpty() ? connection : connection + ", " + more);
    }

    private String into(String role, int port) throws IOException {
        Path password =
                StagingServer.passwordFile(
                        directory, role.equals("watcher") ? WATCHER : StagingServer.SECRET);
        return "restore: { into: { server: { host: 127.0.0.1, port: %d, user: %s, password: \"file:%s\" } } }\n"
                .formatted(port, role, password);
    }

    private DrillResult drill(String options) throws IOException {
        return drill(options, 0);
    }

    private DrillResult drill(String options, int exitCode) throws IOException {
        Path store = Files.createDirectories(directory.resolve("store"));
        Files.copy(
                dumps.resolve("market.dump"),
                store.resolve("market.dump"),
                StandardCopyOption.REPLACE_EXISTING);
        Path plans =
                Files.writeString(
                        directory.resolve("muster.yaml"),
                        """
                        plans:
                          market:
                            stores: { directory: store }
                            select: { mode: latest }
                        """
                                + options.indent(4));
        Path json = directory.resolve("result.json");
        Session session =
                Session.muster(
                        "drill", "market", "--config", plans.toString(), "--json", json.toString());
        assertThat(session.exitCode()).as(session.out() + session.err()).isEqualTo(exitCode);
        assertThat(session.out() + session.err() + Files.readString(json)).doesNotContain(WATCHER);
        return ContractJson.readResult(Files.readString(json));
    }

    private static List<Finding> production(DrillResult result) {
        return result.findings().stream()
                .filter(f -> f.code().name().startsWith("PRODUCTION_"))
                .toList();
    }

    private static ObjectOutcome outcome(DrillResult result, String object) {
        return result.checks().stream()
                .filter(c -> c.check() == CheckKind.PRODUCTION)
                .flatMap(c -> c.objects().stream())
                .filter(o -> o.object().equals(object))
                .findFirst()
                .orElseThrow();
    }

    private static double verifySeconds(DrillResult result) {
        return result.stages().stream()
                .filter(s -> s.stage() == Stage.VERIFY)
                .mapToDouble(StageTime::seconds)
                .sum();
    }
}
