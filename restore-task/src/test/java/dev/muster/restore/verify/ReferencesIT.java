package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.FOREIGN_KEYS;
import static dev.muster.contract.CheckKind.UNIQUE_KEYS;
import static dev.muster.contract.FindingCode.FOREIGN_KEY_NOT_VALID;
import static dev.muster.contract.FindingCode.FOREIGN_KEY_ORPHANS;
import static dev.muster.contract.FindingCode.OBJECT_INVALID;
import static dev.muster.contract.Outcome.FAILED;
import static dev.muster.contract.Outcome.PASSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.muster.contract.Finding;
import dev.muster.contract.result.ObjectOutcome;
import dev.muster.restore.verify.LocalServer.Database;
import org.junit.jupiter.api.Test;

/** Foreign and unique keys. */
class ReferencesIT {
    private final Database database = LocalServer.shared().database();

    @Test
    void orphansOfAValidatedKeyFailAndThoseOfAnUnvalidatedWarn() {
        database.sql(
                "CREATE TABLE p (id int PRIMARY KEY)",
                "CREATE TABLE c (p int REFERENCES p, q int)",
                "INSERT INTO p VALUES (1), (2), (5)",
                "ALTER TABLE c DISABLE TRIGGER ALL",
                "INSERT INTO c VALUES (1, 1), (3, 7), (4, 8), (NULL, NULL), (5, NULL)",
                "ALTER TABLE c ADD CONSTRAINT loose FOREIGN KEY (q) REFERENCES p NOT VALID");
        Drilled drilled = Drilled.of(database);
        assertThat(drilled.codes())
                .containsExactlyInAnyOrder(FOREIGN_KEY_ORPHANS, FOREIGN_KEY_NOT_VALID);
        ObjectOutcome failed = drilled.outcome(FOREIGN_KEYS, "public.c c_p_fkey");
        assertThat(failed.actual()).isEqualTo(2);
        assertThat(failed.reason())
                .isEqualTo(
                        "2 rows of \"public.c\" refer to rows of \"public.p\" that are missing"
                                + " (foreign key \"c_p_fkey\")");
    }

    @Test
    void valueThatRefersToACharacterColumnIsComparedWhole() {
        database.sql(
                "CREATE TABLE p (code char(6) PRIMARY KEY)",
                "CREATE TABLE c (code varchar(20) REFERENCES p, t text REFERENCES p)",
                "INSERT INTO p VALUES ('ab'), ('abc')",
                "INSERT INTO c VALUES ('ab', 'abc   '), ('ab   ', 'ab')");
        Drilled drilled = Drilled.of(database);
        assertThat(drilled.codes()).isEmpty();
        assertThat(drilled.outcomes(FOREIGN_KEYS)).hasSize(2).allMatch(o -> o.outcome() == PASSED);
        database.sql("SET session_replication_role = replica; INSERT INTO c VALUES ('a', NULL)");
        assertThat(Drilled.of(database).codes()).containsExactly(FOREIGN_KEY_ORPHANS);
    }

    @Test
    void keysThatMissRowsOfOneTableAreOneFinding() {
        database.sql(
                "CREATE TABLE p (id int PRIMARY KEY)",
                "CREATE TABLE q (id int PRIMARY KEY)",
                "CREATE TABLE c1 (p int REFERENCES p, q int REFERENCES q)",
                "CREATE TABLE c2 (p int REFERENCES p)",
                "SET session_replication_role = replica; INSERT INTO c1 VALUES (1, 1); INSERT INTO"
                        + " c2 VALUES (1), (2)");
        Drilled drilled = Drilled.of(database);
        assertThat(drilled.findings())
                .extracting(Finding::code, Finding::object, Finding::consequences)
                .containsExactlyInAnyOrder(
                        tuple(FOREIGN_KEY_ORPHANS, "public.p", 1),
                        tuple(FOREIGN_KEY_ORPHANS, "public.c1 c1_q_fkey", 0));
        assertThat(drilled.outcomes(FOREIGN_KEYS)).hasSize(3).allMatch(o -> o.outcome() == FAILED);
    }

    @Test
    void orphansAreFoundInGapsAndAtBothEnds() {
        for (int orphan : new int[] {-1, 0, 50, 101, 1000}) {
            Database own = LocalServer.shared().database();
            own.sql(
                    "CREATE TABLE p (id bigint PRIMARY KEY)",
                    "INSERT INTO p SELECT g FROM generate_series(1, 100) g WHERE g <> 50",
                    "CREATE TABLE c (p int REFERENCES p)",
                    "ALTER TABLE c DISABLE TRIGGER ALL",
                    "INSERT INTO c SELECT g FROM generate_series(1, 49) g",
                    "INSERT INTO c VALUES (" + orphan + ")");
            assertThat(Drilled.of(own).codes())
                    .as("orphan " + orphan)
                    .containsExactly(FOREIGN_KEY_ORPHANS);
        }
    }

    @Test
    void denseKeysHoldWhereNothingLiesOutside() {
        database.sql(
                "CREATE TABLE p (id bigint PRIMARY KEY)",
                "INSERT INTO p SELECT g FROM generate_series(1, 100) g",
                "CREATE TABLE c (p int REFERENCES p)",
                "INSERT INTO c SELECT g FROM generate_series(1, 100) g");
        assertThat(Drilled.of(database).findings()).isEmpty();
        database.sql("ALTER TABLE c DISABLE TRIGGER ALL", "INSERT INTO c VALUES (0), (101), (102)");
        assertThat(Drilled.of(database).outcome(FOREIGN_KEYS, "public.c c_p_fkey").actual())
                .isEqualTo(3);
    }

