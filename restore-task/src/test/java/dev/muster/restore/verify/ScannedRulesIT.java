package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.CHECK_CONSTRAINTS;
import static dev.muster.contract.CheckKind.NOT_NULL;
import static dev.muster.contract.CheckKind.READABLE_VALUES;
import static dev.muster.contract.CheckKind.ROW_COUNTS;
import static dev.muster.contract.FindingCode.CHECK_VIOLATED;
import static dev.muster.contract.FindingCode.NULL_IN_NOT_NULL;
import static dev.muster.contract.FindingCode.VALUE_UNREADABLE;
import static dev.muster.contract.Outcome.FAILED;
import static dev.muster.contract.Outcome.NOT_CHECKED;
import static dev.muster.contract.Outcome.PASSED;
import static dev.muster.contract.Outcome.WARNED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.Cause;
import dev.muster.contract.CheckKind;
import dev.muster.contract.Outcome;
import dev.muster.contract.Progress;
import dev.muster.contract.Severity;
import dev.muster.restore.verify.LocalServer.Database;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What one scan of each table tells: NULLs, CHECKs and whether values can be read. */
class ScannedRulesIT {
    private final Database database = LocalServer.shared().database();

    @Test
    void aDatabaseFullOfOddTablesPasses() {
        database.sql(Zoo.SCHEMA)
                .sql(
                        "INSERT INTO zoo.keeper (moods, pair, when_, e, es, h, x) SELECT"
                                + " '{sad,happy}', '(1,sad)', '[1,2)', 2, '{2,4}', 'a=>b', '<x/>'"
                                + " FROM generate_series(1, 100)",
                        "INSERT INTO zoo.animal (name) SELECT 'Leo' || g FROM generate_series(1,"
                                + " 100) g",
                        "INSERT INTO zoo.nothing DEFAULT VALUES",
                        "INSERT INTO zoo.base VALUES (1)",
                        "INSERT INTO zoo.derived VALUES (1, 'x')",
                        "INSERT INTO zoo.head SELECT g, g FROM generate_series(1, 19) g",
                        "INSERT INTO \"Zoo two\".\"quote\"\"d.t,a;b'l\\e\" VALUES (1, 'x')",
                        "INSERT INTO \"Zoo two\".\"line\nbreak\" VALUES (1)");
        Drilled drilled = Drilled.of(database);
        assertThat(drilled.findings()).isEmpty();
        for (CheckKind check : CheckKind.values()) {
            assertThat(drilled.outcomes(check))
                    .as(check.id())
                    .noneMatch(o -> o.outcome() == FAILED || o.outcome() == WARNED);
        }
        assertThat(drilled.outcome(NOT_NULL, "zoo.base").outcome()).isEqualTo(PASSED);
        assertThat(drilled.outcome(READABLE_VALUES, "zoo.keeper").outcome()).isEqualTo(PASSED);
        assertThat(drilled.outcomes(READABLE_VALUES))
                .noneMatch(o -> o.object().equals("zoo.remote"));
    }

    @Test
    void nullInColumnsDeclaredNotNullFails() {
        database.sql(
                "CREATE TABLE t (a int, \"B c\" text, d int NOT NULL)",
                "INSERT INTO t VALUES (1, 'x', 1), (NULL, NULL, 2), (NULL, 'y', 3)",
                "UPDATE pg_attribute SET attnotnull = true WHERE attrelid = 't'::regclass AND"
                        + " attnum > 0");
        Drilled drilled = Drilled.of(database);
        assertThat(drilled.codes()).containsExactly(NULL_IN_NOT_NULL);
        assertThat(drilled.findings().getFirst().message())
                .isEqualTo(
                        "2 rows of \"public.t\" hold NULL in a column declared NOT NULL: \"a\","
                                + " \"B c\"");
        assertThat(drilled.outcome(NOT_NULL, "public.t").actual()).isEqualTo(2);
    }

