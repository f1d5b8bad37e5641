package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.ContractJson;
import dev.muster.contract.result.CopyAttempt;
import dev.muster.contract.result.DrillResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {
    @TempDir Path directory;

    @Test
    void undamagedBackupIsProvenAndSevenLieInBothStores() throws Exception {
        Session session = Session.muster("demo", "--seed", "1", "--folder", directory.toString());

        assertThat(session.out()).contains("PROVEN").contains("consistent");
        assertThat(session.exitCode()).isZero();
        List<String> first = names(directory.resolve("store-a"));
        assertThat(first)
                .hasSize(7)
                .allMatch(name -> name.matches("shop-\\d{8}T\\d{6}\\.dump\\.gz\\.enc"));
        assertThat(names(directory.resolve("store-b"))).isEqualTo(first);

        String config = directory.resolve("muster.yaml").toString();
        assertThat(Session.muster("list", "shop", "--config", config).out())
                .contains("* 7 could be picked");
        assertThat(Session.muster("history", "shop", "--config", config).out())
                .contains("1 drill, 1 proven");
    }

    @Test
    void secondStoreServesWhereTheFirstCopyIsDamaged() throws Exception {
        Session session =
                Session.muster(
                        "demo",
                        "--damage",
                        "truncate",
                        "--copies",
                        "first",
                        "--folder",
                        directory.toString());

        assertThat(session.out()).contains("PROVEN").contains("CIPHERTEXT_TRUNCATED");
        assertThat(session.exitCode()).isZero();
        DrillResult result = onlyResult();
        assertThat(result.attempts()).extracting(CopyAttempt::served).containsExactly(false, true);
        assertThat(result.attempts().getLast().store()).endsWith("store-b");
    }

    private DrillResult onlyResult() throws Exception {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> results = files.filter(file -> file.endsWith("result.json")).toList();
            assertThat(results).hasSize(1);
            return ContractJson.readResult(Files.readString(results.getFirst()));
        }
    }

    private static List<String> names(Path store) throws Exception {
        try (Stream<Path> files = Files.list(store)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
