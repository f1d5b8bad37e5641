package dev.muster.restore.mutate;

import dev.muster.contract.Progress;
import dev.muster.contract.plan.DecryptSpec;
import dev.muster.contract.plan.DirectorySpec;
import dev.muster.contract.plan.ManifestSpec;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.RestoreSpec;
import dev.muster.contract.plan.SecretRef;
import dev.muster.contract.plan.Span;
import dev.muster.contract.result.BackupFacts;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.Mutant.Fate;
import dev.muster.manifest.Manifest;
import dev.muster.restore.Bench;
import dev.muster.restore.Drill;
import dev.muster.restore.DrillOrder;
import dev.muster.restore.Experiment;
import dev.muster.stores.Backup;
import dev.muster.stores.BackupCopy;
import dev.muster.stores.BackupStore;
import dev.muster.stores.CopyStream;
import dev.muster.stores.Secrets;
import dev.muster.stores.StoreException;
import dev.muster.stores.StoredObject;
import dev.muster.stores.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes copies of a backup in a folder of their own, and drills them as the plan's backups. */
final class Copies {
    private static final String OTHER_KEY = "MUSTER_OTHER_KEY";
    private static final List<String> CIPHERS = List.of("fernet", "openpgp", "age", "openssl");

    /** What the machine keeps free beside the copies. */
    private static final long RESERVE = 1L << 30;

    private final Plan plan;
    private final Backup backup;
    private final Bench bench;
    private final Path work;
    private final Path folder;
    private final DrillOrder order;
    private final Clock clock;
    private @Nullable Path fetched;
    private int drills;

    /**
     * @param work for the copies: one of the backup as it is stored, and one that is damaged
     * @param clock drills end when it does
     */
    Copies(Plan plan, Backup backup, Bench bench, Path work, DrillOrder order, Clock clock) {
        this.plan = plan;
        this.backup = backup;
        this.bench = bench;
        this.work = work;
        folder = work.resolve("copies");
        this.order = order;
        this.clock = clock;
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

    /** Drills a copy; where the plan keeps records, the undamaged backup's drill is its past. */
    DrillResult drill(Path copy, Experiment then) throws IOException {
        return drill(copy, plan, order.environment(), then);
    }

    /** Drills an archive that lies there without the encryption that the plan may expect. */
    DrillResult drillBare(Path copy, Experiment then) throws IOException {
        return drill(copy, bare(), order.environment(), then);
    }

    private Plan bare() {
        return plan.withExpect(plan.expect().withEncrypted(false));
    }

    /**
     * Drills a dump that was made again: the manifest is of another dump of the same database, and
     * what it says of the content holds.
     */
    DrillResult drillOfDump(Path copy, Experiment then) throws IOException {
        ManifestSpec bound = plan.manifest().with(null, List.of(), ManifestSpec.Binding.DATABASE);
        return drill(copy, bare().withManifest(bound), order.environment(), then);
    }

    /** Drills a copy with a key that is not the backup's. */
    DrillResult drillWithOtherKey(Path copy, Experiment then) throws IOException {
        byte[] noise = new byte[32];
        new SecureRandom().nextBytes(noise);
        Map<String, String> variables = new HashMap<>(order.environment());
        // A Fernet key, and as good a passphrase as any.
        variables.put(OTHER_KEY, Base64.getUrlEncoder().encodeToString(noise));
        List<SecretRef> other = List.of(SecretRef.parse("env:" + OTHER_KEY));
        DecryptSpec keys = plan.decrypt();
        Plan as =
                plan.withDecrypt(
                        new DecryptSpec(
                                keys.fernet().isEmpty() ? List.of() : other,
                                other,
                                List.of(),
                                List.of(),
                                keys.cipher()));
        return drill(copy, as, variables, then);
    }

    private DrillResult drill(Path copy, Plan as, Map<String, String> variables, Experiment then)
            throws IOException {
        Secrets secrets = new Secrets(variables, _ -> {});
        String key = copy.getFileName() + (Files.isDirectory(copy) ? "/" : "");
        try (BackupStore store = Stores.open(new DirectorySpec(folder), secrets)) {
            BackupCopy only = new BackupCopy(store, key, objects(store, key));
            // Its time is the backup's own, or a drill would find it stale.
            Backup damaged = new Backup(key, backup.createdAt(), only.size(), List.of(only));
            DrillOrder whole =
                    new DrillOrder(
                            "%s-m%d".formatted(order.drillId(), ++drills),
                            inTime(as).ofBackupAlone(),
                            damaged,
                            null,
                            0,
                            List.of(),
                            null,
                            order.earlier() == null ? null : _ -> Optional.of(bench.proven()),
                            variables);
            return new Drill(whole, secrets, Progress.NONE, clock::over).run(then);
        }
    }

    private static List<StoredObject> objects(BackupStore store, String key) throws StoreException {
        if (!key.endsWith("/")) {
            return List.of(store.stat(key));
        }
        List<StoredObject> objects = new ArrayList<>();
        store.list(key, objects::add);
        return objects;
    }

    private Plan inTime(Plan as) {
        RestoreSpec spec = as.restore();
        long seconds = Math.max(1, clock.left().toSeconds());
        return as.withRestore(
                new RestoreSpec(
                        spec.into(),
                        spec.jobs(),
                        Span.parse(seconds + "s"),
                        spec.disk(),
                        spec.only(),
                        spec.schemaOnly()));
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
