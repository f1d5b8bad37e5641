package dev.muster.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.contract.Cause;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.MusterException;
import dev.muster.contract.Severity;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.PlanFile;
import dev.muster.contract.result.Environment;
import dev.muster.stores.Backup;
import dev.muster.stores.BackupCopy;
import dev.muster.stores.BackupStore;
import dev.muster.stores.CopyStream;
import dev.muster.stores.StoreException;
import dev.muster.stores.StoreException.Kind;
import dev.muster.stores.StoredObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom a manifest that cannot be had is blamed on. */
class ManifestTroubleTest {
    private static final String REQUIRED = "{ required: true, key: file:manifest.pub }";

    @TempDir Path directory = Path.of("unset");

    @Test
    void theBackupIsToBlameWhereItsStoreHasNoManifest() throws IOException {
        assertThat(findings(REQUIRED, Kind.MISSING))
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.MANIFEST_MISSING);
                    assertThat(f.cause()).isEqualTo(Cause.BACKUP);
                    assertThat(f.decides()).isTrue();
                });
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MISSING")
    void theBackupIsNotToBlameForAStoreThatDoesNotAnswer(Kind kind) throws IOException {
        assertThat(findings(REQUIRED, kind))
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.cause()).isEqualTo(Cause.ENVIRONMENT);
                    assertThat(f.decides()).isTrue();
                });
    }

    @Test
    void oneStoreWithoutAManifestDoesNotSpeakForTheOneThatIsOutOfReach() throws IOException {
        for (Kind[] kinds :
                List.of(
                        new Kind[] {Kind.MISSING, Kind.TIMED_OUT},
                        new Kind[] {Kind.DENIED, Kind.MISSING})) {
            assertThat(findings(REQUIRED, kinds))
                    .singleElement()
                    .extracting(Finding::cause)
                    .isEqualTo(Cause.ENVIRONMENT);
        }
    }

    @Test
    void aManifestThatNobodyRequiresOnlyWarnsWhereItCannotBeRead() throws IOException {
        assertThat(findings("{}", Kind.FAILED))
                .singleElement()
                .extracting(Finding::severity)
                .isEqualTo(Severity.WARNING);
        assertThat(findings("{}", Kind.DENIED)).isEmpty();
        assertThat(findings("{}", Kind.MISSING)).isEmpty();
    }

    @Test
    void aPathThatLeadsToNoManifestIsAMistakeInThePlan() throws IOException {
        for (Path path : List.of(directory.resolve("manifest.jsno"), directory)) {
            assertThatThrownBy(() -> ManifestSearch.requireReadable(path))
                    .isInstanceOfSatisfying(
                            MusterException.class,
                            e -> assertThat(e.code()).isEqualTo("MANIFEST_FILE"))
                    .hasMessageContaining(path.toString());
        }
        Path there = Files.writeString(directory.resolve("manifest.json"), "{}");
        ManifestSearch.requireReadable(there);
        ManifestSearch.requireReadable(null);
    }

    private List<Finding> findings(String manifest, Kind... kinds) throws IOException {
        Plan plan = plan(manifest);
        List<BackupCopy> copies =
                Arrays.stream(kinds).map(kind -> new Refusing(kind).copy()).toList();
        Backup backup = new Backup("shop.dump", Instant.EPOCH, 1, copies);
        Account account =
                new Account(
                        new DrillOrder(
                                "d1", plan, backup, null, 0, List.of(), null, null, Map.of()));
        ManifestChoice choice =
                new ManifestChoice(
                        plan.manifest(), List.of(), ManifestSearch.run(backup, null), null);
        RestoredDatabase shop = RuleAssignmentTest.database("shop");
        assertThat(choice.contentOf(shop, List.of(shop), account)).isNull();
        return account
                .close(List.of(), new Environment("1", "25", "Linux", null, null, "none", 1, 1, 1L))
                .findings()
                .stream()
                .filter(f -> f.code().name().startsWith("MANIFEST_"))
                .toList();
    }

    private Plan plan(String manifest) throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("muster.yaml"),
                        "plans: { shop: { stores: [ { directory: . } ], manifest: %s } }"
                                .formatted(manifest));
        return PlanFile.read(file).plan("shop");
    }

    /** A store that refuses everything, for one reason. */
    private record Refusing(Kind kind) implements BackupStore {
        BackupCopy copy() {
            return new BackupCopy(
                    this,
                    "shop.dump",
                    List.of(new StoredObject("shop.dump", 1, Instant.EPOCH, null)));
        }

        @Override
        public String name() {
            return "store";
        }

        @Override
        public void list(Consumer<StoredObject> consumer) {}

        @Override
        public StoredObject stat(String key) throws StoreException {
            throw new StoreException(kind, "the store refuses", null);
        }

        @Override
        public CopyStream open(StoredObject object) throws StoreException {
            throw new StoreException(kind, "the store refuses", null);
        }

        @Override
        public void close() {}
    }
}