    @Test
    void violatedCheckFailsAndOneThatIsNotValidWarns() {
        database.sql(
                "CREATE TABLE t (a int CONSTRAINT positive CHECK (a > 0))",
                "ALTER TABLE t DROP CONSTRAINT positive",
                "INSERT INTO t VALUES (-1), (1), (NULL)",
                "ALTER TABLE t ADD CONSTRAINT positive CHECK (a > 0) NOT VALID",
                "ALTER TABLE t ADD CONSTRAINT small CHECK (a < 1) NOT VALID",
                "UPDATE pg_constraint SET convalidated = true WHERE conname = 'positive'");
        Drilled drilled = Drilled.of(database);
        assertThat(drilled.outcome(CHECK_CONSTRAINTS, "public.t positive").outcome())
                .isEqualTo(FAILED);
        assertThat(drilled.outcome(CHECK_CONSTRAINTS, "public.t small").outcome())
                .isEqualTo(WARNED);
        assertThat(drilled.findings())
                .extracting(f -> f.code() + " " + f.severity())
                .containsExactlyInAnyOrder(
                        CHECK_VIOLATED + " " + Severity.ERROR,
                        CHECK_VIOLATED + " " + Severity.WARNING);
    }

    @Test
    void domainsRuleTheirColumns() {
        database.sql(
                "CREATE DOMAIN small AS int CHECK (VALUE < 10)",
                "CREATE DOMAIN tiny AS small CHECK (VALUE <> 5) NOT NULL",
                "CREATE DOMAIN pair AS int[] CHECK (VALUE[1] < VALUE[2])",
                "CREATE TABLE t (\"the value\" tiny, value small, p pair)",
                "INSERT INTO t VALUES (1, 2, '{1,2}'), (3, NULL, NULL)");
        Drilled sound = Drilled.of(database);
        assertThat(sound.outcomes(CHECK_CONSTRAINTS))
                .hasSize(4)
                .allMatch(o -> o.outcome() == PASSED);
        database.sql(
                "ALTER DOMAIN small DROP CONSTRAINT small_check",
                "INSERT INTO t VALUES (1, 11, NULL)",
                "ALTER DOMAIN small ADD CONSTRAINT small_check CHECK (VALUE < 10) NOT VALID",
                "UPDATE pg_constraint SET convalidated = true WHERE conname = 'small_check'");
        Drilled drilled = Drilled.of(database);
        assertThat(drilled.codes()).containsExactly(CHECK_VIOLATED);
        assertThat(drilled.outcome(CHECK_CONSTRAINTS, "public.t small_check of value").actual())
                .isEqualTo(1);
    }

    @Test
    void checkThatDependsOnTheTimeOnlyWarns() {
        database.sql(
                "CREATE TABLE t (until timestamptz)",
                "INSERT INTO t VALUES ('2001-01-01')",
                "ALTER TABLE t ADD CONSTRAINT future CHECK (until > now()) NOT VALID",
                "UPDATE pg_constraint SET convalidated = true WHERE conname = 'future'");
        assertThat(Drilled.of(database).outcome(CHECK_CONSTRAINTS, "public.t future").outcome())
                .isEqualTo(WARNED);
    }

    @Test
    void checkThatCannotBeComputedHidesNothingElse() {
        database.sql(
                "CREATE FUNCTION broken(int) RETURNS boolean LANGUAGE plpgsql AS 'BEGIN RAISE"
                        + " EXCEPTION ''secret %'', $1; END'",
                "CREATE TABLE t (a int NOT NULL, b text, CONSTRAINT small CHECK (a < 10))",
                "INSERT INTO t VALUES (1, 'x'), (2, 'y')",
                "ALTER TABLE t ADD CONSTRAINT odd CHECK (broken(a)) NOT VALID");
        Drilled drilled = Drilled.of(database, ExpectedRows.of("public", "t", 2));
        assertThat(drilled.findings()).isEmpty();
        assertThat(drilled.outcome(CHECK_CONSTRAINTS, "public.t odd").outcome())
                .isEqualTo(NOT_CHECKED);
        assertThat(drilled.outcome(CHECK_CONSTRAINTS, "public.t odd").reason())
                .contains("P0001")
                .doesNotContain("secret");
        assertThat(drilled.outcome(CHECK_CONSTRAINTS, "public.t small").outcome())
                .isEqualTo(PASSED);
        assertThat(drilled.outcome(ROW_COUNTS, "public.t").outcome()).isEqualTo(PASSED);
        assertThat(drilled.outcome(NOT_NULL, "public.t").outcome()).isEqualTo(PASSED);
        assertThat(drilled.outcome(READABLE_VALUES, "public.t").outcome()).isEqualTo(PASSED);
    }

