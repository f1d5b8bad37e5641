package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.contract.ContractJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutateIT {
    @TempDir Path directory = Path.of("unset");

    @Test
    void damageThatTheArchiveTellsIsKilledAndWhatItCannotTellSurvivesByName() throws Exception {
        Session.muster("demo", "--seed", "1", "--folder", directory.toString());
        Path json = directory.resolve("mutants.json");

        Session session =
                Session.muster(
                        "mutate",
                        "shop",
                        "--config",
                        directory.resolve("muster.yaml").toString(),
                        "--seed",
                        "7",
                        "--time-limit",
                        "30m",
                        "--json",
                        json.toString());

        JsonNode report = ContractJson.mapper().readTree(Files.readString(json));
        Map<String, String> fates = new HashMap<>();
        List<String> all = new ArrayList<>();
        report.get("mutants")
                .forEach(mutant -> {
                    fates.put(mutant.get("kind").asText(), mutant.get("fate").asText());
                    all.add(mutant.toString());
                });
        assertThat(fates).as(String.join("\n", all)).hasSizeGreaterThanOrEqualTo(50);
        for (String killed :
                List.of(
                        "stored-cut-half",
                        "stored-flip",
                        "stored-empty",
                        "stored-error-page",
                        "wrong-key",
                        "not-encrypted",
                        "archive-cut-half",
                        "archive-error-text",
                        "archive-flip-data",
                        "drop-table",
                        "drop-index",
                        "drop-foreign-key",
                        "drop-primary-key",
                        "drop-function",
                        "drop-trigger",
                        "delete-row",
                        "empty-table",
                        "orphan-row",
                        "rewind-sequence",
                        "drop-large-object",
                        "dump-schema-only",
                        "dump-of-empty-database",
                        "dump-of-other-database")) {
            assertThat(fates).as(String.join("\n", all)).containsEntry(killed, "killed");
        }
        // Every row is there, and nothing in the archive says what was in them.
        for (String survivor :
                List.of("change-number", "change-letter", "swap-values", "change-function")) {
            assertThat(fates).as(String.join("\n", all)).containsEntry(survivor, "survived");
        }
        assertThat(session.exitCode()).isEqualTo(1);
        assertThat(session.out()).contains("kill rate").contains("SURVIVED").contains("a manifest");
        long killed = fates.values().stream().filter("killed"::equals).count();
        long survived = fates.values().stream().filter("survived"::equals).count();
        assertThat(report.get("killRate").asDouble())
                .isEqualTo((double) killed / (killed + survived));
        assertThat(
                        Session.muster(
                                        "drill",
                                        "shop",
                                        "--config",
                                        directory + "/muster.yaml",
                                        "--seed",
                                        "1")
                                .exitCode())
                .as("the backup itself is untouched")
                .isZero();
    }

    @Test
    void backupThatIsNotProvenIsNotDamaged() throws Exception {
        Path file = Files.writeString(directory.resolve("page.dump"), "<html>502</html>");

        Session session = Session.muster("mutate", "--file", file.toString());

        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(session.out()).contains("NOT_A_BACKUP").doesNotContain("kill rate");
        assertThat(file).content().isEqualTo("<html>502</html>");
    }

    @Test
    void unknownKindIsRefused() {
        Session session = Session.muster("mutate", "--file", "any", "--kinds", "drop-moon");

        assertThat(session.exitCode()).isEqualTo(64);
    }
}
