package dev.muster.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.plan.BackupsSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    /** A store whose listing is what the test says. */
    private record ListedStore(
            String name, List<StoredObject> objects, @Nullable StoreException end)
            implements BackupStore {
        @Override
        public void list(Consumer<StoredObject> consumer) throws StoreException {
            objects.forEach(consumer);
            if (end != null) {
                throw end;
            }
        }

        @Override
        public StoredObject stat(String key) throws StoreException {
            return objects.stream()
                    .filter(object -> object.key().equals(key))
                    .findFirst()
                    .orElseThrow(
                            () -> new StoreException(StoreException.Kind.MISSING, "none", null));
        }

        @Override
        public CopyStream open(StoredObject object) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    private static ListedStore store(String name, StoredObject... objects) {
        return new ListedStore(name, List.of(objects), null);
    }

    private static StoredObject object(String key, int hoursOld) {
        return object(key, hoursOld, 10);
    }

    private static StoredObject object(String key, int hoursOld, long size) {
        return new StoredObject(key, size, NOW.minus(Duration.ofHours(hoursOld)), null);
    }

    private static BackupListing list(@Nullable String pattern, BackupStore... stores) {
        return Backups.list(
                List.of(stores),
                new BackupsSpec(pattern, ZoneOffset.UTC),
                Window.within(Duration.ofDays(7), NOW));
    }

    private static List<String> keys(BackupListing listing) {
        return listing.candidates().stream().map(Candidate::key).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop.dump.sha256",
                "SHA256SUMS.txt",
                "shop.dump.md5",
                "shop.dump.sig",
                "a/.DS_Store",
                "shop.manifest",
                "README",
                "readme.md",
                "shop.log",
                "globals.sql",
                "pg_globals.sql.gz",
                "shop-roles.sql",
                "shop.dump.part",
                "shop.dump~",
            })
    void whatLiesBesideBackupsIsNone(String key) {
        assertThat(keys(list(null, store("a", object(key, 1), object("shop.dump", 1)))))
                .containsExactly("shop.dump");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop.dump",
                "shop",
                "shop.sql.asc",
                "shop.sql.gpg",
                "2026/shop.tar.zst.age",
                "shop.sql.gz.enc",
                "20260101.dat",
                "controls.sql",
                "customer_roles.dump",
            })
    void everythingElseMayBeABackup(String key) {
        assertThat(keys(list(null, store("a", object(key, 1))))).containsExactly(key);
    }

    @Test
    void aSignatureIsTheBackupsAndAnArmoredBackupIsABackup() {
        assertThat(
                        keys(
                                list(
                                        null,
                                        store(
                                                "a",
                                                object("x.dump", 1),
                                                object("x.dump.asc", 1),
                                                object("y.sql.asc", 1)))))
                .containsExactly("x.dump", "y.sql.asc");
    }

    @Test
    void aFolderWithoutItsTableOfContentsIsStillABackup() {
        BackupListing listing =
                list(null, store("a", object("x/3001.dat.gz", 1), object("x/3002.dat.gz", 2)));
        assertThat(keys(listing)).containsExactly("x/");
        assertThat(listing.candidates().getFirst().size()).isEqualTo(20);
    }

    @Test
    void foldersAreMatchedByThePatternAsAWhole() {
        assertThat(
                        keys(
                                list(
                                        "shop-{timestamp:yyyyMMdd'T'HHmm}",
                                        store(
                                                "a",
                                                object("d/shop-20261122T0000/toc.dat", 999),
                                                object("d/shop-20261122T0000/1.dat.gz", 999),
                                                object("d/crm-20261122T0000/toc.dat", 999)))))
                .containsExactly("d/shop-20261122T0000/");
    }

    @Test
    void aStoreThatIsAnArchiveItselfIsOneBackup() {
        BackupListing listing =
                list(null, store("a", object("3001.dat.gz", 1), object("toc.dat", 1)));
        assertThat(keys(listing)).containsExactly("./");
        assertThat(listing.candidates().getFirst().size()).isEqualTo(20);
    }

    @Test
    void numberedFilesWithoutATableOfContentsAreBackupsOfTheirOwn() {
        assertThat(keys(list(null, store("a", object("1.dat.gz", 1), object("2.dat.gz", 1)))))
                .containsExactly("1.dat.gz", "2.dat.gz");
    }

    @Test
    void aStoreThatFailsMidwayKeepsWhatItGave() {
        StoreException cut = new StoreException(StoreException.Kind.CUT, "cut", null);
        BackupListing listing = list(null, new ListedStore("a", List.of(object("x.dump", 1)), cut));
        assertThat(keys(listing)).containsExactly("x.dump");
        assertThat(listing.stores().getFirst().failure()).isSameAs(cut);
    }

    @Test
    void aBackupIsAsOldAsItsOldestCopyInWhicheverOrderTheStoresCome() {
        BackupStore fresh = store("fresh", object("x.dump", 1));
        BackupStore old = store("old", object("x.dump", 24 * 20));
        assertThat(list(null, fresh, old).candidates()).isEmpty();
        assertThat(list(null, old, fresh).candidates()).isEmpty();
        assertThat(list(null, old, fresh, fresh).candidates()).isEmpty();
        assertThat(list(null, fresh, old).newest()).isEqualTo(NOW.minus(Duration.ofDays(20)));
        assertThat(list(null, old, fresh).newest()).isEqualTo(NOW.minus(Duration.ofDays(20)));
    }

    @Test
    void aMirrorThatStandsStillDoesNotMakeAKeyOldThatIsWrittenOver() {
        BackupStore fresh = store("fresh", object("latest.dump", 1));
        BackupStore still = store("still", object("latest.dump", 24 * 20, 11));
        for (List<BackupStore> stores : List.of(List.of(fresh, still), List.of(still, fresh))) {
            BackupListing listing = list(null, stores.toArray(BackupStore[]::new));
            assertThat(keys(listing)).containsExactly("latest.dump");
            assertThat(listing.candidates().getFirst().copies()).hasSize(1);
            assertThat(listing.newest()).isEqualTo(NOW.minus(Duration.ofHours(1)));
        }
    }

    @Test
    void theEdgesOfTheWindowBelongToIt() {
        assertThat(keys(list(null, store("a", object("edge.dump", 24 * 7))))).hasSize(1);
        assertThat(keys(list(null, store("a", object("past.dump", 24 * 7 + 1))))).isEmpty();
    }

    @Test
    void countsAreThoseOfTheWholeStore() {
        StoreListing listing =
                list(
                                "s-{timestamp:yyyyMMdd}",
                                store(
                                        "a",
                                        object("s-20261122", 0),
                                        object("s-20201122", 0),
                                        object("s-20991122", 0),
                                        object("other", 0)))
                        .stores()
                        .getFirst();
        assertThat(listing.objects()).isEqualTo(4);
        assertThat(listing.backups()).isEqualTo(3);
        assertThat(listing.future()).isEqualTo(1);
        assertThat(listing.oldest()).isEqualTo("2020-11-22T00:00:00Z");
        assertThat(listing.newest()).isEqualTo("2026-11-22T00:00:00Z");
        assertThat(listing.stranger()).isEqualTo("other");
    }

    @Test
    void aKeyIsFoundAsAFileOrAsAFolder() {
        BackupStore store = store("a", object("x.dump", 1), object("d/toc.dat", 1));
        BackupsSpec spec = new BackupsSpec(null, ZoneOffset.UTC);
        assertThat(keys(Backups.find(List.of(store), spec, "x.dump"))).containsExactly("x.dump");
        assertThat(keys(Backups.find(List.of(store), spec, "d"))).containsExactly("d/");
        assertThat(keys(Backups.find(List.of(store), spec, "d/"))).containsExactly("d/");
        assertThat(keys(Backups.find(List.of(store), spec, "x"))).isEmpty();
    }
}