    @Test
    void lostToastIsUnreadableAndBlamesThisMachine() {
        LocalServer server = LocalServer.start();
        try {
            Database own = server.database();
            own.sql(
                    "CREATE TABLE t (a int, fine jsonb, big text)",
                    "ALTER TABLE t ALTER big SET STORAGE EXTERNAL",
                    "INSERT INTO t SELECT g, '{}', repeat('x', 10000) FROM generate_series(1, 20)"
                            + " g",
                    "CHECKPOINT");
            String toast =
                    own.value(
                            "SELECT pg_relation_filepath(reltoastrelid) FROM pg_class WHERE oid ="
                                    + " 't'::regclass");
            server.stop("fast");
            server.wipe(toast);
            server.startAgain();
            Drilled drilled = Drilled.of(own, ExpectedRows.of("public", "t", 20));
            assertThat(drilled.outcome(ROW_COUNTS, "public.t").outcome()).isEqualTo(PASSED);
            assertThat(drilled.outcome(READABLE_VALUES, "public.t").reason())
                    .isEqualTo(
                            "values of column \"big\" of \"public.t\" cannot be read: the server"
                                    + " found its storage damaged (SQLSTATE XX001)");
            assertThat(drilled.findings())
                    .filteredOn(f -> f.code() == VALUE_UNREADABLE)
                    .singleElement()
                    .extracting(f -> f.cause())
                    .isEqualTo(Cause.ENVIRONMENT);
        } finally {
            server.remove();
        }
    }

    @Test
    void everyTypeOfValueIsReadWithoutComplaint() {
        database.sql(
                "CREATE EXTENSION hstore",
                "CREATE EXTENSION citext",
                "CREATE TYPE pair AS (a text, b int[])",
                "CREATE DOMAIN words AS text[]",
                "CREATE DOMAIN mail AS citext CHECK (VALUE ~ '@')",
                "CREATE TABLE t (a text, b varchar(9), c char(5), d bytea, e json, f jsonb, g xml,"
                        + " h numeric, i text[], j tsvector, k int4range, l varbit, m pair, n hstore,"
                        + " o citext, p words, q mail, r inet, s int4multirange, t path, u tsquery, v"
                        + " numrange[], w pair[], x name, y \"char\", z money)",
                "INSERT INTO t SELECT repeat('ä', 3000), 'b', 'c', '\\x00ff', '{}', '[1]', '<a/>',"
                        + " 1e500, '{a,NULL}', 'a b', '[1,2)', B'101', '(x,{1})', 'a=>1', 'X',"
                        + " '{w}', 'a@b', '::1', '{[1,2)}', '((0,0),(1,1))', 'a & b', '{\"[1,2)\"}',"
                        + " '{\"(x,)\"}', 'n', 'y', 1 FROM generate_series(1, 50)",
                "INSERT INTO t DEFAULT VALUES");
        Drilled drilled = Drilled.of(database);
        assertThat(drilled.outcome(READABLE_VALUES, "public.t").outcome()).isEqualTo(PASSED);
        assertThat(drilled.findings()).isEmpty();
    }

