package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.OBJECTS;
import static dev.muster.contract.FindingCode.OBJECT_INVALID;
import static dev.muster.contract.FindingCode.OBJECT_MISSING;
import static dev.muster.contract.Outcome.FAILED;
import static dev.muster.contract.Outcome.NOT_CHECKED;
import static dev.muster.contract.Outcome.PASSED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.Finding;
import dev.muster.contract.Severity;
import dev.muster.contract.result.ObjectOutcome;
import dev.muster.restore.verify.LocalServer.Database;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectsCheckIT {
    private final Database database = LocalServer.shared().database();

    @Test
    void everyObjectThatPgDumpNamesIsFound() {
        database.sql(Zoo.SCHEMA);
        List<ExpectedObject> objects = Named.byPgDump(database);
        assertThat(objects).hasSizeGreaterThan(95);
        assertThat(objects.stream().map(ExpectedObject::kind))
                .contains(
                        "TABLE ATTACH",
                        "INDEX ATTACH",
                        "CAST",
                        "OPERATOR FAMILY",
                        "USER MAPPING",
                        "PUBLICATION TABLE",
                        "TRANSFORM",
                        "ROW SECURITY",
                        "SHELL TYPE",
                        "TEXT SEARCH TEMPLATE",
                        "EVENT TRIGGER",
                        "AGGREGATE",
                        "CHECK CONSTRAINT");
        Drilled drilled = check(objects);
        assertThat(drilled.outcomes(OBJECTS)).filteredOn(o -> o.outcome() != PASSED).isEmpty();
        assertThat(drilled.findings()).isEmpty();
    }

    @Test
    void namesWithLineBreaksAreFoundAsPlainSqlWritesThem() {
        database.sql(
                "CREATE SCHEMA \"a\nb\"",
                "CREATE SEQUENCE \"a\nb\".\"s\r\nq\"",
                "CREATE FUNCTION \"a\nb\".\"f\n1\"(int) RETURNS int LANGUAGE sql AS 'SELECT 1'");
        Drilled drilled =
                check(
                        List.of(
                                ExpectedObject.of(1, "SEQUENCE", "a b", "s  q"),
                                ExpectedObject.of(2, "FUNCTION", "a b", "f 1(integer)"),
                                ExpectedObject.of(3, "FUNCTION", "a b", "f 2(integer)")));
        assertThat(drilled.outcomes(OBJECTS))
                .extracting(ObjectOutcome::outcome)
                .containsExactly(PASSED, PASSED, FAILED);
    }

    @Test
    void eachObjectThatIsGoneIsMissed() {
        database.sql(
                "CREATE SCHEMA s",
                "CREATE TABLE s.t (a int PRIMARY KEY, b int CHECK (b > 0))",
                "CREATE FUNCTION s.f(a int, VARIADIC b s.t[]) RETURNS int LANGUAGE sql AS 'SELECT"
                        + " 1'",
                "CREATE VIEW s.v AS SELECT 1");
        List<ExpectedObject> objects = Named.byPgDump(database);
        database.sql(
                "DROP VIEW s.v",
                "DROP FUNCTION s.f",
                "CREATE FUNCTION s.f(a bigint, VARIADIC b s.t[]) RETURNS int LANGUAGE sql AS"
                        + " 'SELECT 1'",
                "ALTER TABLE s.t DROP CONSTRAINT t_pkey");
        Drilled drilled = check(objects);
        assertThat(drilled.findings())
                .extracting(f -> f.object())
                .containsExactlyInAnyOrder("s.v", "s.f(integer, s.t[])", "s.t t_pkey");
        assertThat(drilled.codes()).containsOnly(OBJECT_MISSING);
    }

    @Test
    void missingTableIsOneFindingWithItsConsequences() {
        database.sql(
                "CREATE TABLE t (a int DEFAULT 1)",
                "ALTER TABLE t ADD PRIMARY KEY (a)",
                "CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING");
        List<ExpectedObject> objects = Named.byPgDump(database);
        database.sql("DROP TABLE t");
        Drilled drilled =
                Drilled.of(
                        database,
                        Expectations.of(objects, List.of(ExpectedRows.of("public", "t", 7))));
        assertThat(drilled.codes()).containsExactly(OBJECT_MISSING);
        assertThat(drilled.findings().getFirst().message())
                .isEqualTo("table \"public.t\" is missing after the restore");
        assertThat(drilled.findings().getFirst().consequences()).isEqualTo(2);
        assertThat(drilled.outcome(dev.muster.contract.CheckKind.ROW_COUNTS, "public.t").outcome())
                .isEqualTo(FAILED);
    }

    @Test
    void dependenciesOfTheArchiveLeadToTheRootCause() {
        ExpectedObject type = ExpectedObject.of(1, "TYPE", "public", "mood");
        ExpectedObject table = new ExpectedObject(2, "TABLE", "public", "t", List.of(1), null);
        ExpectedObject index = new ExpectedObject(3, "INDEX", "public", "i", List.of(2), null);
        Drilled drilled = check(List.of(type, table, index));
        assertThat(drilled.findings()).hasSize(1);
        assertThat(drilled.findings().getFirst().object()).isEqualTo("public.mood");
        assertThat(drilled.findings().getFirst().consequences()).isEqualTo(2);
        assertThat(drilled.outcomes(OBJECTS))
                .extracting(ObjectOutcome::outcome)
                .containsOnly(FAILED);
    }

    @Test
    void whatCouldNotBeRestoredHereIsNotCheckedWithWhatFollowsFromIt() {
        ExpectedObject extension =
                ExpectedObject.of(1, "EXTENSION", null, "postgis")
                        .explained(new Explanation.Excused("postgis is not installed"));
        ExpectedObject table = new ExpectedObject(2, "TABLE", "public", "places", List.of(1), null);
        ExpectedObject failed =
                ExpectedObject.of(3, "VIEW", "public", "v")
                        .explained(new Explanation.Reported("CREATE VIEW failed"));
        Drilled drilled = check(List.of(extension, table, failed));
        assertThat(drilled.findings()).isEmpty();
        assertThat(drilled.outcomes(OBJECTS))
                .extracting(ObjectOutcome::outcome)
                .containsExactly(NOT_CHECKED, NOT_CHECKED, FAILED);
    }

    @Test
    void unknownKindsAreNotChecked() {
        Drilled drilled =
                check(
                        List.of(
                                ExpectedObject.of(1, "PROPERTY GRAPH", "public", "g"),
                                ExpectedObject.of(2, "COMMENT", "public", "TABLE t"),
                                ExpectedObject.of(3, "ACL", "public", "TABLE t")));
        assertThat(drilled.outcomes(OBJECTS))
                .containsExactly(
                        ObjectOutcome.notChecked(
                                "property graph public.g",
                                "no rule for objects of kind \"PROPERTY GRAPH\""));
        assertThat(drilled.findings()).isEmpty();
    }

    @Test
    void oneOfTwoOperatorsOfTheSameNameIsMissed() {
        database.sql(
                "CREATE OPERATOR public.%%% (FUNCTION = int4pl, LEFTARG = int, RIGHTARG = int)");
        Drilled drilled =
                check(
                        List.of(
                                ExpectedObject.of(1, "OPERATOR", "public", "%%%"),
                                ExpectedObject.of(2, "OPERATOR", "public", "%%%")));
        assertThat(drilled.outcomes(OBJECTS))
                .extracting(ObjectOutcome::outcome)
                .containsExactlyInAnyOrder(PASSED, FAILED);
    }

    @Test
    void invalidIndexFails() {
        database.sql(
                "CREATE TABLE t (a int)",
                "CREATE INDEX i ON t (a)",
                "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'i'::regclass");
        Drilled drilled = check(List.of(ExpectedObject.of(1, "INDEX", "public", "i")));
        assertThat(drilled.codes()).containsExactly(OBJECT_INVALID);
    }

    @Test
    void partitionedIndexThatTheSourceNeverCompletedIsOnlyNoted() {
        database.sql(
                "CREATE TABLE t (a int) PARTITION BY LIST (a)",
                "CREATE TABLE t1 PARTITION OF t DEFAULT",
                "CREATE INDEX i ON ONLY t (a)");
        Drilled drilled = check(Named.byPgDump(database));
        assertThat(drilled.findings()).extracting(f -> f.severity()).containsOnly(Severity.INFO);
        assertThat(drilled.outcomes(OBJECTS)).noneMatch(o -> o.outcome() == FAILED);
    }

    @Test
    void materializedViewThatWasNotFilledFailsOnlyIfTheArchiveFillsIt() {
        database.sql("CREATE MATERIALIZED VIEW m AS SELECT 1 AS a WITH NO DATA");
        ExpectedObject view = ExpectedObject.of(1, "MATERIALIZED VIEW", "public", "m");
        ExpectedObject data = ExpectedObject.of(2, "MATERIALIZED VIEW DATA", "public", "m");
        assertThat(check(List.of(view)).findings()).isEmpty();
        assertThat(check(List.of(view, data)).codes()).containsExactly(OBJECT_INVALID);
    }

    @Test
    void tagsOfOldArchivesAreUnderstood() {
        database.sql(
                "CREATE TYPE public.mood AS ENUM ('a')",
                "CREATE FUNCTION public.f(public.mood, integer) RETURNS int LANGUAGE sql AS"
                        + " 'SELECT 1'",
                "CREATE TABLE t (a int PRIMARY KEY DEFAULT 7)",
                "CREATE TABLE u (a int DEFAULT 8)");
        List<ExpectedObject> objects =
                List.of(
                        ExpectedObject.of(1, "FUNCTION", "public", "f(mood, integer)"),
                        ExpectedObject.of(2, "CONSTRAINT", "public", "t_pkey"),
                        ExpectedObject.of(3, "DEFAULT", "public", "a"),
                        ExpectedObject.of(4, "DEFAULT", "public", "a"));
        assertThat(check(objects).findings()).isEmpty();
        database.sql("ALTER TABLE u ALTER a DROP DEFAULT");
        assertThat(check(objects).findings())
                .singleElement()
                .extracting(Finding::message)
                .isEqualTo("default \"public.a\" is missing after the restore");
    }

    /** As pg_dump --quote-all-identifiers writes them. */
    @Test
    void tagsWithEveryNameInQuotesAreUnderstood() {
        database.sql(
                "CREATE TYPE public.mood AS ENUM ('a')",
                "CREATE TYPE public.\"Mood\" AS ENUM ('a')",
                "CREATE FUNCTION public.f(name, public.mood[], integer) RETURNS int LANGUAGE sql"
                        + " AS 'SELECT 1'",
                "CREATE CAST (public.mood AS public.\"Mood\") WITH INOUT");
        String function = "f(\"name\", \"public\".\"mood\"[], integer)";
        String other = "f(\"name\", \"public\".\"Mood\"[], integer)";
        String cast = "CAST (\"public\".\"mood\" AS \"public\".\"Mood\")";
        assertThat(
                        check(
                                        List.of(
                                                ExpectedObject.of(
                                                        1, "FUNCTION", "public", function),
                                                ExpectedObject.of(2, "CAST", null, cast)))
                                .findings())
                .isEmpty();
        assertThat(check(List.of(ExpectedObject.of(1, "FUNCTION", "public", other))).codes())
                .containsExactly(OBJECT_MISSING);
    }

    private Drilled check(List<ExpectedObject> objects) {
        return Drilled.of(database, Expectations.of(objects, List.of()));
    }
}
