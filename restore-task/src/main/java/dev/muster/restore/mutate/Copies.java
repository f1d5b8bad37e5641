package dev.muster.restore.mutate;

import dev.muster.contract.result.BackupFacts;
import dev.muster.contract.result.Mutant.Fate;
import dev.muster.manifest.Manifest;
import dev.muster.restore.Bench;
import dev.muster.stores.Backup;
import dev.muster.stores.BackupCopy;
import dev.muster.stores.BackupStore;
import dev.muster.stores.CopyStream;
import dev.muster.stores.StoreException;
import dev.muster.stores.StoredObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes copies of a backup in a folder of their own, with its manifest beside them. */
final class Copies {
    private static final List<String> CIPHERS = List.of("fernet", "openpgp", "age", "openssl");

    /** What the machine keeps free beside the copies. */
    private static final long RESERVE = 1L << 30;

    private final Backup backup;
    private final Bench bench;
    private final Path work;
    private final Path folder;
    private @Nullable Path fetched;

    /**
     * @param work for the copies: one of the backup as it is stored, and one that is damaged
     */
    Copies(Backup backup, Bench bench, Path work) {
        this.backup = backup;
        this.bench = bench;
        this.work = work;
        folder = work.resolve("copies");
    }

    /** Where they lie. */
    Path folder() {
        return folder;
    }

    /** Whether one of the backup's layers needs a key. */
    boolean encrypted() {
        BackupFacts facts = bench.proven().backup();
        return facts != null
                && facts.layers().stream()
                        .anyMatch(layer -> CIPHERS.stream().anyMatch(layer::startsWith));
    }

    /** A fresh copy of the backup as it is stored: a file, or the folder of a directory archive. */
    Path stored() throws IOException, Uncounted {
        clear();
        Path from = fetched();
        Path copy = folder.resolve(name());
        room(size(from));
        copy(from, copy);
        manifest(served());
        return copy;
    }

    /** A fresh copy of the archive, without the layers around it. */
    Path archive() throws IOException, Uncounted {
        clear();
        Path copy = folder.resolve(name());
        room(size(bench.payload()));
        copy(bench.payload(), copy);
        manifest(served());
        return copy;
    }

    /** Where a dump is to be written that lies in place of the backup. */
    Path forDump() throws IOException, Uncounted {
        clear();
        room(size(bench.payload()));
        manifest(served());
        return folder.resolve(name());
    }

    /** Refuses what this machine's disk has no room for. */
    void room(long bytes) throws IOException, Uncounted {
        long free = Files.getFileStore(work).getUsableSpace();
        if (free - bytes < RESERVE) {
            throw new Uncounted(
                    Fate.NOT_RUN,
                    "it takes %d MiB of disk, and %d MiB are free"
                            .formatted(bytes >> 20, free >> 20));
        }
    }

    /** The copy that the drill was made of. */
    private BackupCopy served() {
        BackupFacts facts = bench.proven().backup();
        return backup.copies().stream()
                .filter(copy -> facts != null && copy.store().name().equals(facts.store()))
                .findFirst()
                .orElse(backup.copies().getFirst());
    }

    /** The backup as it is stored; it is fetched from its store once. */
    private Path fetched() throws IOException, Uncounted {
        Path already = fetched;
        if (already != null) {
            return already;
        }
        BackupCopy from = served();
        room(from.size());
        Path to = work.resolve("stored");
        if (from.isFolder()) {
            Files.createDirectory(to);
            for (StoredObject object : from.objects()) {
                fetch(from.store(), object, to.resolve(last(object.key())));
            }
        } else {
            fetch(from.store(), from.objects().getFirst(), to);
        }
        fetched = to;
        return to;
    }

    /** A manifest belongs to the backup, and lies beside its copies, too. */
    private void manifest(BackupCopy from) throws IOException {
        String key = from.key().replaceFirst("/$", "") + Manifest.SUFFIX;
        try {
            fetch(from.store(), from.store().stat(key), folder.resolve(name() + Manifest.SUFFIX));
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.MISSING && e.kind() != StoreException.Kind.DENIED) {
                throw e;
            }
        }
    }

    private static void fetch(BackupStore store, StoredObject object, Path to) throws IOException {
        try (CopyStream from = store.open(object)) {
            Files.copy(from, to);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        if (Files.isRegularFile(from)) {
            Files.copy(from, to);
            return;
        }
        Files.createDirectory(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path each : files.toList()) {
                Files.copy(each, to.resolve(last(each.toString())));
            }
        }
    }

    private static long size(Path path) throws IOException {
        if (Files.isRegularFile(path)) {
            return Files.size(path);
        }
        long size = 0;
        try (Stream<Path> files = Files.list(path)) {
            for (Path each : files.toList()) {
                size += Files.size(each);
            }
        }
        return size;
    }

    private String name() {
        return last(backup.key().replaceFirst("/$", ""));
    }

    private static String last(String key) {
        return key.substring(key.lastIndexOf('/') + 1);
    }

    private void clear() throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
        Files.createDirectories(folder);
    }
}
