package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.SEQUENCES;
import static dev.muster.contract.FindingCode.CHECK_NOT_RUN;
import static dev.muster.contract.FindingCode.OBJECT_INVALID;
import static dev.muster.contract.FindingCode.OBJECT_MISSING;
import static dev.muster.contract.FindingCode.SEQUENCE_BEHIND;
import static dev.muster.contract.Outcome.FAILED;
import static dev.muster.contract.Outcome.NOT_CHECKED;
import static dev.muster.contract.Outcome.PASSED;
import static dev.muster.contract.Outcome.WARNED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.Finding;
import dev.muster.contract.Progress;
import dev.muster.contract.Severity;
import dev.muster.contract.result.ObjectOutcome;
import dev.muster.restore.verify.LocalServer.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SequencesIT {
    private final Database database = LocalServer.shared().database();

    @Test
    void sequenceBehindItsColumnWarnsWithTheNumbers() {
        database.sql(
                "CREATE TABLE t (id serial PRIMARY KEY)",
                "INSERT INTO t SELECT generate_series(1, 599)",
                "SELECT setval('t_id_seq', 5)");
        Drilled drilled = Drilled.of(database);
        assertThat(drilled.codes()).containsExactly(SEQUENCE_BEHIND);
        assertThat(drilled.findings().getFirst().severity()).isEqualTo(Severity.WARNING);
        assertThat(drilled.findings().getFirst().message())
                .isEqualTo(
                        "sequence \"public.t_id_seq\" gives 6 next, but column \"id\" of"
                                + " \"public.t\" already holds 599");
    }

    @Test
    void sequenceThatCouldNotBeAskedForIsNotPassed() throws Exception {
        database.sql(
                "CREATE TABLE t (id serial PRIMARY KEY)",
                "INSERT INTO t SELECT generate_series(1, 599)",
                "SELECT setval('t_id_seq', 5)");
        Ledger ledger = new Ledger();
        VerifySettings brief =
                new VerifySettings(
                        1, Instant.now().plusSeconds(2), VerifySettings.Structure.OFF, 8);
        try (Crew crew =
                        Crew.open(
                                database.connections(),
                                VerifySettings.within(2, Duration.ofMinutes(1)),
                                Progress.NONE);
                Session late = Session.open(database.connections(), brief)) {
            Relations relations = new Relations(Relation.readAll(crew.first()));
            SequencesCheck check = new SequencesCheck(crew.first(), relations, ledger);
            Map<Long, Set<Probe>> probes = new HashMap<>();
            check.probe(probes);
            Scans scans = Scans.run(crew, relations, probes, Set.of());
            Thread.sleep(Duration.between(Instant.now(), brief.deadline()).plusMillis(50));
            check.check(late, scans, List.of());
        }
        assertThat(ledger.checks().getFirst().objects())
                .singleElement()
                .extracting(ObjectOutcome::outcome)
                .isEqualTo(NOT_CHECKED);
        assertThat(ledger.findings()).extracting(Finding::code).containsExactly(CHECK_NOT_RUN);
    }

    @Test
    void sequenceThatIsGoneIsSaidOnce() {
        Expectations gone =
                Expectations.of(List.of(ExpectedObject.of(1, "SEQUENCE", "public", "s")), List.of())
                        .withSequences(List.of(new ExpectedSequence("public", "s", 7, true)));
        assertThat(Drilled.of(database, gone).codes()).containsExactly(OBJECT_MISSING);
        Expectations undefined =
                Expectations.of(List.of(), List.of())
                        .withSequences(List.of(new ExpectedSequence("public", "s", 7, true)));
        assertThat(Drilled.of(database, undefined).codes()).containsExactly(OBJECT_MISSING);
    }

    @Test
    void identityAndPlainDefaultsAndDescendingSequencesAreKnown() {
        database.sql(
                "CREATE TABLE a (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY)",
                "INSERT INTO a OVERRIDING SYSTEM VALUE SELECT generate_series(1, 9)",
                "CREATE SEQUENCE shared",
                "CREATE TABLE b (id bigint PRIMARY KEY DEFAULT nextval('shared'))",
                "CREATE TABLE c (id bigint PRIMARY KEY DEFAULT nextval('shared'))",
                "INSERT INTO c VALUES (1), (2)",
                "CREATE SEQUENCE down INCREMENT -1",
                "CREATE TABLE d (id int PRIMARY KEY DEFAULT nextval('down'))",
                "INSERT INTO d VALUES (-1), (-2)");
        Drilled drilled = Drilled.of(database);
        assertThat(drilled.outcomes(SEQUENCES))
                .extracting(o -> o.object() + " " + o.outcome())
                .containsExactlyInAnyOrder(
                        "public.a_id_seq " + WARNED,
                        "public.shared " + WARNED,
                        "public.down " + WARNED);
        database.sql("SELECT setval('a_id_seq', 9), setval('shared', 2), setval('down', -2)");
        assertThat(Drilled.of(database).outcomes(SEQUENCES)).allMatch(o -> o.outcome() == PASSED);
    }

    @Test
    void sequenceThatWasNeverCalledAndEmptyTablesPass() {
        database.sql(
                "CREATE TABLE t (id serial PRIMARY KEY)",
                "CREATE TABLE u (id serial PRIMARY KEY)",
                "INSERT INTO u VALUES (1), (2)",
                "SELECT setval('u_id_seq', 3, false)");
        assertThat(Drilled.of(database).outcomes(SEQUENCES)).allMatch(o -> o.outcome() == PASSED);
    }

    @Test
    void aFewHandmadeNumbersFarAheadAreNoWarning() {
        database.sql(
                "CREATE TABLE t (id serial PRIMARY KEY)",
                "INSERT INTO t SELECT FROM generate_series(1, 500)",
                "INSERT INTO t VALUES (999999)");
        Drilled drilled = Drilled.of(database);
        assertThat(drilled.findings()).isEmpty();
        assertThat(drilled.outcome(SEQUENCES, "public.t_id_seq").outcome()).isEqualTo(PASSED);
    }

    @Test
    void sequenceThatWasNeverCalledWarnsOnlyWhereItRunsIntoItsColumn() {
        database.sql(
                "CREATE TABLE far (id serial PRIMARY KEY)",
                "INSERT INTO far SELECT generate_series(10001, 20000)",
                "CREATE TABLE near (id serial PRIMARY KEY)",
                "INSERT INTO near SELECT generate_series(1, 156)");
        Drilled drilled = Drilled.of(database);
        assertThat(drilled.outcome(SEQUENCES, "public.far_id_seq").outcome()).isEqualTo(PASSED);
        assertThat(drilled.outcome(SEQUENCES, "public.near_id_seq").outcome()).isEqualTo(WARNED);
    }

    @Test
    void sequenceThatHasGivenTheLastOfAllNumbersCannotCollide() {
        database.sql(
                "CREATE SEQUENCE up START 9223372036854775806",
                "CREATE TABLE t (id bigint PRIMARY KEY DEFAULT nextval('up'))",
                "INSERT INTO t SELECT FROM generate_series(1, 2)",
                "CREATE SEQUENCE down INCREMENT -2 MINVALUE -9223372036854775807 START -9223372036854775807",
                "CREATE TABLE u (id bigint PRIMARY KEY DEFAULT nextval('down'))",
                "INSERT INTO u DEFAULT VALUES");
        Drilled drilled = Drilled.of(database);
        assertThat(drilled.findings()).isEmpty();
        assertThat(drilled.outcomes(SEQUENCES)).hasSize(2).allMatch(o -> o.outcome() == PASSED);
    }

    @Test
    void columnWithoutAUniqueKeyCannotCollide() {
        database.sql("CREATE TABLE t (id serial)", "INSERT INTO t SELECT generate_series(1, 100)");
        assertThat(Drilled.of(database).findings()).isEmpty();
    }

    @Test
    void partitionedTableIsLookedAtAsAWhole() {
        database.sql(
                "CREATE TABLE t (id bigserial, k int, PRIMARY KEY (id, k)) PARTITION BY LIST (k)",
                "CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1)",
                "CREATE TABLE t2 PARTITION OF t FOR VALUES IN (2)",
                "INSERT INTO t SELECT g, 1 + g % 2 FROM generate_series(1, 50) g",
                "SELECT setval('t_id_seq', 49)");
        assertThat(Drilled.of(database).outcome(SEQUENCES, "public.t_id_seq").outcome())
                .isEqualTo(WARNED);
        database.sql("SELECT setval('t_id_seq', 50)");
        assertThat(Drilled.of(database).findings()).isEmpty();
    }

    @Test
    void positionIsComparedWithTheArchive() {
        database.sql("CREATE SEQUENCE a", "CREATE SEQUENCE b", "SELECT setval('b', 8)");
        Drilled drilled =
                Drilled.of(
                        database,
                        Expectations.of(List.of(), List.of())
                                .withSequences(
                                        List.of(
                                                new ExpectedSequence("public", "a", 7, true),
                                                new ExpectedSequence("public", "b", 8, true))));
        assertThat(drilled.codes()).containsExactly(OBJECT_INVALID);
        assertThat(drilled.outcome(SEQUENCES, "public.a").outcome()).isEqualTo(FAILED);
        assertThat(drilled.outcome(SEQUENCES, "public.b").outcome()).isEqualTo(PASSED);
    }

    @Test
    void cyclingAndUnusedSequencesAreNotChecked() {
        database.sql("CREATE SEQUENCE a CYCLE", "CREATE SEQUENCE b");
        Drilled drilled = Drilled.of(database);
        assertThat(drilled.outcomes(SEQUENCES)).allMatch(o -> o.outcome() == NOT_CHECKED);
        assertThat(drilled.findings()).isEmpty();
    }

    @Test
    void sequenceThatAnExtensionCountsAmongItsConfigurationIsComparedWithTheArchive() {
        database.sql(
                "CREATE SEQUENCE job",
                "CREATE SEQUENCE own",
                "ALTER EXTENSION plpgsql ADD SEQUENCE job",
                "ALTER EXTENSION plpgsql ADD SEQUENCE own",
                "SELECT setval('job', 7), setval('own', 3)");
        Drilled whole = Drilled.of(database, leaving("job", 7));
        assertThat(whole.findings()).isEmpty();
        assertThat(whole.outcomes(SEQUENCES))
                .extracting(o -> o.object() + " " + o.outcome())
                .containsExactly("public.job " + PASSED);
        assertThat(Drilled.of(database, leaving("job", 8)).codes()).containsExactly(OBJECT_INVALID);
        assertThat(Drilled.of(database, leaving("gone", 7)).codes())
                .containsExactly(OBJECT_MISSING);
    }

    private static Expectations leaving(String sequence, long value) {
        return Expectations.of(List.of(), List.of())
                .withSequences(List.of(new ExpectedSequence("public", sequence, value, true)));
    }
}
