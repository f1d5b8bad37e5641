package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.REHEARSAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.Cause;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Outcome;
import dev.muster.contract.Progress;
import dev.muster.contract.Severity;
import dev.muster.contract.plan.RehearseSpec;
import dev.muster.restore.verify.LocalServer.Database;
import dev.muster.restore.verify.RehearsalCheck.Way;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RehearsalCheckIT {
    private static final RehearseSpec SPEC =
            RehearseSpec.of(List.of(Path.of("up.sql")), List.of(Path.of("down.sql")));

    private final Database database =
            LocalServer.shared()
                    .database()
                    .sql(
                            "CREATE TYPE mood AS ENUM ('sad', 'happy')",
                            "CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL DEFAULT"
                                    + " 'x', tag text, m mood)",
                            "INSERT INTO users SELECT n, 'user ' || n, repeat('t', 40) FROM"
                                    + " generate_series(1, 20000) n",
                            "CREATE INDEX users_tag ON users (tag)",
                            "COMMENT ON TABLE users IS 'people'",
                            "CREATE TABLE orders (id serial PRIMARY KEY, u int REFERENCES users)",
                            "INSERT INTO orders (u) SELECT n FROM generate_series(1, 50) n",
                            "CREATE TABLE events (at date, n int) PARTITION BY RANGE (at)",
                            "CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM"
                                    + " ('2026-01-01') TO ('2026-02-01')",
                            "INSERT INTO events SELECT '2026-01-05', n FROM generate_series(1, 9) n",
                            "CREATE MATERIALIZED VIEW names AS SELECT name FROM users WHERE id < 5",
                            "CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql AS 'SELECT $1 * 2'",
                            "CREATE VIEW old AS SELECT id FROM users",
                            "GRANT SELECT ON users TO PUBLIC",
                            "SELECT lo_from_bytea(4711, 'bytes')");

    private Drilled rehearsed(RehearseSpec spec, List<String> up, List<String> down) {
        RehearsalCheck check =
                new RehearsalCheck(
                        spec,
                        database.connections(),
                        VerifySettings.within(2, Duration.ofMinutes(2)),
                        Progress.NONE);
        assertThat(check.before()).isTrue();
        database.sql(up.toArray(String[]::new));
        check.went(Way.UP);
        check.lookAfterUp();
        database.sql(down.toArray(String[]::new));
        check.went(Way.DOWN);
        check.after();
        return new Drilled(check.verified());
    }

    private Drilled rehearsed(String up, String down) {
        return rehearsed(SPEC, List.of(up.split(";")), List.of(down.split(";")));
    }

    @Test
    void whatIsUndoneAsAWholeLeavesNothing() {
        Drilled drilled =
                rehearsed(
                        "ALTER TABLE users ADD COLUMN born date DEFAULT now(); CREATE INDEX ON users"
                                + " (name); CREATE TABLE extra (id int); INSERT INTO extra VALUES (1);"
                                + " UPDATE orders SET u = u + 1; DROP INDEX users_tag; ALTER TABLE users"
                                + " ALTER name DROP NOT NULL",
                        "ALTER TABLE users DROP COLUMN born; DROP INDEX users_name_idx; DROP TABLE"
                                + " extra; UPDATE orders SET u = u - 1; CREATE INDEX users_tag ON users"
                                + " (tag); ALTER TABLE users ALTER name SET NOT NULL");
        assertThat(drilled.findings()).isEmpty();
        assertThat(drilled.outcomes(REHEARSAL))
                .allMatch(o -> o.outcome() == Outcome.PASSED)
                .hasSizeGreaterThan(15);
        assertThat(drilled.outcome(REHEARSAL, "public.users").actual()).isEqualTo(20_000);
    }

    @Test
    void aChangedRowIsNarrowedToItsRangeAndNoValueIsShown() {
        Drilled drilled =
                rehearsed(
                        "UPDATE users SET name = 'secret' WHERE id = 12345",
                        "UPDATE users SET name = 'hidden' WHERE id = 12345");
        assertThat(drilled.findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.ROLLBACK_CHANGED_DATA);
                    assertThat(f.cause()).isEqualTo(Cause.MIGRATION);
                    assertThat(f.severity()).isEqualTo(Severity.ERROR);
                    assertThat(f.object()).isEqualTo("public.users");
                    assertThat(f.message())
                            .startsWith(
                                    "table \"public.users\" holds 20,000 rows, as many as it held"
                                            + " before the migration, and other values in them; in 1 of ")
                            .containsPattern("\"id\" from 1\\d000 to 1\\d999")
                            .doesNotContain("secret")
                            .doesNotContain("hidden");
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE FROM orders WHERE id > 48 | SELECT 1 | public.orders | lacks 2 of the 50 rows",
                "INSERT INTO events VALUES ('2026-01-06', 1) | SELECT 1 | public.events_1 | holds 1 rows more than the 9",
                "ALTER TABLE users DROP COLUMN tag | ALTER TABLE users ADD COLUMN tag text; CREATE INDEX users_tag ON users (tag) | public.users | holds 20,000 rows, as many as it held before",
                "ALTER SEQUENCE orders_id_seq RESTART WITH 7 | SELECT 1 | sequence public.orders_id_seq value | stands 43 behind",
                "SELECT lo_put(4711, 0, 'x') | SELECT 1 | large objects | some have other bytes",
                "SELECT lo_unlink(4711) | SELECT 1 | large objects | there are 0 large objects, and there were 1",
                "TRUNCATE orders | SELECT 1 | public.orders | lacks 50 of the 50 rows",
            })
    void dataThatIsNotPutBackIsAFindingWithItsPlace(
            String up, String down, String object, String message) {
        Drilled drilled = rehearsed(up, down);
        assertThat(drilled.findings())
                .filteredOn(f -> f.severity() == Severity.ERROR)
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.ROLLBACK_CHANGED_DATA);
                    assertThat(f.object()).isEqualTo(object);
                    assertThat(f.message()).contains(message);
                });
        assertThat(drilled.outcome(REHEARSAL, object).outcome()).isEqualTo(Outcome.FAILED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DROP INDEX users_tag | SELECT 1 | index public.users_tag | it is gone",
                "CREATE TABLE left_over (id int PRIMARY KEY) | SELECT 1 | table public.left_over | it was not there before",
                "ALTER TABLE users ALTER name DROP DEFAULT | SELECT 1 | column public.users.name | defined otherwise",
                "ALTER TABLE users ALTER name DROP NOT NULL | SELECT 1 | column public.users.name | defined otherwise",
                "ALTER TABLE orders DROP CONSTRAINT orders_u_fkey | ALTER TABLE orders ADD CONSTRAINT orders_u_fkey FOREIGN KEY (u) REFERENCES users NOT VALID | constraint public.orders.orders_u_fkey | defined otherwise",
                "CREATE OR REPLACE FUNCTION twice(int) RETURNS int LANGUAGE sql AS 'SELECT $1 * 3' | SELECT 1 | function public.twice(integer) | defined otherwise",
                "DROP VIEW old | CREATE VIEW old AS SELECT id, name FROM users | view public.old | defined otherwise",
                "ALTER TYPE mood ADD VALUE 'calm' | SELECT 1 | type public.mood | defined otherwise",
                "ALTER TABLE users ENABLE ROW LEVEL SECURITY | SELECT 1 | table public.users | defined otherwise",
                "CREATE EXTENSION btree_gist | SELECT 1 | extension btree_gist | it was not there before",
            })
    void definitionThatIsNotPutBackIsAFinding(String up, String down, String object, String how) {
        Drilled drilled = rehearsed(up, down);
        assertThat(drilled.findings())
                .filteredOn(f -> f.severity() == Severity.ERROR)
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.ROLLBACK_CHANGED_DEFINITIONS);
                    assertThat(f.object()).isEqualTo(object);
                    assertThat(f.message()).contains(how);
                });
    }

    @Test
    void aTableThatIsGoneIsOneDefinitionAndItsRows() {
        Drilled drilled = rehearsed("DROP TABLE orders", "SELECT 1");
        assertThat(drilled.findings())
                .extracting(Finding::code, Finding::object)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(
                                FindingCode.ROLLBACK_CHANGED_DEFINITIONS, null),
                        org.assertj.core.groups.Tuple.tuple(
                                FindingCode.ROLLBACK_CHANGED_DATA, "public.orders"));
        // The table and its sequence; not each of its columns and keys.
        assertThat(drilled.findings().getFirst().message()).startsWith("2 objects are not as they");
    }

    @Test
    void numbersThatWereDrawnAreToldAndDoNotCount() {
        Drilled drilled =
                rehearsed(
                        "INSERT INTO orders (u) SELECT 1 FROM generate_series(1, 5)",
                        "DELETE FROM orders WHERE id > 50");
        assertThat(drilled.findings()).isEmpty();
        assertThat(drilled.outcome(REHEARSAL, "sequence public.orders_id_seq value").outcome())
                .isEqualTo(Outcome.WARNED);
    }

    @Test
    void privilegesCommentsAndOrderOfColumnsWarn() {
        Drilled drilled =
                rehearsed(
                        "REVOKE SELECT ON users FROM PUBLIC; COMMENT ON TABLE users IS NULL",
                        "SELECT 1");
        assertThat(drilled.findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.ROLLBACK_LEFT_TRACES);
                    assertThat(f.severity()).isEqualTo(Severity.WARNING);
                    assertThat(f.message() + f.examples())
                            .contains("comment on table public.users")
                            .contains("privileges of public.users");
                });
        Drilled swapped =
                rehearsed(
                        "ALTER TABLE users RENAME COLUMN tag TO old_tag",
                        "ALTER TABLE users ADD COLUMN tag text; UPDATE users SET tag = old_tag; DROP"
                                + " INDEX users_tag; ALTER TABLE users DROP COLUMN old_tag; CREATE"
                                + " INDEX users_tag ON users (tag)");
        assertThat(swapped.findings())
                .singleElement()
                .satisfies(f ->
                        assertThat(f.message())
                                .isEqualTo(
                                        "order of columns of public.users is not as before the"
                                                + " migration"));
    }

    @Test
    void aViewThatIsRefreshedAndRowsInAnotherPartitionAreNoLoss() {
        database.sql(
                "CREATE TABLE sold (n int) PARTITION BY RANGE (n)",
                "CREATE TABLE sold_1 PARTITION OF sold FOR VALUES FROM (0) TO (10)",
                "CREATE TABLE sold_2 PARTITION OF sold FOR VALUES FROM (10) TO (20)",
                "INSERT INTO sold VALUES (5), (15)");
        Drilled drilled =
                rehearsed(
                        "UPDATE users SET name = 'other' WHERE id = 1; REFRESH MATERIALIZED VIEW names;"
                                + " UPDATE users SET name = 'user 1' WHERE id = 1; ALTER TABLE sold"
                                + " DETACH PARTITION sold_1; ALTER TABLE sold DETACH PARTITION sold_2;"
                                + " TRUNCATE sold_1, sold_2",
                        "ALTER TABLE sold ATTACH PARTITION sold_2 FOR VALUES FROM (0) TO (10); ALTER"
                                + " TABLE sold ATTACH PARTITION sold_1 FOR VALUES FROM (10) TO (20);"
                                + " INSERT INTO sold VALUES (5), (15)");
        assertThat(drilled.codes()).containsExactly(FindingCode.ROLLBACK_CHANGED_DEFINITIONS);
        assertThat(drilled.outcome(REHEARSAL, "public.sold_1").outcome()).isEqualTo(Outcome.WARNED);
        assertThat(drilled.outcome(REHEARSAL, "public.names").outcome()).isEqualTo(Outcome.WARNED);
    }

    @Test
    void whatChangesNothingIsToldToHaveRehearsedNothing() {
        Drilled drilled = rehearsed("BEGIN; DROP TABLE orders; ROLLBACK", "SELECT 1");
        assertThat(drilled.codes()).containsExactly(FindingCode.MIGRATION_CHANGED_NOTHING);
        assertThat(drilled.findings().getFirst().severity()).isEqualTo(Severity.WARNING);
        // A migration of rows alone, or of privileges alone, is one.
        assertThat(rehearsed("UPDATE orders SET u = 1", "SELECT 1").codes())
                .doesNotContain(FindingCode.MIGRATION_CHANGED_NOTHING);
        assertThat(rehearsed("GRANT SELECT ON orders TO PUBLIC", "SELECT 1").codes())
                .containsExactly(FindingCode.ROLLBACK_LEFT_TRACES);
    }

    @Test
    void thePlanMayLeaveObjectsOutAndWarnAlone() {
        RehearseSpec spec =
                new RehearseSpec(
                        SPEC.up(),
                        SPEC.down(),
                        SPEC.timeout(),
                        null,
                        List.of(),
                        List.of("schema_migrations", "public.orders"),
                        Severity.WARNING);
        Drilled drilled =
                rehearsed(
                        spec,
                        List.of(
                                "CREATE TABLE schema_migrations (v int PRIMARY KEY)",
                                "INSERT INTO schema_migrations VALUES (1)",
                                "DELETE FROM orders",
                                "ALTER TABLE orders ADD COLUMN note text"),
                        List.of("DELETE FROM users WHERE id = 20000"));
        assertThat(drilled.findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.object()).isEqualTo("public.users");
                    assertThat(f.severity()).isEqualTo(Severity.WARNING);
                });
        assertThat(drilled.outcomes(REHEARSAL)).noneMatch(o -> o.outcome() == Outcome.FAILED);
        assertThat(drilled.outcome(REHEARSAL, "public.orders").outcome())
                .isEqualTo(Outcome.NOT_CHECKED);
    }

    @Test
    void everyKindOfObjectIsTheSameWhereNothingHappened() {
        database.sql(Zoo.SCHEMA);
        Drilled drilled = rehearsed("CREATE TABLE zoo.new_one (id int)", "DROP TABLE zoo.new_one");
        assertThat(drilled.findings()).isEmpty();
    }

    @Test
    void aFailedWayIsQuotedAndTheOtherIsNotChecked() {
        RehearsalCheck check =
                new RehearsalCheck(
                        SPEC,
                        database.connections(),
                        VerifySettings.within(2, Duration.ofMinutes(2)),
                        Progress.NONE);
        check.failed(Way.UP, "\"up.sql\", line 3: relation \"a\" already exists");
        Drilled drilled = new Drilled(check.verified());
        assertThat(drilled.findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.MIGRATION_FAILED);
                    assertThat(f.cause()).isEqualTo(Cause.MIGRATION);
                    assertThat(f.message())
                            .isEqualTo(
                                    "the migration's way up: \"up.sql\", line 3: relation \"a\""
                                            + " already exists");
                });
        assertThat(drilled.outcome(REHEARSAL, "down").outcome()).isEqualTo(Outcome.NOT_CHECKED);
        assertThat(drilled.outcome(REHEARSAL, "schema and data").outcome())
                .isEqualTo(Outcome.NOT_CHECKED);
    }
}