    @Test
    void keysOfManyColumnsFollowTheirMatchType() {
        database.sql(
                "CREATE TABLE p (a int, b int, PRIMARY KEY (a, b))",
                "INSERT INTO p VALUES (1, 1)",
                "CREATE TABLE simple (a int, b int, FOREIGN KEY (a, b) REFERENCES p)",
                "CREATE TABLE full_ (a int, b int, FOREIGN KEY (a, b) REFERENCES p MATCH FULL)",
                "ALTER TABLE simple DISABLE TRIGGER ALL",
                "ALTER TABLE full_ DISABLE TRIGGER ALL",
                "INSERT INTO simple VALUES (1, 1), (9, NULL), (NULL, NULL), (1, 2)",
                "INSERT INTO full_ VALUES (1, 1), (9, NULL), (NULL, NULL), (1, 2)");
        Drilled drilled = Drilled.of(database);
        assertThat(drilled.outcome(FOREIGN_KEYS, "public.simple simple_a_b_fkey").actual())
                .isEqualTo(1);
        assertThat(drilled.outcome(FOREIGN_KEYS, "public.full_ full__a_b_fkey").actual())
                .isEqualTo(2);
    }

    @Test
    void keysOfEveryShapePass() {
        database.sql(
                "CREATE SCHEMA \"Other one\"",
                "CREATE EXTENSION citext SCHEMA \"Other one\"",
                "CREATE TABLE \"Other one\".\"P p\" (\"the id\" \"Other one\".citext PRIMARY KEY)",
                "INSERT INTO \"Other one\".\"P p\" VALUES ('Abc')",
                "CREATE TABLE c (r \"Other one\".citext REFERENCES \"Other one\".\"P p\")",
                "INSERT INTO c VALUES ('aBC')",
                "CREATE TABLE self (id int PRIMARY KEY, up int REFERENCES self)",
                "INSERT INTO self VALUES (1, 2), (2, 1), (3, NULL)",
                "CREATE DOMAIN d AS varchar(9)",
                "CREATE TABLE v (id varchar(20) COLLATE \"C\" PRIMARY KEY)",
                "INSERT INTO v VALUES ('a')",
                "CREATE TABLE w (v d REFERENCES v, x text COLLATE \"POSIX\" REFERENCES v)",
                "INSERT INTO w VALUES ('a', 'a')",
                "CREATE TYPE e AS ENUM ('a')",
                "CREATE TABLE en (id e PRIMARY KEY)",
                "INSERT INTO en VALUES ('a')",
                "CREATE TABLE en2 (id e REFERENCES en)",
                "INSERT INTO en2 VALUES ('a')",
                "CREATE TABLE n (id numeric PRIMARY KEY)",
                "INSERT INTO n VALUES (1.0)",
                "CREATE TABLE i (n int REFERENCES n)",
                "INSERT INTO i VALUES (1)",
                "CREATE TABLE ar (id int[] PRIMARY KEY)",
                "INSERT INTO ar VALUES ('{1}')",
                "CREATE TABLE ar2 (id int[] REFERENCES ar)",
                "INSERT INTO ar2 VALUES ('{1}')");
        Drilled drilled = Drilled.of(database);
        assertThat(drilled.findings()).isEmpty();
        assertThat(drilled.outcomes(FOREIGN_KEYS)).hasSize(7).allMatch(o -> o.outcome() == PASSED);
    }

    @Test
    void partitionedTablesCountOnceAndAsAWhole() {
        database.sql(
                "CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id)",
                "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10)",
                "CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20)",
                "INSERT INTO p SELECT generate_series(0, 19)",
                "CREATE TABLE c (id int, p int REFERENCES p) PARTITION BY RANGE (id)",
                "CREATE TABLE c1 PARTITION OF c FOR VALUES FROM (0) TO (10)",
                "CREATE TABLE c2 PARTITION OF c FOR VALUES FROM (10) TO (20)",
                "INSERT INTO c SELECT g, g FROM generate_series(0, 19) g");
        assertThat(Drilled.of(database).outcomes(FOREIGN_KEYS))
                .containsExactly(ObjectOutcome.passed("public.c c_p_fkey"));
        database.sql("SET session_replication_role = replica; DELETE FROM p WHERE id IN (3, 13)");
        assertThat(Drilled.of(database).outcome(FOREIGN_KEYS, "public.c c_p_fkey").actual())
                .isEqualTo(2);
    }

    @Test
    void childrenOfAnInheritedTableAreNotItsRows() {
        database.sql(
                "CREATE TABLE p (id int PRIMARY KEY)",
                "CREATE TABLE p_child () INHERITS (p)",
                "INSERT INTO p_child VALUES (1)",
                "CREATE TABLE c (p int REFERENCES p)",
                "ALTER TABLE c DISABLE TRIGGER ALL",
                "INSERT INTO c VALUES (1)");
        assertThat(Drilled.of(database).codes()).containsExactly(FOREIGN_KEY_ORPHANS);
    }

    @Test
    void uniqueKeyWithoutAValidIndexFails() {
        database.sql(
                "CREATE TABLE t (a int PRIMARY KEY, b int UNIQUE)",
                "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 't_b_key'::regclass");
        Drilled drilled = Drilled.of(database);
        assertThat(drilled.codes()).containsExactly(OBJECT_INVALID);
        assertThat(drilled.outcome(UNIQUE_KEYS, "public.t t_b_key").outcome()).isEqualTo(FAILED);
        assertThat(drilled.outcome(UNIQUE_KEYS, "public.t t_pkey").outcome()).isEqualTo(PASSED);
    }
}
