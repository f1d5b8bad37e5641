package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.FindingCode;
import dev.muster.contract.Proof;
import dev.muster.contract.Severity;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.Mutant.Fate;
import dev.muster.contract.result.Mutations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The mutation drill of a small database, as each format and layer brings it. */
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

    @Test
    void withItsManifestNothingSurvives() throws Exception {
        Mutated mutated = identical(kiosk.back("kiosk.dump"), 90210);

        assertThat(mutated.mutations().seed()).isEqualTo(90210);
        assertThat(mutated.mutations().killed()).isGreaterThanOrEqualTo(60);
        assertThat(mutated.kinds(Fate.NOT_APPLICABLE)).contains(UNENCRYPTED);
    }

    @ParameterizedTest
    @CsvSource({"-Ft, kiosk.tar", "-Fp, kiosk.sql"})
    void withItsManifestNothingSurvivesWhateverTheFormat(String format, String name)
            throws Exception {
        Mutated mutated = identical(kiosk.back(name, format), 5);

        assertThat(mutated.mutations().killed()).isGreaterThanOrEqualTo(55);
        assertThat(mutated.kinds(Fate.KILLED))
                .contains("stored-cut-half", "stored-empty", "drop-table", "change-number")
                .contains("delete-row", "change-function", "dump-of-other-database");
    }

    @Test
    void withItsManifestNothingSurvivesInsideOfLayers() throws Exception {
        Fernet fernet = Fernet.fresh();
        Path dump = encrypted(kiosk.back("layers.dump"), fernet);

        Mutated mutated = identical(dump, 5, "--key", "file:" + keyFile(fernet));

        assertThat(mutated.kinds(Fate.KILLED))
                .contains(UNENCRYPTED)
                .contains("stored-flip", "archive-flip-toc", "archive-flip-data", "change-letter");
    }

    @Test
    void ofADirectoryWithoutManifestSurvivorsHaveNames() throws Exception {
        Path dump = kiosk.back("alone.dir", "-Fd");
        Files.delete(Warehouse.manifest(dump));

        named(Mutated.of(1, dump, 5));
    }

    @Test
    void ofADumpOfAWholeServerSurvivorsHaveNames() throws Exception {
        named(Mutated.of(1, kiosk.backAll("all.sql"), 5));
    }

    /** Nothing got by, and what did not count has its reason. */
    private static Mutated identical(Path dump, int seed, String... more) throws Exception {
        Mutated mutated = Mutated.withManifest(kiosk, dump, seed, more);

        DrillResult result = mutated.result();
        Mutations mutations = mutated.mutations();
        assertThat(result.proof()).isEqualTo(Proof.IDENTICAL);
        assertThat(mutations.of(Fate.SURVIVED)).isEmpty();
        assertThat(mutations.of(Fate.NOT_RUN)).isEmpty();
        assertThat(mutations.killRate()).isEqualTo(1.0);
        assertThat(mutations.mutants()).noneMatch(m -> m.finding() == FindingCode.DEFECT);
        assertThat(result.findings()).noneMatch(f -> f.code() == FindingCode.MUTATIONS_NOT_TRIED);
        return mutated;
    }

    private static void named(Mutated mutated) {
        DrillResult result = mutated.result();
        Mutations mutations = mutated.mutations();
        assertThat(result.verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(mutations.of(Fate.NOT_RUN)).isEmpty();
        assertThat(mutated.kinds(Fate.SURVIVED))
                .contains("change-number", "change-letter", "null-value", "swap-values");
        assertThat(mutations.of(Fate.SURVIVED))
                .allMatch(m -> m.object() != null && ("" + m.reason()).startsWith("would be"));
        assertThat(mutated.kinds(Fate.KILLED))
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
}
