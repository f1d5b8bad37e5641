package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.Cause;
import dev.muster.contract.CheckKind;
import dev.muster.contract.ContractJson;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Outcome;
import dev.muster.contract.Severity;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.CheckResult;
import dev.muster.contract.result.DrillResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A migration that goes up and down in a restored backup, from the options to the verdict. */
class RehearseIT {
    @TempDir static Path backups;
    @TempDir Path directory;

    private String printed = "";

    @BeforeAll
    static void dump() throws Exception {
        try (LiveShop live = new LiveShop()) {
            live.dump(backups.resolve("shop.dump"), "-Fc");
            live.dump(backups.resolve("shop.sql"));
        }
    }

    @AfterAll
    static void forget() throws IOException {
        Files.deleteIfExists(backups.resolve("shop.dump"));
    }

    @Test
    void migrationThatIsUndoneLeavesTheDrillProven() throws Exception {
        DrillResult result =
                drillFile(
                        "ALTER TABLE users ADD COLUMN born date;\nCREATE INDEX ON orders (u);\n",
                        "DROP INDEX orders_u_idx;\nALTER TABLE users DROP COLUMN born;\n",
                        0);
        assertThat(result.verdict()).isEqualTo(Verdict.PROVEN);
        CheckResult rehearsal = rehearsal(result);
        assertThat(rehearsal.failed() + rehearsal.notChecked()).isZero();
        assertThat(rehearsal.passed()).isGreaterThan(5);
    }