    @Test
    void sixteenHundredColumnsFitIntoOneScan() {
        String columns =
                IntStream.rangeClosed(1, 1600)
                        .mapToObj(i -> "c" + i + (i % 2 == 0 ? " text" : " int NOT NULL DEFAULT 0"))
                        .collect(Collectors.joining(", "));
        database.sql("CREATE TABLE t (" + columns + ")", "INSERT INTO t DEFAULT VALUES");
        Drilled drilled = Drilled.of(database, ExpectedRows.of("public", "t", 1));
        assertThat(drilled.findings()).isEmpty();
        assertThat(drilled.outcome(READABLE_VALUES, "public.t").outcome()).isEqualTo(PASSED);
        assertThat(drilled.outcome(NOT_NULL, "public.t").outcome()).isEqualTo(PASSED);
    }

    @Test
    void moreChecksThanAStatementMayHoldAreStillAllChecked() {
        String checks =
                IntStream.rangeClosed(1, 1700)
                        .mapToObj(i -> "CONSTRAINT k" + i + " CHECK (a < " + (i + 1) + ")")
                        .collect(Collectors.joining(", "));
        database.sql("CREATE TABLE t (a int, " + checks + ")", "INSERT INTO t VALUES (1)");
        Drilled drilled = Drilled.of(database);
        assertThat(drilled.outcomes(CHECK_CONSTRAINTS))
                .hasSize(1700)
                .allMatch(o -> o.outcome() == Outcome.PASSED);
    }

    @Test
    void rowSecurityHidesNothing() {
        database.sql(
                "CREATE TABLE t (a int NOT NULL)",
                "INSERT INTO t VALUES (1), (2)",
                "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
                "ALTER TABLE t FORCE ROW LEVEL SECURITY",
                "CREATE POLICY nobody ON t USING (false)");
        assertThat(Drilled.of(database, ExpectedRows.of("public", "t", 2)).findings()).isEmpty();
    }

    @Test
    void otherEncodingsAreCheckedOnTheServer() {
        for (String encoding : new String[] {"SQL_ASCII", "LATIN1", "EUC_JP", "WIN1251"}) {
            Database other = LocalServer.shared().database("ENCODING '" + encoding + "'");
            other.sql("CREATE TABLE t (a text NOT NULL)", "INSERT INTO t VALUES ('abc')");
            if (encoding.equals("SQL_ASCII")) {
                other.sql("INSERT INTO t VALUES (E'\\xff\\xfe')");
            }
            Drilled drilled = Drilled.of(other);
            assertThat(drilled.findings()).as(encoding).isEmpty();
            assertThat(drilled.outcome(READABLE_VALUES, "public.t").outcome()).isEqualTo(PASSED);
        }
    }

    @Test
    void namesInNoEncodingAreReadByteByByte() {
        Database other = LocalServer.shared().database("ENCODING 'SQL_ASCII'");
        other.sql(
                "CREATE TABLE \"größe\" (a int NOT NULL)",
                "INSERT INTO \"größe\" VALUES (1)",
                "DO $$ BEGIN EXECUTE format('CREATE TABLE %I (a int NOT NULL)', E'gr\\xf6\\xdfe_');"
                        + " EXECUTE format('INSERT INTO %I VALUES (1), (2)', E'gr\\xf6\\xdfe_'); END $$");
        Verified verified =
                Verify.run(
                        () ->
                                LocalServer.shared()
                                        .connect(
                                                other.name(),
                                                "user=postgres&allowEncodingChanges=true"),
                        Expectations.of(
                                List.of(ExpectedObject.of(1, "TABLE", "public", "größe")),
                                List.of(
                                        ExpectedRows.of("public", "größe", 1),
                                        ExpectedRows.of("public", "gr\u00f6\u00dfe_", 2))),
                        VerifySettings.within(2, Duration.ofMinutes(1)),
                        Progress.NONE);
        assertThat(verified.findings()).isEmpty();
        assertThat(new Drilled(verified).outcome(ROW_COUNTS, "public.gr\u00f6\u00dfe_").reason())
                .isEqualTo("its name is in no encoding, so no statement can ask for it");
    }
}
