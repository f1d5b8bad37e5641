package dev.muster.cli.mutate;

import dev.muster.contract.Progress;
import dev.muster.contract.plan.DecryptSpec;
import dev.muster.contract.plan.DirectorySpec;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.SecretRef;
import dev.muster.contract.result.DrillResult;
import dev.muster.restore.Bench;
import dev.muster.restore.Drill;
import dev.muster.restore.DrillOrder;
import dev.muster.stores.Backup;
import dev.muster.stores.BackupCopy;
import dev.muster.stores.BackupStore;
import dev.muster.stores.Backups;
import dev.muster.stores.Candidate;
import dev.muster.stores.Secrets;
import dev.muster.stores.StoreException;
import dev.muster.stores.StoredObject;
import dev.muster.stores.Stores;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Makes copies of a backup in a folder of their own, and drills them as the plan's backups. */
final class CopyDrills {
    private static final String OTHER_KEY = "MUSTER_OTHER_KEY";
    private static final String MANIFEST = ".manifest.json";

    private final Plan plan;
    private final Backup backup;
    private final Bench bench;
    private final Path folder;
    private final Map<String, String> environment;
    private final BooleanSupplier cancelled;
    private int drills;

    /**
     * @param folder for the copies; one exists at a time
     */
    CopyDrills(
            Plan plan,
            Backup backup,
            Bench bench,
            Path folder,
            Map<String, String> environment,
            BooleanSupplier cancelled) {
        this.plan = plan;
        this.backup = backup;
        this.bench = bench;
        this.folder = folder;
        this.environment = environment;
        this.cancelled = cancelled;
    }

    /** Whether one of the backup's layers needs a key. */
    boolean encrypted() {
        var facts = bench.proven().backup();
        return facts != null
                && facts.layers().stream()
                        .anyMatch(layer ->
                                List.of("fernet", "openpgp", "age", "openssl").stream()
                                        .anyMatch(layer::startsWith));
    }

    /** A fresh copy of the backup as it is stored: a file, or the folder of a directory archive. */
    Path stored() throws IOException {
        clear();
        BackupCopy from = served();
        Path copy = folder.resolve(name());
        if (from.isFolder()) {
            Files.createDirectory(copy);
            for (StoredObject object : from.objects()) {
                fetch(from.store(), object, copy.resolve(last(object.key())));
            }
        } else {
            fetch(from.store(), from.objects().getFirst(), copy);
        }
        manifest(from);
        return copy;
    }

    /** A fresh copy of the archive, without the layers around it. */
    Path archive() throws IOException {
        clear();
        Path copy = folder.resolve(name());
        Files.copy(bench.payload(), copy);
        manifest(served());
        return copy;
    }

    /** A dump of a database on the bench's server. */
    Path dump(Bench from, String database, List<String> options)
            throws IOException, InterruptedException {
        clear();
        Path file = folder.resolve(name());
        List<String> command = new ArrayList<>(from.pgDump(database));
        command.add("--format=custom");
        command.add("--compress=1");
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectOutput(file.toFile());
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(from.clientEnvironment());
        Process process = builder.start();
        process.getOutputStream().close();
        if (process.waitFor() != 0) {
            throw new IOException("pg_dump exited " + process.exitValue());
        }
        manifest(served());
        return file;
    }

    /** Drills a copy, with the drill of the undamaged backup as the plan's past. */
    DrillResult drill(Path copy) throws IOException {
        return drill(copy, plan, environment);
    }

    /** The same with a key that is not the backup's. */
    DrillResult drillWithOtherKey(Path copy) throws IOException {
        byte[] noise = new byte[32];
        new SecureRandom().nextBytes(noise);
        Map<String, String> variables = new HashMap<>(environment);
        // A Fernet key, and as good a passphrase as any.
        variables.put(OTHER_KEY, Base64.getUrlEncoder().encodeToString(noise));
        List<SecretRef> other = List.of(SecretRef.parse("env:" + OTHER_KEY));
        DecryptSpec keys = plan.decrypt();
        return drill(
                copy,
                plan.withDecrypt(
                        new DecryptSpec(
                                keys.fernet().isEmpty() ? List.of() : other,
                                other,
                                List.of(),
                                List.of(),
                                keys.cipher())),
                variables);
    }

    private DrillResult drill(Path copy, Plan as, Map<String, String> variables)
            throws IOException {
        Secrets secrets = new Secrets(variables, _ -> {});
        String key = copy.getFileName() + (Files.isDirectory(copy) ? "/" : "");
        try (BackupStore store = Stores.open(new DirectorySpec(folder), secrets)) {
            Candidate candidate =
                    Backups.find(List.of(store), plan.backups(), key).candidates().getFirst();
            BackupCopy only = Backups.copy(candidate, candidate.copies().getFirst(), store);
            // Its time is the backup's own, or a drill would find it stale.
            Backup damaged = new Backup(key, backup.createdAt(), only.size(), List.of(only));
            DrillOrder order =
                    new DrillOrder(
                            "%s-m%d".formatted(bench.proven().drillId(), ++drills),
                            as,
                            damaged,
                            null,
                            0,
                            List.of(),
                            null,
                            _ -> Optional.of(bench.proven()),
                            variables);
            return new Drill(order, secrets, Progress.NONE, cancelled).run();
        }
    }

    /** The copy that the drill was made of. */
    private BackupCopy served() {
        var facts = bench.proven().backup();
        return backup.copies().stream()
                .filter(copy -> facts != null && copy.store().name().equals(facts.store()))
                .findFirst()
                .orElse(backup.copies().getFirst());
    }

    /** A manifest belongs to the backup, and lies beside its copies, too. */
    private void manifest(BackupCopy from) throws IOException {
        String key = from.key().replaceFirst("/$", "") + MANIFEST;
        try {
            fetch(from.store(), from.store().stat(key), folder.resolve(name() + MANIFEST));
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.MISSING && e.kind() != StoreException.Kind.DENIED) {
                throw e;
            }
        }
    }

    private static void fetch(BackupStore store, StoredObject object, Path to)
            throws IOException {
        try (var from = store.open(object)) {
            Files.copy((InputStream) from, to);
        }
    }

    private String name() {
        return last(backup.key().replaceFirst("/$", ""));
    }

    private static String last(String key) {
        return key.substring(key.lastIndexOf('/') + 1);
    }

    private void clear() throws IOException {
        if (Files.isDirectory(folder)) {
            try (var all = Files.walk(folder)) {
                for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
        Files.createDirectories(folder);
    }
}
