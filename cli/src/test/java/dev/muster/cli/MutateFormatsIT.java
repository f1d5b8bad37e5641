package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.ContractJson;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Proof;
import dev.muster.contract.Severity;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.Mutant;
import dev.muster.contract.result.Mutant.Fate;
import dev.muster.contract.result.Mutations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The mutation drill of a small database, as each format and layer brings it, by several seeds. */
class MutateFormatsIT {
    /** Which of the format's own kinds fit depends on the format alone. */
    private static final String[] UNENCRYPTED = {"wrong-key", "not-encrypted"};

    @TempDir static Path directory;

    private static Warehouse kiosk;

    @BeforeAll
    static void makeDatabase() throws Exception {
        kiosk = new Warehouse(directory, "kiosk.sql");
    }

    @AfterAll
    static void close() {
        kiosk.close();
    }

    @ParameterizedTest
    @ValueSource(ints = 90210)
    void withItsManifestNothingSurvivesWhateverTheSeed(int seed) throws Exception {
        Path dump = kiosk.back("seed-" + seed + ".dump");

        Mutations mutations = identical(dump, seed);

        assertThat(mutations.seed()).isEqualTo(seed);
        assertThat(mutations.killed()).isGreaterThanOrEqualTo(60);
        assertThat(kinds(mutations, Fate.NOT_APPLICABLE)).contains(UNENCRYPTED);
    }

    @ParameterizedTest
    @CsvSource({"-Ft, kiosk.tar", "-Fp, kiosk.sql"})
    void withItsManifestNothingSurvivesWhateverTheFormat(String format, String name)
            throws Exception {
        Mutations mutations = identical(kiosk.back(name, format), 5);

        assertThat(mutations.killed()).isGreaterThanOrEqualTo(55);
        assertThat(kinds(mutations, Fate.KILLED))
                .contains("stored-cut-half", "stored-empty", "drop-table", "change-number")
                .contains("delete-row", "change-function", "dump-of-other-database");
    }

    @Test
    void withItsManifestNothingSurvivesInsideOfLayers() throws Exception {
        Fernet fernet = Fernet.fresh();
        Path dump = encrypted(kiosk.back("layers.dump"), fernet);

        Mutations mutations = identical(dump, 5, "--key", "file:" + keyFile(fernet));

        assertThat(kinds(mutations, Fate.KILLED))
                .contains(UNENCRYPTED)
                .contains("stored-flip", "archive-flip-toc", "archive-flip-data", "change-letter");
    }

    @ParameterizedTest
    @CsvSource("-Fd, alone.dir")
    void withoutManifestSurvivorsHaveNamesWhateverTheFormat(String format, String name)
            throws Exception {
        Path dump = kiosk.back(name, format);
        Files.delete(Warehouse.manifest(dump));

        named(mutate(1, dump, 5));
    }

    @Test
    void ofADumpOfAWholeServerSurvivorsHaveNames() throws Exception {
        named(mutate(1, kiosk.backAll("all.sql"), 5));
    }

    /** Nothing got by, and what did not count has its reason. */
    private static Mutations identical(Path dump, int seed, String... more) throws Exception {
        List<String> options = new ArrayList<>(List.of(more));
        options.addAll(
                List.of(
                        "--manifest",
                        Warehouse.manifest(dump).toString(),
                        "--manifest-key",
                        "file:" + kiosk.publicKey()));

        DrillResult result = mutate(0, dump, seed, options.toArray(String[]::new));

        Mutations mutations = Objects.requireNonNull(result.mutations());
        assertThat(result.proof()).isEqualTo(Proof.IDENTICAL);
        assertThat(mutations.of(Fate.SURVIVED)).isEmpty();
        assertThat(mutations.of(Fate.NOT_RUN)).isEmpty();
        assertThat(mutations.killRate()).isEqualTo(1.0);
        assertThat(mutations.mutants()).noneMatch(m -> m.finding() == FindingCode.DEFECT);
        assertThat(result.findings()).noneMatch(f -> f.code() == FindingCode.MUTATIONS_NOT_TRIED);
        return mutations;
    }

    private static void named(DrillResult result) {
        Mutations mutations = Objects.requireNonNull(result.mutations());
        assertThat(result.verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(mutations.of(Fate.NOT_RUN)).isEmpty();
        assertThat(kinds(mutations, Fate.SURVIVED))
                .contains("change-number", "change-letter", "null-value", "swap-values");
        assertThat(mutations.of(Fate.SURVIVED))
                .allMatch(m -> m.object() != null && ("" + m.reason()).startsWith("would be"));
        assertThat(kinds(mutations, Fate.KILLED))
                .contains("stored-cut-half", "stored-empty", "stored-error-page")
                .contains("drop-table", "drop-foreign-key", "drop-trigger", "delete-row")
                .contains("orphan-row");
        assertThat(mutations.mutants()).noneMatch(m -> m.finding() == FindingCode.DEFECT);
        assertThat(result.findings())
                .filteredOn(f -> f.code() == FindingCode.MUTATIONS_SURVIVED)
                .singleElement()
                .satisfies(f -> assertThat(f.severity()).isEqualTo(Severity.INFO));
    }

    private static Path encrypted(Path dump, Fernet fernet) throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            Files.copy(dump, gzip);
        }
        Path file = dump.resolveSibling(dump.getFileName() + ".gz.enc");
        Files.write(file, fernet.encrypt(packed.toByteArray()));
        Files.move(Warehouse.manifest(dump), Warehouse.manifest(file));
        return file;
    }

    private static Path keyFile(Fernet fernet) throws IOException {
        Path file = Files.writeString(directory.resolve("fernet.key"), fernet.text());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    private static List<String> kinds(Mutations mutations, Fate fate) {
        return mutations.of(fate).stream().map(Mutant::kind).toList();
    }

    private static DrillResult mutate(int exitCode, Path file, int seed, String... more)
            throws IOException {
        Path json = directory.resolve(file.getFileName() + ".json");
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "mutate",
                                "--file",
                                file.toString(),
                                "--seed",
                                "" + seed,
                                "--time-limit",
                                "30m",
                                "--json",
                                json.toString()));
        all.addAll(List.of(more));
        Session session = Session.muster(all.toArray(String[]::new));
        assertThat(session.exitCode()).as(session.out() + session.err()).isEqualTo(exitCode);
        return ContractJson.readResult(Files.readString(json));
    }
}
