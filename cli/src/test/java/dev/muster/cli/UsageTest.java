package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageTest {
    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                | error: a command is missing",
                "dril                            | hint: did you mean drill",
                "drill                           | error: missing required argument",
                "drill shop --file x             | error: ",
                "drill --file nowhere.dump       | error: there is no file \"nowhere.dump\" [FILE_MISSING]",
                "drill --file . --key s3cr3t     | error: --key: this is not a reference to a secret",
                "drill --file . --seed 1         | error: --backup, --select, --within and --seed",
                "drill --file . --cipher rot13   | error: ",
                "drill shop --key env:X          | error: --key and --cipher belong to --file",
                "drill shop --seed many          | error: ",
                "drill shop --backup a --seed 1  | error: --backup names one backup",
                "drill shop --config nowhere     | error: there is no file \"nowhere\"",
                "drill shop --unknown            | error: unknown option",
                "mutate                          | error: missing required argument",
                "mutate shop --file x            | error: ",
                "mutate --file . --backup a      | error: --backup, --select and --within choose",
                "mutate --file nowhere --seed 1  | error: there is no file \"nowhere\"",
                "mutate shop --key env:X         | error: --key and --cipher belong to --file",
                "mutate shop --time-limit soon   | error: --time-limit: ",
                "list                            | error: missing required parameter",
                "list shop --config nowhere      | hint: write one",
                "audit                           | error: a command is missing",
                "audit verify --records nowhere  | error: there is no record in",
                "audit verify --records s3:/x    | error: \"s3:/x\" names no bucket [RECORDS_PLACE]",
                "audit verify --head x           | error: --head is the SHA-256",
                "drill --file . --records s3://bucket/x | error: a drill on this machine keeps",
                "demo --damage everything        | truncate",
                "demo --copies second            | error: ",
            })
    void wrongUsageEndsWithAnErrorAHintAnd64(String line, String expected) {
        String[] args = line == null || line.isBlank() ? new String[0] : line.strip().split(" +");

        Session session = Session.muster(args);

        assertThat(session.err()).contains(expected.strip()).contains("error: ").contains("hint: ");
        assertThat(session.err()).doesNotContain("s3cr3t").doesNotContain("\tat ");
        assertThat(session.out()).isEmpty();
        assertThat(session.exitCode()).isEqualTo(64);
    }

    @Test
    void helpNamesEveryCommandAndTheExitCodes() {
        Session session = Session.muster("--help");

        assertThat(session.out())
                .contains("demo", "drill", "list", "history", "audit", "doctor")
                .contains("0 proven, 1 broken, 2 unproven")
                .doesNotContain("train");
        assertThat(session.exitCode()).isZero();
    }

    @Test
    void unknownPlanNamesTheOnesThereAre() throws Exception {
        Path config = directory.resolve("muster.yaml");
        Files.writeString(
                config, "plans: { shop: { stores: [ { directory: " + directory + " } ] } }");

        Session session = Session.muster("drill", "shpo", "--config", config.toString());

        assertThat(session.err())
                .contains("there is no plan \"shpo\" [PLAN_UNKNOWN]")
                .contains("shop");
        assertThat(session.exitCode()).isEqualTo(64);
    }

    @Test
    void resultThatCannotBeWrittenIsRefusedBeforeTheDrill() throws Exception {
        Path file = Files.writeString(directory.resolve("x.dump"), "x");

        Session session =
                Session.muster("drill", "--file", file.toString(), "--json", file + "/result.json");

        assertThat(session.err()).contains("[OUTPUT_UNWRITABLE]");
        assertThat(session.exitCode()).isEqualTo(64);
    }

    @Test
    void missingKeyIsRefusedBeforeTheDrill() throws Exception {
        Path file = Files.writeString(directory.resolve("x.dump"), "x");

        Session session =
                Session.muster(
                        "drill", "--file", file.toString(), "--key", "env:MUSTER_NO_SUCH_KEY");

        assertThat(session.err()).contains("MUSTER_NO_SUCH_KEY");
        assertThat(session.exitCode()).isEqualTo(64);
    }

    @Test
    void historyWithoutRecordsSaysSo() {
        Session session = Session.muster("history", "--records", directory.toString());

        assertThat(session.out()).contains("no drill is recorded");
        assertThat(session.exitCode()).isZero();
    }
}
