package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.STRUCTURE;
import static dev.muster.contract.FindingCode.STRUCTURE_DAMAGED;
import static dev.muster.contract.Outcome.NOT_CHECKED;
import static dev.muster.contract.Outcome.PASSED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.Cause;
import dev.muster.contract.CheckKind;
import dev.muster.contract.result.CheckResult;
import dev.muster.restore.verify.LocalServer.Database;
import dev.muster.restore.verify.VerifySettings.Structure;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StructureIT {
    private final Database database =
            LocalServer.shared()
                    .database()
                    .sql(
                            "CREATE TABLE t (a int PRIMARY KEY, b text)",
                            "INSERT INTO t SELECT g, g FROM generate_series(1, 10000) g",
                            "CREATE INDEX i ON t (b)");

    @Test
    void soundHeapsAndIndexesPass() {
        Drilled drilled = Drilled.of(database);
        assertThat(drilled.outcomes(STRUCTURE))
                .extracting(o -> o.object() + " " + o.outcome())
                .containsExactlyInAnyOrder(
                        "public.t " + PASSED, "public.t_pkey " + PASSED, "public.i " + PASSED);
    }

    @Test
    void indexInTheWrongOrderIsDamagedAndBlamesThisMachine() {
        database.sql(
                "CREATE FUNCTION cmp(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT"
                        + " btint4cmp($1, $2)'",
                "CREATE OPERATOR CLASS mine FOR TYPE int USING btree AS OPERATOR 1 <, OPERATOR 2"
                        + " <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 cmp(int, int)",
                "CREATE INDEX wrong ON t (a mine)",
                "CREATE OR REPLACE FUNCTION cmp(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS"
                        + " 'SELECT btint4cmp($2, $1)'");
        Drilled drilled = Drilled.of(database);
        assertThat(drilled.codes()).containsExactly(STRUCTURE_DAMAGED);
        assertThat(drilled.findings().getFirst().object()).isEqualTo("public.wrong");
        assertThat(drilled.findings().getFirst().cause()).isEqualTo(Cause.ENVIRONMENT);
        assertThat(drilled.outcome(STRUCTURE, "public.i").outcome()).isEqualTo(PASSED);
    }

    @Test
    void heapWithABrokenTupleIsDamaged() {
        LocalServer server = LocalServer.start();
        try {
            Database own = server.database();
            own.sql(
                    "CREATE TABLE t (a int, b int)",
                    "INSERT INTO t SELECT g, g FROM generate_series(1, 1000) g",
                    "CHECKPOINT");
            String file = own.value("SELECT pg_relation_filepath('t')");
            server.stop("fast");
            // The last tuple of the first page: its number of attributes becomes 2047.
            server.write(file, 8192 - 32 + 18, new byte[] {(byte) 0xff, 0x07});
            server.startAgain();
            Drilled drilled = Drilled.of(own);
            assertThat(drilled.codes()).contains(STRUCTURE_DAMAGED);
        } finally {
            server.remove();
        }
    }

    @Test
    void eventTriggersOfTheBackupDoNotHearOfAmcheck() {
        database.sql(
                "CREATE FUNCTION forbid() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN RAISE"
                        + " EXCEPTION ''no''; END'",
                "CREATE EVENT TRIGGER forbid ON ddl_command_start EXECUTE FUNCTION forbid()");
        assertThat(Drilled.of(database).outcome(STRUCTURE, "public.t").outcome()).isEqualTo(PASSED);
    }

    @Test
    void whereAmcheckCannotBeHadItIsNotCheckedAndNoFinding() {
        database.sql(
                "CREATE FUNCTION forbid() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN RAISE"
                        + " EXCEPTION ''no''; END'",
                "CREATE EVENT TRIGGER forbid ON ddl_command_start EXECUTE FUNCTION forbid()",
                "ALTER EVENT TRIGGER forbid ENABLE ALWAYS");
        Drilled drilled = Drilled.of(database);
        assertThat(drilled.outcome(STRUCTURE, "database").outcome()).isEqualTo(NOT_CHECKED);
        assertThat(drilled.findings()).isEmpty();
    }

    @Test
    void whereItIsNotPlannedItIsNotInTheResult() {
        Drilled drilled =
                Drilled.of(
                        database,
                        Expectations.of(List.of(), List.of()),
                        new VerifySettings(1, Instant.now().plusSeconds(60), Structure.OFF, 8));
        assertThat(drilled.verified().checks())
                .extracting(CheckResult::check)
                .doesNotContain(STRUCTURE)
                .contains(CheckKind.ROW_COUNTS);
    }
}
