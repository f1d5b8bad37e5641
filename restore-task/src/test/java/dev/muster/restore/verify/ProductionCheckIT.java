package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.PRODUCTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Outcome;
import dev.muster.contract.Severity;
import dev.muster.contract.plan.CompareSpec;
import dev.muster.contract.plan.DataSize;
import dev.muster.contract.plan.SecretRef;
import dev.muster.contract.plan.Share;
import dev.muster.contract.plan.Span;
import dev.muster.contract.result.ObjectOutcome;
import dev.muster.restore.verify.LocalServer.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductionCheckIT {
    private static final String[] SHOP = {
        "CREATE TABLE users (id int PRIMARY KEY, name text)",
        "INSERT INTO users SELECT n, 'user ' || n FROM generate_series(1, 10000) n",
        "CREATE INDEX users_name ON users (name)",
        "CREATE TABLE orders (id int PRIMARY KEY, u int REFERENCES users)",
        "INSERT INTO orders SELECT n, n FROM generate_series(1, 5000) n",
        "CREATE TABLE events (at date, n int) PARTITION BY RANGE (at)",
        "CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
        "CREATE INDEX ON events (n)",
        "INSERT INTO events SELECT '2026-01-05', n FROM generate_series(1, 3000) n",
        "CREATE VIEW names AS SELECT name FROM users",
    };

    private final Database restored = LocalServer.shared().database().sql(SHOP);
    private final Database live = LocalServer.shared().database().sql(SHOP);

    private static CompareSpec spec(Map<String, Share> tables, String size, String... ignored) {
        return new CompareSpec(
                SecretRef.parse("env:URL"),
                Share.parse("5%"),
                Share.parse("5%"),
                tables,
                DataSize.parse(size),
                Span.parse("10s"),
                Span.parse("1m"),
                List.of(ignored),
                Severity.WARNING);
    }

    private Drilled compared(CompareSpec spec, ConnectionSource there, Expectations expectations) {
        return compared(spec, there, expectations, Instant.now().minus(Duration.ofDays(1)));
    }

    private Drilled compared(
            CompareSpec spec,
            ConnectionSource there,
            Expectations expectations,
            @Nullable Instant backup) {
        return new Drilled(
                ProductionCheck.run(
                        restored.connections(),
                        there,
                        spec,
                        expectations,
                        false,
                        backup,
                        VerifySettings.within(2, Duration.ofMinutes(2))));
    }

    private Drilled compared(CompareSpec spec) {
        return compared(spec, live.connections(), Expectations.of(List.of(), List.of()));
    }

    private Drilled compared() {
        return compared(spec(Map.of(), "256MiB"));
    }

    @Test
    void twoThatAgreePassInEverything() {
        Drilled drilled = compared();
        assertThat(drilled.findings()).isEmpty();
        assertThat(drilled.outcomes(PRODUCTION)).allMatch(o -> o.outcome() == Outcome.PASSED);
        ObjectOutcome users = drilled.outcome(PRODUCTION, "public.users");
        assertThat(users.expected()).isEqualTo(10_000);
        assertThat(users.actual()).isEqualTo(10_000);
        assertThat(users.reason()).isNull();
        assertThat(drilled.outcome(PRODUCTION, "public.events").actual()).isEqualTo(3_000);
        assertThat(drilled.outcomes(PRODUCTION))
                .extracting(ObjectOutcome::object)
                .contains("index public.users_name", "view public.names")
                .doesNotContain("public.events_1");
    }

    @Test
    void anyKindOfObjectIsTheSameOnBothSides() {
        restored.sql(Zoo.SCHEMA);
        live.sql(Zoo.SCHEMA);
        assertThat(compared().findings()).isEmpty();
    }

    @Test
    void rowsWithinTheToleranceOfTheAgeAreNoFinding() {
        live.sql("INSERT INTO users SELECT n FROM generate_series(10001, 11000) n");
        assertThat(compared().findings()).isEmpty();
        live.sql("INSERT INTO users SELECT n FROM generate_series(11001, 11200) n");
        assertThat(compared().findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.PRODUCTION_ROWS_DIFFER);
                    assertThat(f.severity()).isEqualTo(Severity.WARNING);
                    assertThat(f.message())
                            .isEqualTo(
                                    "table \"public.users\" holds 11,200 rows in production and"
                                            + " 10,000 in the backup; at its age of 1.0 days they"
                                            + " may differ by 1,120");
                });
    }

    @Test
    void anEmptiedTableIsToldOnWhicheverSideAndHoweverOldTheBackupIs() {
        restored.sql("DELETE FROM orders");
        live.sql("TRUNCATE events");
        Drilled old =
                compared(
                        spec(Map.of(), "256MiB"),
                        live.connections(),
                        Expectations.of(List.of(), List.of()),
                        Instant.now().minus(Duration.ofDays(900)));
        assertThat(old.findings())
                .extracting(Finding::object)
                .containsExactly("public.events", "public.orders");
        assertThat(old.outcome(PRODUCTION, "public.orders").outcome()).isEqualTo(Outcome.WARNED);
    }

    @Test
    void largeTableIsEstimatedAndSaysSo() {
        live.sql(
                "ANALYZE users", "INSERT INTO users SELECT n FROM generate_series(10001, 10200) n");
        Drilled drilled = compared(spec(Map.of(), "64KiB"));
        ObjectOutcome users = drilled.outcome(PRODUCTION, "public.users");
        assertThat(users.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(users.reason()).isEqualTo("estimated: it is larger than 64KiB");
        assertThat(users.expected()).isBetween(9_900L, 10_600L);
        // Never analyzed, and so nothing is known of it.
        assertThat(drilled.outcome(PRODUCTION, "public.orders").outcome())
                .isEqualTo(Outcome.NOT_CHECKED);
        assertThat(drilled.outcome(PRODUCTION, "public.orders").reason())
                .contains("it was never analyzed there");
        assertThat(drilled.findings()).isEmpty();
    }

    @Test
    void whatOneSideLacksIsOneDifferenceWithAllItsParts() {
        live.sql(
                "CREATE TABLE later (id int PRIMARY KEY, note text UNIQUE)",
                "CREATE INDEX ON later (note, id)",
                "DROP VIEW names",
                "ALTER TABLE users ADD COLUMN born date",
                "ALTER TABLE users ALTER name SET NOT NULL");
        Drilled drilled = compared();
        assertThat(drilled.findings())
                .extracting(Finding::code, Finding::message)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(
                                FindingCode.PRODUCTION_HAS_MORE,
                                "2 objects are in production and not in the backup; the first:"
                                        + " \"column public.users.born\""),
                        org.assertj.core.groups.Tuple.tuple(
                                FindingCode.PRODUCTION_LACKS,
                                "\"view public.names\" is in the backup and not in production"),
                        org.assertj.core.groups.Tuple.tuple(
                                FindingCode.PRODUCTION_DEFINED_OTHERWISE,
                                "\"column public.users.name\" is defined otherwise in production"
                                        + " than in the backup"));
        assertThat(drilled.findings()).allMatch(f -> f.severity() == Severity.WARNING);
    }

    @Test
    void partitionsComeAndGo() {
        live.sql(
                "CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2026-02-01') TO"
                        + " ('2026-03-01')",
                "INSERT INTO events SELECT '2026-02-05', n FROM generate_series(1, 100) n");
        Drilled drilled = compared();
        assertThat(drilled.findings()).isEmpty();
        assertThat(drilled.outcome(PRODUCTION, "table public.events_2").outcome())
                .isEqualTo(Outcome.NOT_CHECKED);
        assertThat(drilled.outcome(PRODUCTION, "public.events").expected()).isEqualTo(3_100);
    }

    @Test
    void thePlanMayLeaveTablesOut() {
        live.sql(
                "CREATE SCHEMA scratch",
                "CREATE TABLE scratch.a (id int)",
                "CREATE TABLE audit_1 (id int)",
                "ALTER TABLE orders ADD COLUMN note text",
                "DELETE FROM orders");
        Drilled drilled =
                compared(
                        spec(
                                Map.of("audit_*", Share.parse("any")),
                                "256MiB",
                                "scratch*",
                                "public.orders"));
        assertThat(drilled.findings()).isEmpty();
    }

    @Test
    void whatTheArchiveHoldsNoRowsOfIsNotCompared() {
        restored.sql("DELETE FROM orders");
        Drilled drilled =
                compared(
                        spec(Map.of(), "256MiB"),
                        live.connections(),
                        Expectations.of(
                                List.of(),
                                List.of(
                                        ExpectedRows.notComparable(
                                                "public",
                                                "orders",
                                                "the archive holds no data of it"))));
        assertThat(drilled.findings()).isEmpty();
        assertThat(drilled.outcome(PRODUCTION, "public.orders").reason())
                .isEqualTo("the archive holds no data of it");
    }

    @Test
    void whatAPartLacksIsNotHeldAgainstIt() {
        restored.sql("DROP TABLE orders", "DELETE FROM users", "DROP VIEW names");
        Drilled drilled =
                new Drilled(
                        ProductionCheck.run(
                                restored.connections(),
                                live.connections(),
                                spec(Map.of(), "256MiB"),
                                Expectations.of(List.of(), List.of()),
                                true,
                                Instant.now(),
                                VerifySettings.within(2, Duration.ofMinutes(2))));
        assertThat(drilled.findings()).isEmpty();
        assertThat(drilled.outcome(PRODUCTION, "public.users").outcome())
                .isEqualTo(Outcome.NOT_CHECKED);
        assertThat(drilled.outcome(PRODUCTION, "what production has beside it").outcome())
                .isEqualTo(Outcome.NOT_CHECKED);
    }

    @Test
    void withoutTheBackupsTimeNoRowsAreCompared() {
        restored.sql("DELETE FROM orders");
        Drilled drilled =
                compared(
                        spec(Map.of(), "256MiB"),
                        live.connections(),
                        Expectations.of(List.of(), List.of()),
                        null);
        assertThat(drilled.findings()).isEmpty();
        assertThat(drilled.outcome(PRODUCTION, "rows").outcome()).isEqualTo(Outcome.NOT_CHECKED);
    }

    @Test
    void anotherDatabaseIsNotCompared() {
        Database other = LocalServer.shared().database().sql("CREATE TABLE quite_another (id int)");
        assertNotCompared(
                compared(
                        spec(Map.of(), "256MiB"),
                        other.connections(),
                        Expectations.of(List.of(), List.of())),
                "none of the backup's 3 tables is in the database");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no_such_database | postgres | database \"no_such_database\" does not exist",
                "postgres | no_such_role | role \"no_such_role\" does not exist",
            })
    void aRefusalIsNotCheckedWithItsReason(String database, String role, String why) {
        Drilled drilled =
                compared(
                        spec(Map.of(), "256MiB"),
                        () -> LocalServer.shared().connect(database, "user=" + role),
                        Expectations.of(List.of(), List.of()));
        assertNotCompared(drilled, why);
    }

    @Test
    void aServerThatIsNotThereIsNotChecked() {
        Drilled drilled =
                compared(
                        spec(Map.of(), "256MiB"),
                        () ->
                                java.sql.DriverManager.getConnection(
                                        "jdbc:postgresql://127.0.0.1:1/shop?user=a"),
                        Expectations.of(List.of(), List.of()));
        assertNotCompared(drilled, "refused");
    }

    @Test
    void aLockedTableIsEstimatedAndNothingWaits() throws SQLException {
        live.sql("ANALYZE");
        try (Connection other = LocalServer.shared().connect(live.name());
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE orders IN ACCESS EXCLUSIVE MODE");
            long start = System.nanoTime();
            Drilled drilled = compared();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(60));
            // The definitions of a locked table cannot be read either.
            assertNotCompared(drilled, "a lock was not had within 2 s");
        }
    }

    @Test
    void theRoleSeesWhatItMayAndSaysWhatItMayNot() {
        live.sql(
                "CREATE ROLE watcher_" + live.name() + " LOGIN",
                "GRANT SELECT ON users, events, events_1 TO watcher_" + live.name(),
                "ALTER TABLE users ENABLE ROW LEVEL SECURITY");
        restored.sql("ALTER TABLE users ENABLE ROW LEVEL SECURITY");
        Drilled drilled =
                compared(
                        spec(Map.of(), "256MiB"),
                        () ->
                                LocalServer.shared()
                                        .connect(live.name(), "user=watcher_" + live.name()),
                        Expectations.of(List.of(), List.of()));
        assertThat(drilled.findings()).isEmpty();
        assertThat(drilled.outcome(PRODUCTION, "public.orders").reason())
                .isEqualTo("the role may not read it there");
        assertThat(drilled.outcome(PRODUCTION, "public.users").reason())
                .isEqualTo("it cannot be counted there (SQLSTATE 42501)");
        assertThat(drilled.outcome(PRODUCTION, "public.events").outcome())
                .isEqualTo(Outcome.PASSED);
    }

    @Test
    void errorsOnlyWhereThePlanSaysSo() {
        restored.sql("DELETE FROM orders");
        CompareSpec usual = spec(Map.of(), "256MiB");
        CompareSpec strict =
                new CompareSpec(
                        usual.connection(),
                        usual.rows(),
                        usual.perDay(),
                        Map.of(),
                        usual.countUpTo(),
                        usual.statementTimeout(),
                        usual.timeout(),
                        List.of(),
                        Severity.ERROR);
        Drilled drilled = compared(strict);
        assertThat(drilled.findings()).extracting(Finding::severity).containsOnly(Severity.ERROR);
        assertThat(drilled.outcome(PRODUCTION, "public.orders").outcome())
                .isEqualTo(Outcome.FAILED);
    }

    @Test
    void nothingIsWrittenAndNoSettingIsLeftBehind() throws SQLException {
        Connection pooled = LocalServer.shared().connect(live.name());
        try (LiveSession session =
                LiveSession.open(
                        () -> pooled, spec(Map.of(), "1GiB"), Instant.now().plusSeconds(60))) {
            assertThat(session.rows("SHOW transaction_read_only", r -> r.getString(1)))
                    .containsExactly("on");
            assertThat(session.rows("SHOW statement_timeout", r -> r.getString(1)))
                    .containsExactly("10s");
            assertThatThrownBy(() -> session.rows("DELETE FROM public.orders", r -> 1))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getSQLState()).isEqualTo("25006"));
            try (Statement statement = pooled.createStatement();
                    ResultSet row =
                            statement.executeQuery(
                                    "SELECT current_setting('statement_timeout') || ' '"
                                            + " || current_setting('search_path')")) {
                row.next();
                assertThat(row.getString(1)).isEqualTo("0 \"$user\", public");
            }
        }
        assertThat(live.value("SELECT count(*) FROM orders")).isEqualTo("5000");
    }

    private static void assertNotCompared(Drilled drilled, String why) {
        assertThat(drilled.findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.PRODUCTION_NOT_COMPARED);
                    assertThat(f.severity()).isEqualTo(Severity.WARNING);
                    assertThat(f.message()).contains(why);
                });
        assertThat(drilled.outcomes(PRODUCTION))
                .singleElement()
                .satisfies(o -> assertThat(o.outcome()).isEqualTo(Outcome.NOT_CHECKED));
    }
}
