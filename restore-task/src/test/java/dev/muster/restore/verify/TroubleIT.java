package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.CHECK_CONSTRAINTS;
import static dev.muster.contract.CheckKind.OBJECTS;
import static dev.muster.contract.CheckKind.ROW_COUNTS;
import static dev.muster.contract.FindingCode.CHECK_NOT_RUN;
import static dev.muster.contract.FindingCode.SERVER_LOST;
import static dev.muster.contract.Outcome.NOT_CHECKED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.contract.FindingException;
import dev.muster.contract.Progress;
import dev.muster.restore.verify.LocalServer.Database;
import dev.muster.restore.verify.VerifySettings.Structure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What happens when the server, the time or the privileges do not suffice. */
class TroubleIT {
    private static final String SLOW =
            "CREATE FUNCTION slow(int) RETURNS boolean LANGUAGE plpgsql AS 'BEGIN PERFORM"
                    + " pg_sleep(60); RETURN true; END'";

    private final Database database = LocalServer.shared().database();

    @Test
    void lostServerEndsTheStage() throws InterruptedException {
        LocalServer server = LocalServer.start();
        try {
            Database own =
                    server.database()
                            .sql(
                                    SLOW,
                                    "CREATE TABLE t AS SELECT 1 AS a",
                                    "ALTER TABLE t ADD CHECK (slow(a)) NOT VALID");
            Thread killer =
                    Thread.ofVirtual()
                            .start(() -> {
                                sleep(1500);
                                server.stop("immediate");
                            });
            assertThatThrownBy(() -> Drilled.of(own))
                    .isInstanceOfSatisfying(
                            FindingException.class,
                            e -> assertThat(e.finding().code()).isEqualTo(SERVER_LOST));
            killer.join();
            server.startAgain();
        } finally {
            server.remove();
        }
    }

    @Test
    void serverThatIsNotThereIsLost() {
        assertThatThrownBy(() ->
                        Verify.run(
                                () -> LocalServer.shared().connect("nowhere"),
                                Expectations.of(List.of(), List.of()),
                                VerifySettings.within(2, Duration.ofSeconds(9)),
                                Progress.NONE))
                .isInstanceOf(FindingException.class)
                .hasMessageContaining("3D000");
    }

    @Test
    void whatTheTimeDoesNotSufficeForIsNotCheckedAndSaid() {
        database.sql(
                SLOW,
                "CREATE TABLE t AS SELECT 1 AS a",
                "ALTER TABLE t ADD CONSTRAINT sleepy CHECK (slow(a)) NOT VALID");
        long start = System.nanoTime();
        Drilled drilled =
                Drilled.of(
                        database,
                        Expectations.of(List.of(), List.of(ExpectedRows.of("public", "t", 1))),
                        new VerifySettings(2, Instant.now().plusSeconds(3), Structure.AMCHECK, 8));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        assertThat(drilled.codes()).contains(CHECK_NOT_RUN);
        assertThat(drilled.outcome(CHECK_CONSTRAINTS, "public.t sleepy").outcome())
                .isEqualTo(NOT_CHECKED);
        assertThat(drilled.outcome(CHECK_CONSTRAINTS, "public.t sleepy").reason())
                .isEqualTo("the drill's time was up (SQLSTATE 57014)");
    }

    @Test
    void partsThatWereCountedBeforeTheTimeWasUpAreNoCountOfTheTable() {
        database.sql(
                "CREATE TABLE t (a int, page char(4500))",
                "ALTER TABLE t ALTER page SET STORAGE PLAIN",
                "INSERT INTO t SELECT i, 'x' FROM generate_series(1, 8200) i",
                "CREATE FUNCTION slow_in_the_end(int) RETURNS boolean LANGUAGE plpgsql AS"
                        + " 'BEGIN IF $1 = 8200 THEN PERFORM pg_sleep(60); END IF; RETURN true;"
                        + " END'",
                "ALTER TABLE t ADD CONSTRAINT sleepy CHECK (slow_in_the_end(a)) NOT VALID");
        Drilled drilled =
                Drilled.of(
                        database,
                        Expectations.of(List.of(), List.of(ExpectedRows.of("public", "t", 8200))),
                        new VerifySettings(2, Instant.now().plusSeconds(5), Structure.AMCHECK, 8));
        assertThat(drilled.codes()).containsOnly(CHECK_NOT_RUN);
        assertThat(drilled.outcome(ROW_COUNTS, "public.t").outcome()).isEqualTo(NOT_CHECKED);
    }

    @Test
    void noTimeAtAllIsSaid() {
        Drilled drilled =
                Drilled.of(
                        database,
                        Expectations.of(List.of(), List.of()),
                        new VerifySettings(2, Instant.now(), Structure.AMCHECK, 8));
        assertThat(drilled.codes()).containsExactly(CHECK_NOT_RUN);
        assertThat(drilled.outcomes(OBJECTS)).hasSize(1);
    }

    @Test
    void missingPrivilegesAreThisDrillsTrouble() {
        database.sql(
                "CREATE TABLE t AS SELECT 1 AS a",
                "DROP ROLE IF EXISTS verify_nobody",
                "CREATE ROLE verify_nobody LOGIN");
        Drilled drilled =
                new Drilled(
                        Verify.run(
                                () ->
                                        LocalServer.shared()
                                                .connect(database.name(), "user=verify_nobody"),
                                Expectations.of(
                                        List.of(), List.of(ExpectedRows.of("public", "t", 1))),
                                VerifySettings.within(2, Duration.ofMinutes(1)),
                                Progress.NONE));
        assertThat(drilled.codes()).isNotEmpty().containsOnly(CHECK_NOT_RUN);
        assertThat(drilled.findings()).allMatch(f -> f.message().contains("42501"));
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
