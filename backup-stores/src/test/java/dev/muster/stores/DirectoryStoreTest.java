package dev.muster.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.muster.contract.plan.DirectorySpec;
import dev.muster.stores.StoreException.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryStoreTest {
    @TempDir Path temporary = Path.of("unset");

    private Path root() throws IOException {
        return Files.createDirectories(temporary.resolve("backups"));
    }

    private DirectoryStore store() throws IOException {
        return new DirectoryStore(new DirectorySpec(root()));
    }

    private Path file(String name, int size) throws IOException {
        Path file = root().resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, new byte[size]);
    }

    private static List<String> keys(BackupStore store) throws StoreException {
        List<String> keys = new ArrayList<>();
        store.list(object -> keys.add(object.key()));
        return keys;
    }

    private static Kind kind(org.assertj.core.api.ThrowableAssert.ThrowingCallable action) {
        Throwable thrown = org.assertj.core.api.Assertions.catchThrowable(action);
        assertThat(thrown).isInstanceOf(StoreException.class);
        return ((StoreException) thrown).kind();
    }

    @Test
    void filesAreListedWithTheirFolders() throws IOException {
        file("a.dump", 1);
        file("2026/11/b c.dump", 2);
        assertThat(keys(store())).containsExactlyInAnyOrder("a.dump", "2026/11/b c.dump");
    }

    @Test
    void aFolderIsListedAlone() throws IOException {
        file("x/toc.dat", 1);
        file("xy/toc.dat", 1);
        List<String> keys = new ArrayList<>();
        store().list("x/", object -> keys.add(object.key()));
        assertThat(keys).containsExactly("x/toc.dat");
        store().list("none/", object -> keys.add(object.key()));
        assertThat(keys).hasSize(1);
    }

    @Test
    void linksAreNotListedAndLeadNowhereElse() throws IOException {
        Path secret = Files.writeString(temporary.resolve("secret"), "s");
        file("a.dump", 1);
        Files.createSymbolicLink(root().resolve("latest"), Path.of("a.dump"));
        Files.createSymbolicLink(root().resolve("out"), secret);
        Files.createSymbolicLink(root().resolve("up"), temporary);
        assertThat(keys(store())).containsExactly("a.dump");
        assertThat(store().stat("latest").size()).isEqualTo(1);
        assertThat(kind(() -> store().stat("out"))).isEqualTo(Kind.MISSING);
        assertThat(kind(() -> store().stat("up/secret"))).isEqualTo(Kind.MISSING);
        assertThat(kind(() -> store().stat("../secret"))).isEqualTo(Kind.MISSING);
        assertThat(kind(() -> store().stat("/etc/hostname"))).isEqualTo(Kind.MISSING);
        assertThat(kind(() -> store().stat("a\0b"))).isEqualTo(Kind.MISSING);
    }

    @Test
    void aDirectoryThatIsALinkIsFollowed() throws IOException {
        file("a.dump", 1);
        Path link = Files.createSymbolicLink(temporary.resolve("link"), root());
        assertThat(keys(new DirectoryStore(new DirectorySpec(link)))).containsExactly("a.dump");
    }

    @Test
    void aDirectoryThatIsNotThereIsMissing() {
        Path none = temporary.resolve("none");
        assertThatThrownBy(() -> keys(new DirectoryStore(new DirectorySpec(none))))
                .hasMessageContaining("\"" + none + "\"")
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.MISSING));
    }

    @Test
    void aFileInPlaceOfADirectoryIsNamed() throws IOException {
        Path file = file("a.dump", 1);
        assertThatThrownBy(() -> keys(new DirectoryStore(new DirectorySpec(file))))
                .hasMessageContaining("is a file");
    }

    @Test
    void bytesAreReadInOrder() throws IOException {
        byte[] bytes = new byte[300_000];
        new java.util.Random(1).nextBytes(bytes);
        Files.write(file("a.dump", 0), bytes);
        try (CopyStream in = store().open(store().stat("a.dump"))) {
            assertThat(in.readAllBytes()).isEqualTo(bytes);
            assertThat(in.resumed()).isZero();
        }
    }

    @Test
    void aFileThatGrowsAfterItsListingIsTold() throws IOException {
        Path file = file("a.dump", 100);
        StoredObject listed = store().stat("a.dump");
        Files.write(file, new byte[100], StandardOpenOption.APPEND);
        assertThatThrownBy(() -> store().open(listed))
                .hasMessageContaining("had 100 bytes")
                .hasMessageContaining("200 bytes now: it may still be being written");
    }

    @Test
    void aFileThatGrowsWhileItIsReadIsTold() throws IOException {
        Path file = file("a.dump", 100);
        try (CopyStream in = store().open(store().stat("a.dump"))) {
            assertThat(in.readNBytes(50)).hasSize(50);
            Files.write(file, new byte[100], StandardOpenOption.APPEND);
            assertThat(kind(in::readAllBytes)).isEqualTo(Kind.CHANGED);
        }
    }

    @Test
    void aFifoIsNoBackupAndIsNotWaitedFor() throws Exception {
        Path fifo = root().resolve("pipe");
        Process mkfifo;
        try {
            mkfifo = new ProcessBuilder("mkfifo", fifo.toString()).start();
        } catch (IOException e) {
            assumeThat(false).as("mkfifo is not on this machine").isTrue();
            return;
        }
        assertThat(mkfifo.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(keys(store())).isEmpty();
        assertThat(kind(() -> store().stat("pipe"))).isEqualTo(Kind.MISSING);
    }

    @Test
    void aFolderThatMayNotBeReadIsToldAndTheRestIsListed() throws IOException {
        assumeThat(System.getProperty("user.name"))
                .as("root may read everything, so this test runs as another user only")
                .isNotEqualTo("root");
        file("open/a.dump", 1);
        Path shut = file("shut/b.dump", 1).getParent();
        Files.setPosixFilePermissions(shut, PosixFilePermissions.fromString("---------"));
        List<String> keys = new ArrayList<>();
        try {
            assertThat(kind(() -> store().list(object -> keys.add(object.key()))))
                    .isEqualTo(Kind.DENIED);
        } finally {
            Files.setPosixFilePermissions(shut, PosixFilePermissions.fromString("rwx------"));
        }
        assertThat(keys).containsExactly("open/a.dump");
    }

    @Test
    void theFirstFolderThatCouldNotBeLookedIntoIsNamedAndLostAndFoundIsNot() throws IOException {
        Path root = root();
        DirectoryWalk walk = new DirectoryWalk(root, _ -> {});
        walk.visitFileFailed(root.resolve("lost+found"), new AccessDeniedException("x"));
        walk.visitFileFailed(root.resolve("gone"), new NoSuchFileException("x"));
        walk.throwIfIncomplete("store");
        walk.visitFileFailed(root.resolve("shut"), new AccessDeniedException("x"));
        walk.visitFileFailed(root.resolve("shut2"), new AccessDeniedException("x"));
        assertThatThrownBy(() -> walk.throwIfIncomplete("store"))
                .hasMessageContaining("cannot look into \"shut\" and 1 more")
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DENIED));
    }
}