    @Test
    void rollbackThatLosesRowsIsUnprovenAndNeverBroken() throws Exception {
        DrillResult result =
                drillFile(
                        "DELETE FROM orders WHERE id > 990;\nUPDATE users SET name = upper(name);\n",
                        "UPDATE users SET name = lower(name);\n",
                        2);
        assertThat(result.verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(result.cause()).isEqualTo(Cause.MIGRATION);
        assertThat(errors(result))
                .extracting(Finding::code, Finding::object)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                FindingCode.ROLLBACK_CHANGED_DATA, "public.orders"));
        assertThat(printed).contains("UNPROVEN").contains("The migration that was rehearsed on");
    }

    @Test
    void migrationThatFailsQuotesPostgresqlAndItsPlace() throws Exception {
        DrillResult result = drillFile("SELECT 1;\nDROP TABLE nothing;\n", "SELECT 1;\n", 2);
        assertThat(errors(result))
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.MIGRATION_FAILED);
                    assertThat(f.message())
                            .isEqualTo(
                                    "the migration's way up: \"up.sql\", line 2: table \"nothing\""
                                            + " does not exist (SQLSTATE 42P01)");
                });
        DrillResult down = drillFile("CREATE TABLE a ();\n", "DROP TABLE b;\n", 2);
        assertThat(errors(down))
                .extracting(Finding::code)
                .containsExactly(FindingCode.ROLLBACK_FAILED);
    }

    @Test
    void filesThatReachForProgramsAreNotRun() throws Exception {
        Path trace = directory.resolve("trace");
        for (String hostile :
                List.of(
                        "SELECT 1;\n\\! touch " + trace + "\n",
                        "COPY users TO PROGRAM 'touch " + trace + "';\n",
                        "\\i other.sql\n",
                        "\\connect postgres\nSELECT 1;\n")) {
            DrillResult result =
                    drillFile("CREATE TABLE ran ();\n" + hostile, "DROP TABLE ran;\n", 2);
            assertThat(errors(result))
                    .singleElement()
                    .satisfies(f -> {
                        assertThat(f.code()).isEqualTo(FindingCode.MIGRATION_FAILED);
                        assertThat(f.message()).contains("was not run");
                    });
            assertThat(result.verdict()).isEqualTo(Verdict.UNPROVEN);
        }
        assertThat(trace).doesNotExist();
    }

    @Test
    void brokenBackupIsNotRehearsedOn() throws Exception {
        Path cut = directory.resolve("cut.sql");
        String whole = Files.readString(backups.resolve("shop.sql"));
        Files.writeString(cut, whole.replaceFirst("(?s)\nALTER TABLE ONLY.*", "\n"));
        List<String> arguments = new ArrayList<>(List.of("--file", cut.toString()));
        arguments.addAll(files("DROP TABLE users CASCADE;", "SELECT 1;"));
        DrillResult result = drill(1, arguments);
        assertThat(result.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(result.checks())
                .filteredOn(c -> c.check() == CheckKind.REHEARSAL)
                .allSatisfy(c ->
                        assertThat(c.objects()).allMatch(o -> o.outcome() == Outcome.NOT_CHECKED));
    }

    @Test
    void planMayRehearseWithACommandAndOnlyWarn() throws Exception {
        Path tool = directory.resolve("tool");
        Files.writeString(
                tool,
                """
                #!/bin/sh
                case $1 in
                up) psql -q -v ON_ERROR_STOP=1 -c 'CREATE TABLE versions (v int)' -c 'ALTER TABLE users ADD note text' ;;
                down) psql -q -v ON_ERROR_STOP=1 -c "UPDATE users SET name = 'lost' WHERE id = 12345" -c 'ALTER TABLE users DROP note' ;;
                esac
                """,
                StandardOpenOption.CREATE);
        DrillResult result =
                planned(
                        "rehearse: { up: { command: [ sh, '%1$s', up ] }, down: { command: [ sh, '%1$s', down ] }, ignore: [ versions ], severity: warning }"
                                .formatted(tool));
        assertThat(result.verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(result.findings())
                .filteredOn(f -> f.code() == FindingCode.ROLLBACK_CHANGED_DATA)
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.severity()).isEqualTo(Severity.WARNING);
                    assertThat(f.message())
                            .contains("other values in them")
                            .contains("\"id\" from 10000 to 14999")
                            .doesNotContain("lost");
                });
    }

    @Test
    void whatThePlanNamesAndIsNotThereIsAMistakeOfThePlan() throws Exception {
        assertThat(planned("rehearse: { up: no-such.sql, down: no-such.sql }", 64)).doesNotExist();
        assertThat(printed).contains("no-such.sql").contains("REHEARSAL_FILE_MISSING");
        String pass = "rehearse: { up: { command: a }, down: { command: b }, pass: NO_SUCH_4711 }";
        assertThat(planned(pass, 64)).doesNotExist();
        assertThat(printed).contains("NO_SUCH_4711");
        Session half =
                Session.muster(
                        "drill",
                        "--file",
                        backups.resolve("shop.dump").toString(),
                        "--rehearse-up",
                        "up.sql");
        assertThat(half.exitCode()).isEqualTo(64);
        assertThat(half.err()).contains("belong together");
    }

    private DrillResult planned(String option) throws IOException {
        return ContractJson.readResult(Files.readString(planned(option, 0)));
    }

    private Path planned(String option, int exitCode) throws IOException {
        Path plans = directory.resolve("muster.yaml");
        Files.writeString(
                plans,
                """
                plans:
                  shop:
                    stores: { directory: "%s" }
                    select: { mode: key, key: shop.dump }
                """
                                .formatted(backups)
                        + option.indent(4));
        return run(exitCode, List.of("shop", "--config", plans.toString()));
    }

    private DrillResult drillFile(String up, String down, int exitCode) throws IOException {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("--file", backups.resolve("shop.dump").toString()));
        arguments.addAll(files(up, down));
        return drill(exitCode, arguments);
    }

    private List<String> files(String up, String down) throws IOException {
        Files.writeString(directory.resolve("up.sql"), up);
        Files.writeString(directory.resolve("down.sql"), down);
        return List.of(
                "--rehearse-up",
                directory.resolve("up.sql").toString(),
                "--rehearse-down",
                directory.resolve("down.sql").toString());
    }

    private DrillResult drill(int exitCode, List<String> arguments) throws IOException {
        return ContractJson.readResult(Files.readString(run(exitCode, arguments)));
    }

    private Path run(int exitCode, List<String> arguments) throws IOException {
        Path json = directory.resolve("result.json");
        List<String> all = new ArrayList<>(List.of("drill"));
        all.addAll(arguments);
        all.addAll(List.of("--json", json.toString()));
        Session session = Session.muster(all.toArray(String[]::new));
        printed = session.out() + session.err();
        assertThat(session.exitCode()).as(printed).isEqualTo(exitCode);
        return json;
    }

    private static List<Finding> errors(DrillResult result) {
        return result.findings().stream().filter(f -> f.severity() == Severity.ERROR).toList();
    }

    private static CheckResult rehearsal(DrillResult result) {
        return result.checks().stream()
                .filter(c -> c.check() == CheckKind.REHEARSAL)
                .findFirst()
                .orElseThrow();
    }
}
