package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.CheckKind;
import dev.muster.contract.ContractJson;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Severity;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.CheckResult;
import dev.muster.contract.result.DrillResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan that names a live server, from the file to the verdict. */
class CompareIT {
    @TempDir Path directory;

    private LiveShop live;
    private String printed = "";

    @BeforeEach
    void open() throws Exception {
        live = new LiveShop();
        live.dump(directory.resolve("store/shop.dump"), "-Fc");
    }

    @AfterEach
    void close() {
        live.close();
    }

    @Test
    void backupThatAgreesPassesAndIsProvenByItsOwnChecks() throws Exception {
        DrillResult result = drill(live.connection(directory), 0);
        assertThat(result.verdict()).isEqualTo(Verdict.PROVEN);
        CheckResult production = production(result);
        assertThat(production.failed() + production.warned() + production.notChecked()).isZero();
        assertThat(production.objects())
                .anySatisfy(o -> {
                    assertThat(o.object()).isEqualTo("public.users");
                    assertThat(o.expected()).isEqualTo(20_000);
                });
    }

    @Test
    void whatProductionHasBesideIsAWarningAndNoVerdict() throws Exception {
        live.sql(
                "shop",
                "DELETE FROM orders",
                "CREATE TABLE later (id int PRIMARY KEY)",
                "ALTER TABLE users ADD COLUMN born date");
        DrillResult result = drill(live.connection(directory), 0);
        assertThat(result.verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(result.findings())
                .filteredOn(f -> f.code().name().startsWith("PRODUCTION_"))
                .allMatch(f -> f.severity() == Severity.WARNING)
                .extracting(Finding::code)
                .containsExactlyInAnyOrder(
                        FindingCode.PRODUCTION_ROWS_DIFFER, FindingCode.PRODUCTION_HAS_MORE);
    }

    @Test
    void serverThatRefusesIsNotCheckedAndThePasswordIsNowhere() throws Exception {
        DrillResult result = drill(live.connection(directory, "hunter2-wrong"), 0);
        assertThat(result.verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(production(result).notChecked()).isEqualTo(1);
        assertThat(result.findings())
                .filteredOn(f -> f.code() == FindingCode.PRODUCTION_NOT_COMPARED)
                .singleElement()
                .satisfies(f ->
                        assertThat(f.message())
                                .contains("password authentication failed for user"));
        assertThat(printed + Files.readString(directory.resolve("result.json")))
                .doesNotContain("hunter2");
    }

    @Test
    void serverThatIsGoneIsNotChecked() throws Exception {
        Path file = live.connection(directory);
        live.close();
        DrillResult result = drill(file, 0);
        assertThat(result.verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(production(result).notChecked()).isEqualTo(1);
    }

    @Test
    void connectionStringThatIsNoneIsAMistakeOfThePlan() throws Exception {
        Path file = directory.resolve("live.txt");
        Files.writeString(file, "://hunter2");
        assertThat(run(file, 64)).doesNotExist();
        assertThat(printed)
                .contains("the connection string cannot be read")
                .doesNotContain("hunter2");
    }

    @Test
    void planCheckSaysWhetherTheServerAnswers() throws Exception {
        plan(live.connection(directory));
        assertThat(check()).contains("the live server answers");
        plan(live.connection(directory, "hunter2-wrong"));
        assertThat(check()).contains("password authentication failed").doesNotContain("hunter2");
    }

    private String check() {
        Session session =
                Session.muster(
                        "plan", "check", "--config", directory.resolve("muster.yaml").toString());
        return session.out() + session.err();
    }

    private void plan(Path connection) throws IOException {
        Files.writeString(
                directory.resolve("muster.yaml"),
                """
                plans:
                  shop:
                    stores: { directory: store }
                    select: { mode: latest }
                    compare: { connection: "file:%s" }
                """
                        .formatted(connection));
    }

    private DrillResult drill(Path connection, int exitCode) throws IOException {
        return ContractJson.readResult(Files.readString(run(connection, exitCode)));
    }

    private Path run(Path connection, int exitCode) throws IOException {
        plan(connection);
        Path json = directory.resolve("result.json");
        Session session =
                Session.muster(
                        "drill",
                        "shop",
                        "--config",
                        directory.resolve("muster.yaml").toString(),
                        "--json",
                        json.toString());
        printed = session.out() + session.err();
        assertThat(session.exitCode()).as(printed).isEqualTo(exitCode);
        return json;
    }

    private static CheckResult production(DrillResult result) {
        return result.checks().stream()
                .filter(c -> c.check() == CheckKind.PRODUCTION)
                .findFirst()
                .orElseThrow();
    }
}
