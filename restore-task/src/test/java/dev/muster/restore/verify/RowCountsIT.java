package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.ROW_COUNTS;
import static dev.muster.contract.FindingCode.ROWS_EXTRA;
import static dev.muster.contract.FindingCode.ROWS_MISSING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.Outcome;
import dev.muster.contract.result.ObjectOutcome;
import dev.muster.restore.verify.LocalServer.Database;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowCountsIT {
    private final Database database = LocalServer.shared().database();

    @Test
    void equalNumbersPass() {
        database.sql("CREATE TABLE t AS SELECT g FROM generate_series(1, 1000) g");
        Drilled drilled = Drilled.of(database, ExpectedRows.of("public", "t", 1000));
        assertThat(drilled.outcomes(ROW_COUNTS))
                .containsExactly(ObjectOutcome.counted("public.t", 1000, 1000));
        assertThat(drilled.findings()).isEmpty();
    }

    @Test
    void missingRowsFailWithBothNumbers() {
        database.sql("CREATE TABLE t AS SELECT g FROM generate_series(1, 990) g");
        Drilled drilled = Drilled.of(database, ExpectedRows.of("public", "t", 1000));
        assertThat(drilled.codes()).containsExactly(ROWS_MISSING);
        assertThat(drilled.findings().getFirst().message())
                .isEqualTo(
                        "\"public.t\": 10 rows of 1,000 are missing (archive 1,000, restored 990)");
        assertThat(drilled.outcome(ROW_COUNTS, "public.t").actual()).isEqualTo(990);
    }

    @Test
    void extraRowsFail() {
        database.sql("CREATE TABLE t AS SELECT g FROM generate_series(1, 3) g");
        assertThat(Drilled.of(database, ExpectedRows.of("public", "t", 2)).codes())
                .containsExactly(ROWS_EXTRA);
    }

    @Test
    void ofAnExtensionsTableTheUsersRowsAreCounted() {
        database.sql(
                "CREATE EXTENSION citext",
                "CREATE TABLE systems AS SELECT g AS id FROM generate_series(1, 50) g",
                "ALTER EXTENSION citext ADD TABLE systems",
                "UPDATE pg_extension SET extconfig = ARRAY['systems'::regclass::oid], extcondition ="
                        + " ARRAY['WHERE id > 40'] WHERE extname = 'citext'");
        Drilled right = Drilled.of(database, ExpectedRows.of("public", "systems", 10));
        assertThat(right.outcomes(ROW_COUNTS))
                .containsExactly(ObjectOutcome.counted("public.systems", 10, 10));
        Drilled other = Drilled.of(database, ExpectedRows.of("public", "systems", 9));
        assertThat(other.findings()).isEmpty();
        assertThat(other.outcome(ROW_COUNTS, "public.systems").reason())
                .isEqualTo("its extension fills it, too");
        Drilled lost = Drilled.of(database, ExpectedRows.of("public", "systems", 60));
        assertThat(lost.codes()).containsExactly(ROWS_MISSING);
    }

    @Test
    void anExtensionsTableWithoutAConditionIsTheUsers() {
        database.sql(
                "CREATE EXTENSION citext",
                "CREATE TABLE job AS SELECT g AS id FROM generate_series(1, 5) g",
                "ALTER EXTENSION citext ADD TABLE job",
                "UPDATE pg_extension SET extconfig = ARRAY['job'::regclass::oid], extcondition ="
                        + " ARRAY[''] WHERE extname = 'citext'");
        assertThat(Drilled.of(database, ExpectedRows.of("public", "job", 5)).outcomes(ROW_COUNTS))
                .containsExactly(ObjectOutcome.counted("public.job", 5, 5));
    }

    @Test
    void rowsThatAnEventTriggerMayHaveAddedAreAWarning() {
        database.sql(
                "CREATE TABLE log (tag text)",
                "CREATE FUNCTION note() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN"
                        + " EXECUTE 'INSERT INTO public.' || 'log VALUES ($1)' USING tg_tag; END $$",
                "CREATE EVENT TRIGGER note ON ddl_command_end EXECUTE FUNCTION note()",
                "CREATE MATERIALIZED VIEW mv AS SELECT 1 AS one",
                "DROP MATERIALIZED VIEW mv");
        Drilled drilled = Drilled.of(database, ExpectedRows.of("public", "log", 1));
        assertThat(drilled.codes()).containsExactly(ROWS_EXTRA);
        assertThat(drilled.findings().getFirst().decides()).isFalse();
        assertThat(drilled.outcome(ROW_COUNTS, "public.log").outcome()).isEqualTo(Outcome.WARNED);
    }

    @Test
    void missingRowsFailAlsoBesideAnEventTrigger() {
        database.sql(
                "CREATE TABLE log (tag text)",
                "CREATE FUNCTION note() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
                "CREATE EVENT TRIGGER note ON ddl_command_end EXECUTE FUNCTION note()");
        Drilled drilled = Drilled.of(database, ExpectedRows.of("public", "log", 1));
        assertThat(drilled.codes()).containsExactly(ROWS_MISSING);
        assertThat(drilled.findings().getFirst().decides()).isTrue();
    }

    @Test
    void aDisabledEventTriggerExplainsNothing() {
        database.sql(
                "CREATE TABLE log (tag text)",
                "INSERT INTO log VALUES ('x')",
                "CREATE FUNCTION note() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
                "CREATE EVENT TRIGGER note ON ddl_command_end EXECUTE FUNCTION note()",
                "ALTER EVENT TRIGGER note DISABLE");
        Drilled drilled = Drilled.of(database, ExpectedRows.of("public", "log", 0));
        assertThat(drilled.findings().getFirst().decides()).isTrue();
    }

    @Test
    void rowsThatAFunctionOfTheBackupInsertsAreAWarning() {
        database.sql(
                "CREATE TABLE \"Log\" (tag int)",
                "CREATE FUNCTION seen(int) RETURNS bool LANGUAGE plpgsql AS $$ BEGIN"
                        + " insert into public.\"Log\" VALUES ($1); RETURN true; END $$",
                "CREATE AGGREGATE most(int) (sfunc = int4larger, stype = int)",
                "CREATE TABLE t (a int CHECK (seen(a)))",
                "INSERT INTO t VALUES (1), (2)");
        Drilled drilled =
                Drilled.of(
                        database,
                        ExpectedRows.of("public", "Log", 0),
                        ExpectedRows.of("public", "t", 2));
        assertThat(drilled.codes()).containsExactly(ROWS_EXTRA);
        assertThat(drilled.findings().getFirst().decides()).isFalse();
        assertThat(drilled.findings().getFirst().message()).contains("public.seen");
    }

    @Test
    void missingTableIsNeverZeroOfZero() {
        Drilled drilled = Drilled.of(database, ExpectedRows.of("public", "t", 0));
        assertThat(drilled.codes()).containsExactly(ROWS_MISSING);
    }

    @Test
    void inheritedRowsCountWhereTheyLie() {
        database.sql(
                "CREATE TABLE parent (a int)",
                "CREATE TABLE child () INHERITS (parent)",
                "INSERT INTO parent VALUES (1)",
                "INSERT INTO child VALUES (1), (2)");
        Drilled drilled =
                Drilled.of(
                        database,
                        ExpectedRows.of("public", "parent", 1),
                        ExpectedRows.of("public", "child", 2));
        assertThat(drilled.findings()).isEmpty();
    }

    @Test
    void dataThroughThePartitionedRootIsComparedAsOneSum() {
        database.sql(
                "CREATE TABLE root (a int) PARTITION BY RANGE (a)",
                "CREATE TABLE p1 PARTITION OF root FOR VALUES FROM (0) TO (10)",
                "CREATE TABLE p2 PARTITION OF root FOR VALUES FROM (10) TO (20) PARTITION BY LIST"
                        + " (a)",
                "CREATE TABLE p2a PARTITION OF p2 DEFAULT",
                "INSERT INTO root SELECT generate_series(0, 14)");
        Drilled drilled =
                Drilled.of(
                        database,
                        ExpectedRows.of("public", "root", 10),
                        ExpectedRows.of("public", "root", 5));
        assertThat(drilled.outcomes(ROW_COUNTS))
                .containsExactly(ObjectOutcome.counted("public.root", 15, 15));
    }

    @Test
    void partitionsAreComparedOneByOneWhereTheRootHasNoDataOfItsOwn() {
        database.sql(
                "CREATE TABLE root (a int) PARTITION BY RANGE (a)",
                "CREATE TABLE p1 PARTITION OF root FOR VALUES FROM (0) TO (10)",
                "CREATE TABLE p2 PARTITION OF root FOR VALUES FROM (10) TO (20)",
                "CREATE TABLE p3 PARTITION OF root DEFAULT",
                "INSERT INTO root SELECT generate_series(0, 14)");
        Drilled drilled =
                Drilled.of(
                        database,
                        ExpectedRows.notComparable("public", "root", "no data"),
                        ExpectedRows.of("public", "p1", 10),
                        ExpectedRows.of("public", "p2", 6));
        assertThat(drilled.outcome(ROW_COUNTS, "public.p1").actual()).isEqualTo(10);
        assertThat(drilled.outcome(ROW_COUNTS, "public.p3").reason())
                .isEqualTo("the archive has no data entry for it");
        assertThat(drilled.codes()).containsExactly(ROWS_MISSING);
    }

    @Test
    void whatTheArchiveCannotTellIsNotChecked() {
        database.sql("CREATE TABLE t ()", "CREATE TABLE u (a int)");
        Drilled drilled =
                Drilled.of(database, ExpectedRows.notComparable("public", "t", "no data"));
        assertThat(drilled.outcome(ROW_COUNTS, "public.t").reason()).isEqualTo("no data");
        assertThat(drilled.outcome(ROW_COUNTS, "public.u").reason())
                .isEqualTo("the archive has no data entry for it");
        assertThat(drilled.findings()).isEmpty();
    }

    @Test
    void whatTheRestoreReportedIsNoSecondFinding() {
        database.sql("CREATE TABLE t (a int)", "CREATE TABLE u (a int)");
        Drilled drilled =
                Drilled.of(
                        database,
                        ExpectedRows.of("public", "t", 5)
                                .explained(new Explanation.Reported("COPY failed")),
                        ExpectedRows.of("public", "u", 5)
                                .explained(new Explanation.Excused("extension x is missing")));
        assertThat(drilled.outcome(ROW_COUNTS, "public.t").reason())
                .isEqualTo("5 rows of 5 are missing: COPY failed");
        assertThat(drilled.outcome(ROW_COUNTS, "public.u").reason())
                .isEqualTo("extension x is missing");
        assertThat(drilled.findings()).isEmpty();
    }

    @Test
    void namesNeedNoKindness() {
        database.sql(
                "CREATE SCHEMA \"S p.a\"",
                "CREATE TABLE \"S p.a\".\"a\nb\"\"c;--\" (\"select\" int NOT NULL)",
                "INSERT INTO \"S p.a\".\"a\nb\"\"c;--\" VALUES (1)");
        assertThat(Drilled.of(database, ExpectedRows.of("S p.a", "a\nb\"c;--", 1)).findings())
                .isEmpty();
    }

    @Test
    void manySmallPartsAddUp() {
        database.sql(
                "CREATE TABLE t AS SELECT g, repeat('x', 900) AS w FROM generate_series(1, 90000) g");
        assertThat(Drilled.of(database, ExpectedRows.of("public", "t", 90_000)).findings())
                .isEmpty();
    }

    @Test
    void severalTargetsAreAllListed() {
        database.sql("CREATE TABLE a ()", "CREATE TABLE b ()");
        List<ObjectOutcome> outcomes =
                Drilled.of(
                                database,
                                ExpectedRows.of("public", "a", 0),
                                ExpectedRows.of("public", "b", 0))
                        .outcomes(ROW_COUNTS);
        assertThat(outcomes).hasSize(2);
    }
}
