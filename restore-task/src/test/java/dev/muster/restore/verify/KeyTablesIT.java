package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.KEY_TABLES;
import static dev.muster.contract.FindingCode.CHECK_NOT_RUN;
import static dev.muster.contract.FindingCode.KEY_TABLE_EMPTY;
import static dev.muster.contract.FindingCode.KEY_TABLE_MISSING;
import static dev.muster.contract.Outcome.FAILED;
import static dev.muster.contract.Outcome.NOT_CHECKED;
import static dev.muster.contract.Outcome.PASSED;
import static dev.muster.contract.Outcome.WARNED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.muster.contract.Finding;
import dev.muster.contract.Severity;
import dev.muster.restore.verify.LocalServer.Database;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyTablesIT {
    private final Database database =
            LocalServer.shared()
                    .database()
                    .sql(
                            "CREATE SCHEMA s",
                            "CREATE TABLE users AS SELECT 1 AS a",
                            "CREATE TABLE \"Odd.Name \"\"x\" AS SELECT 1 AS a",
                            "CREATE TABLE empty (a int)",
                            "CREATE TABLE s.twin AS SELECT 1 AS a",
                            "CREATE TABLE twin (a int)",
                            "CREATE TABLE parts (a int) PARTITION BY LIST (a)",
                            "CREATE TABLE part PARTITION OF parts DEFAULT",
                            "INSERT INTO parts VALUES (1)");

    @Test
    void tablesWithRowsPassHoweverTheyAreWritten() {
        Drilled drilled =
                check(
                        "users",
                        "public.users",
                        "USERS",
                        "\"public\".\"users\"",
                        "\"Odd.Name \"\"x\"",
                        "public.\"Odd.Name \"\"x\"",
                        "parts",
                        "s.twin");
        assertThat(drilled.outcomes(KEY_TABLES)).hasSize(8).allMatch(o -> o.outcome() == PASSED);
        assertThat(drilled.findings()).isEmpty();
    }

    @Test
    void missingAndEmptyTablesFail() {
        Drilled drilled = check("nobody", "empty", "s.users");
        assertThat(drilled.codes())
                .containsExactlyInAnyOrder(KEY_TABLE_MISSING, KEY_TABLE_EMPTY, KEY_TABLE_MISSING);
        assertThat(drilled.outcomes(KEY_TABLES)).allMatch(o -> o.outcome() == FAILED);
    }

    @Test
    void nameOfSeveralTablesIsSaidToBeAmbiguous() {
        Drilled drilled = check("twin");
        assertThat(drilled.outcomes(KEY_TABLES))
                .extracting(o -> o.outcome())
                .containsExactly(WARNED);
        assertThat(drilled.outcome(KEY_TABLES, "twin").reason()).contains("name the schema");
        assertThat(drilled.findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(KEY_TABLE_EMPTY);
                    assertThat(f.severity()).isEqualTo(Severity.WARNING);
                });
    }

    @Test
    void whatCannotBeLookedIntoLeavesTheDrillUnproven() {
        database.sql(
                "CREATE FUNCTION helper() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "CREATE FUNCTION relies_on_search_path() RETURNS int LANGUAGE plpgsql"
                        + " AS 'BEGIN RETURN helper(); END'",
                "CREATE VIEW seen AS SELECT 1 AS a WHERE relies_on_search_path() = 1",
                "CREATE FOREIGN DATA WRAPPER nowhere",
                "CREATE SERVER other FOREIGN DATA WRAPPER nowhere",
                "CREATE FOREIGN TABLE elsewhere (a int) SERVER other");
        for (String name : List.of("seen", "elsewhere")) {
            Drilled drilled = check(name);
            assertThat(drilled.outcome(KEY_TABLES, name).outcome()).isEqualTo(NOT_CHECKED);
            assertThat(drilled.findings())
                    .filteredOn(Finding::decides)
                    .extracting(Finding::code, Finding::object)
                    .containsExactly(tuple(CHECK_NOT_RUN, name));
        }
    }

    @Test
    void planWithoutKeyTablesHasNoSuchCheck() {
        assertThat(check().verified().checks())
                .noneMatch(c -> c.check() == KEY_TABLES || c.failed() > 0);
    }

    private Drilled check(String... names) {
        return Drilled.of(
                database, Expectations.of(List.of(), List.of()).withKeyTables(List.of(names)));
    }
}
