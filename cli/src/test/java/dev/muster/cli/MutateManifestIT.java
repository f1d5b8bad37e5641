package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.contract.ContractJson;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Proof;
import dev.muster.contract.Severity;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.Mutant.Fate;
import dev.muster.contract.result.Mutations;
import dev.muster.servers.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The mutation drill of a database with one of everything, with its manifest and without. */
class MutateManifestIT {
    private static final int SEED = 11;

    @TempDir static Path directory;

    @RegisterExtension final Launched launched = new Launched();

    private static Warehouse warehouse;
    private static Path dump;

    @BeforeAll
    static void makeBackup() throws Exception {
        warehouse = new Warehouse(directory);
        Files.createDirectories(directory.resolve("backups"));
        dump = warehouse.back("backups/warehouse.dump");
    }

    @AfterAll
    static void closeWarehouse() {
        warehouse.close();
    }

    @Test
    void withItsManifestEveryDamageThatChangesAnythingIsNoticed() throws Exception {
        byte[] before = Files.readAllBytes(dump);

        Mutated mutated = Mutated.withManifest(warehouse, dump, SEED);

        DrillResult result = mutated.result();
        Mutations mutations = mutated.mutations();
        assertThat(result.proof()).isEqualTo(Proof.IDENTICAL);
        assertThat(mutations.of(Fate.SURVIVED)).isEmpty();
        assertThat(mutations.of(Fate.NOT_RUN)).isEmpty();
        assertThat(mutations.killRate()).isEqualTo(1.0);
        assertThat(mutated.kinds(Fate.NOT_APPLICABLE))
                .containsExactlyInAnyOrder("wrong-key", "not-encrypted", "drop-extension");
        assertThat(mutations.killed()).isGreaterThanOrEqualTo(75);
        assertThat(mutations.mutants()).noneMatch(m -> m.finding() == FindingCode.DEFECT);
        assertThat(result.findings()).noneMatch(f -> f.code() == FindingCode.MUTATIONS_SURVIVED);
        assertThat(Files.readAllBytes(dump)).isEqualTo(before);
    }

    @Test
    void withoutManifestSurvivorsHaveNamesAndRemedies() throws Exception {
        Path alone = Files.copy(dump, directory.resolve("alone.dump"));

        Mutated mutated = Mutated.of(1, alone, SEED);

        DrillResult result = mutated.result();
        Mutations mutations = mutated.mutations();
        assertThat(result.verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(mutated.kinds(Fate.SURVIVED))
                .contains(
                        "rename-column",
                        "drop-not-null",
                        "change-function",
                        "disable-trigger",
                        "change-number",
                        "change-letter",
                        "null-value",
                        "swap-values",
                        "replace-row");
        assertThat(mutations.of(Fate.SURVIVED))
                .allMatch(m -> m.object() != null && ("" + m.reason()).contains("manifest"));
        assertThat(mutated.kinds(Fate.KILLED))
                .contains(
                        "stored-cut-half",
                        "archive-flip-data",
                        "drop-table",
                        "drop-index",
                        "drop-policy",
                        "drop-trigger",
                        "delete-row",
                        "empty-partition",
                        "orphan-row",
                        "drop-large-object",
                        "dump-schema-only");
        assertThat(mutations.killRate())
                .isEqualTo(
                        (double) mutations.killed() / (mutations.killed() + mutations.survived()));
        assertThat(result.findings())
                .filteredOn(f -> f.code() == FindingCode.MUTATIONS_SURVIVED)
                .singleElement()
                .extracting(Finding::severity)
                .isEqualTo(Severity.INFO);
    }

    @Test
    void damageThatChangesNothingDoesNotCount() throws Exception {
        warehouse.execute(
                "CREATE SCHEMA void; CREATE TABLE void.numbers (n numeric); INSERT INTO void.numbers"
                        + " SELECT 'NaN' FROM generate_series(1, 20)");
        Path only = warehouse.back("void.dump", "-n", "void");

        Mutated mutated = Mutated.of(2, only, SEED, "--kinds", "change-number,replace-row");

        assertThat(mutated.kinds(Fate.CHANGED_NOTHING))
                .containsExactlyInAnyOrder("change-number", "replace-row");
        assertThat(mutated.mutations().killRate()).isNull();
        assertThat(mutated.result().findings())
                .anyMatch(f -> f.code() == FindingCode.MUTATIONS_NOT_TRIED);
    }

    @Test
    void planThatAsksForItHasCopiesDamagedWithinItsTime() throws Exception {
        Path plans =
                Files.writeString(
                        directory.resolve("muster.yaml"),
                        """
                        plans:
                          stock:
                            stores: { directory: backups }
                            backups: { pattern: "*.dump" }
                            select: { mode: latest }
                            manifest: { required: true, key: "file:%s" }
                            verify: { mutate: true, mutateWithin: 12s }
                        """
                                .formatted(warehouse.publicKey()));
        Path json = directory.resolve("stock.json");
        Path report = directory.resolve("stock");

        Session session =
                Session.muster(
                        "drill",
                        "stock",
                        "--config",
                        plans.toString(),
                        "--json",
                        json.toString(),
                        "--report",
                        report.toString());

        assertThat(session.exitCode()).as(session.out() + session.err()).isZero();
        DrillResult result = ContractJson.readResult(Files.readString(json));
        Mutations mutations = Objects.requireNonNull(result.mutations());
        assertThat(mutations.killed()).isPositive();
        assertThat(mutations.survived()).isZero();
        assertThat(mutations.of(Fate.NOT_RUN)).isNotEmpty().allMatch(m -> m.reason() != null);
        assertThat(mutations.limitSeconds()).isEqualTo(12);
        assertThat(mutations.seconds()).isLessThan(20);
        assertThat(session.out()).contains("mutations").contains("100 %");
        assertThat(report.resolve("report.html")).content().contains("Would damage be noticed?");
    }

    @Test
    void terminatedMutationDrillTellsWhatItHasAndLeavesNothing(
            @TempDir(factory = TemporaryFolder.OfJUnit.class) Path work) throws Exception {
        Path json = directory.resolve("terminated.json");
        Path log = directory.resolve("terminated.log");
        Process process =
                launched.start(
                        log,
                        Map.of("MUSTER_WORK", work.toString()),
                        List.of("mutate", "--file", dump.toString(), "--json", json.toString()));
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> holdsCopies(work));

        process.destroy(); // SIGTERM

        assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isIn(1, 2);
        DrillResult result = ContractJson.readResult(Files.readString(json));
        assertThat(result.verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(Objects.requireNonNull(result.mutations()).of(Fate.NOT_RUN))
                .anyMatch(m -> "the run was interrupted".equals(m.reason()));
        assertThat(work).isEmptyDirectory();
    }

    private static boolean holdsCopies(Path work) throws IOException {
        try (var all = Files.list(work)) {
            return all.anyMatch(each -> Files.isDirectory(each.resolve("copies")));
        }
    }
}
