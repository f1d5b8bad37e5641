package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.ContractJson;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.Mutant;
import dev.muster.contract.result.Mutant.Fate;
import dev.muster.contract.result.Mutations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mutation drill of the demo's encrypted backups, and what it refuses. */
class MutateIT {
    @TempDir Path directory = Path.of("unset");

    @Test
    void encryptedBackupOfAPlanIsTriedOnEveryWay() throws Exception {
        Session.muster("demo", "--seed", "1", "--folder", directory.toString());
        String plans = directory.resolve("muster.yaml").toString();
        Path json = directory.resolve("mutants.json");

        Session session =
                Session.muster(
                        "mutate",
                        "shop",
                        "--config",
                        plans,
                        "--seed",
                        "7",
                        "--time-limit",
                        "30m",
                        "--json",
                        json.toString());

        DrillResult result = ContractJson.readResult(Files.readString(json));
        Mutations mutations = Objects.requireNonNull(result.mutations());
        Map<String, Mutant> all = new HashMap<>();
        mutations.mutants().forEach(mutant -> all.put(mutant.kind(), mutant));
        for (String killed :
                List.of(
                        "stored-cut-half",
                        "stored-flip",
                        "stored-empty",
                        "stored-error-page",
                        "wrong-key",
                        "not-encrypted",
                        "drop-table",
                        "drop-index",
                        "drop-foreign-key",
                        "drop-primary-key",
                        "delete-row",
                        "empty-table",
                        "rewind-sequence",
                        "dump-schema-only",
                        "dump-of-empty-database",
                        "dump-of-other-database")) {
            assertThat(all.get(killed)).matches(m -> m.fate() == Fate.KILLED, "killed");
        }
        // Every row is there, and nothing in the archive says what was in them.
        assertThat(all.get("change-letter")).matches(m -> m.fate() == Fate.SURVIVED, "survived");
        assertThat(mutations.of(Fate.NOT_RUN)).isEmpty();
        assertThat(session.exitCode()).isEqualTo(1);
        assertThat(session.out()).contains("kill rate").contains("SURVIVED").contains("a manifest");
        assertThat(Session.muster("drill", "shop", "--config", plans, "--seed", "1").exitCode())
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
        assertThat(session.err() + session.out()).contains("drop-moon").contains("drop-table");
    }

    @Test
    void whatChoosesAPlansBackupIsRefusedForAFile() throws Exception {
        Path file = Files.writeString(directory.resolve("any.dump"), "");

        Session session = Session.muster("mutate", "--file", file.toString(), "--select", "latest");

        assertThat(session.exitCode()).isEqualTo(64);
    }
}
