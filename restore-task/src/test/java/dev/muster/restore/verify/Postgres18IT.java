package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.CHECK_CONSTRAINTS;
import static dev.muster.contract.CheckKind.FOREIGN_KEYS;
import static dev.muster.contract.CheckKind.NOT_NULL;
import static dev.muster.contract.FindingCode.CHECK_VIOLATED;
import static dev.muster.contract.FindingCode.FOREIGN_KEY_NOT_VALID;
import static dev.muster.contract.Outcome.NOT_CHECKED;
import static dev.muster.contract.Outcome.PASSED;
import static dev.muster.contract.Outcome.WARNED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.contract.Severity;
import dev.muster.restore.verify.LocalServer.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only PostgreSQL 18 and later can declare; MUSTER_PG_BIN may name one. */
class Postgres18IT {
    private final Database database = LocalServer.shared().database();

    @BeforeEach
    void needsPostgres18() {
        int version = Integer.parseInt(database.value("SHOW server_version_num"));
        assumeTrue(version >= 180000, "the server's PostgreSQL is older than 18");
    }

    @Test
    void rulesThatTheSourceDoesNotEnforceOnlyWarn() {
        database.sql(
                "CREATE TABLE p (id int PRIMARY KEY)",
                "CREATE TABLE c (p int REFERENCES p NOT ENFORCED, a int CONSTRAINT positive CHECK"
                        + " (a > 0) NOT ENFORCED, b int, v int GENERATED ALWAYS AS (a / 0) VIRTUAL)",
                "INSERT INTO c VALUES (1, -1, NULL)",
                "ALTER TABLE c ADD CONSTRAINT filled NOT NULL b NOT VALID");
        Drilled drilled = Drilled.of(database);
        assertThat(drilled.codes())
                .containsExactlyInAnyOrder(FOREIGN_KEY_NOT_VALID, CHECK_VIOLATED, CHECK_VIOLATED);
        assertThat(drilled.findings()).allMatch(f -> f.severity() == Severity.WARNING);
        assertThat(drilled.outcome(CHECK_CONSTRAINTS, "public.c positive").outcome())
                .isEqualTo(WARNED);
        assertThat(drilled.outcome(CHECK_CONSTRAINTS, "public.c filled").outcome())
                .isEqualTo(WARNED);
        assertThat(drilled.outcomes(NOT_NULL)).allMatch(o -> o.outcome() == PASSED);
    }

    @Test
    void foreignKeyOverPeriodsIsNotChecked() {
        database.sql(
                "CREATE EXTENSION btree_gist",
                "CREATE TABLE p (id int, d daterange, PRIMARY KEY (id, d WITHOUT OVERLAPS))",
                "CREATE TABLE c (id int, d daterange, FOREIGN KEY (id, PERIOD d) REFERENCES p (id,"
                        + " PERIOD d))",
                "INSERT INTO p VALUES (1, '[2020-01-01,2020-02-01)'), (1,"
                        + " '[2020-02-01,2020-03-01)')",
                "INSERT INTO c VALUES (1, '[2020-01-15,2020-02-15)')");
        Drilled drilled = Drilled.of(database);
        assertThat(drilled.findings()).isEmpty();
        assertThat(drilled.outcomes(FOREIGN_KEYS))
                .singleElement()
                .extracting(o -> o.outcome())
                .isEqualTo(NOT_CHECKED);
    }
}
