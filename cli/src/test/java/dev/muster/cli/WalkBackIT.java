package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.ContractJson;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.BackupFacts;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.LastRestorable;
import dev.muster.contract.result.LastRestorable.Tried;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalkBackIT {
    @TempDir Path directory = Path.of("unset");

    @Test
    void brokenDrillIsFollowedByOlderBackupsUntilOneIsProven() throws Exception {
        Session.muster("demo", "--seed", "1", "--folder", directory.toString());
        List<String> keys = keys();
        spoil(keys.getLast());
        spoil(keys.get(keys.size() - 2));
        Path config = directory.resolve("muster.yaml");
        Files.writeString(
                config,
                Files.readString(config)
                        .replaceFirst(
                                "(?m)select:.*$",
                                "select: { mode: latest, walkBack: { backups: 3 } }"));
        Path json = directory.resolve("out/result.json");
        Path records = directory.resolve("walked");

        Session session =
                Session.muster(
                        "drill",
                        "shop",
                        "--config",
                        config.toString(),
                        "--json",
                        json.toString(),
                        "--report",
                        directory.resolve("out").toString(),
                        "--records",
                        records.toString());

        assertThat(session.exitCode()).isEqualTo(1);
        DrillResult broken = result(json);
        LastRestorable found = Objects.requireNonNull(broken.lastRestorable());
        String restorable = keys.get(keys.size() - 3);
        assertThat(broken.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(found.backup()).isEqualTo(restorable);
        assertThat(found.ageSeconds()).isBetween(47 * 3600.0, 52 * 3600.0);
        assertThat(found.tried())
                .extracting(Tried::verdict)
                .containsExactly(Verdict.BROKEN, Verdict.BROKEN, Verdict.PROVEN);
        assertThat(found.notTried()).isEqualTo(4);
        DrillResult last = result(directory.resolve("out/result-3.json"));
        assertThat(last.verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(last.backup()).extracting(BackupFacts::key).isEqualTo(restorable);
        assertThat(session.out()).contains("true rpo").contains(restorable).contains("4 not tried");
        assertThat(directory.resolve("out/report.html"))
                .content()
                .contains("True recovery point")
                .contains(restorable);
        assertThat(Session.muster("history", "--audit", "--records", records.toString()).out())
                .contains("3 records as written");
        assertThat(recorded(records)).contains(found);
    }

    private void spoil(String key) throws Exception {
        for (String store : List.of("store-a", "store-b")) {
            Files.writeString(directory.resolve(store).resolve(key), "pg_dump: error: no space");
        }
    }

    private List<String> keys() throws Exception {
        try (Stream<Path> files = Files.list(directory.resolve("store-a"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static List<LastRestorable> recorded(Path records) throws Exception {
        try (Stream<Path> files = Files.walk(records)) {
            return files.filter(file -> file.endsWith("result.json"))
                    .map(WalkBackIT::result)
                    .map(DrillResult::lastRestorable)
                    .filter(Objects::nonNull)
                    .toList();
        }
    }

    private static DrillResult result(Path file) {
        try {
            return ContractJson.readResult(Files.readString(file));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
