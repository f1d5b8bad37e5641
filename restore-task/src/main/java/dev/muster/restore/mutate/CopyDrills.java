package dev.muster.restore.mutate;

import dev.muster.contract.Progress;
import dev.muster.contract.plan.DecryptSpec;
import dev.muster.contract.plan.DirectorySpec;
import dev.muster.contract.plan.ManifestSpec;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.RestoreSpec;
import dev.muster.contract.plan.SecretRef;
import dev.muster.contract.plan.Span;
import dev.muster.contract.result.DrillResult;
import dev.muster.restore.Drill;
import dev.muster.restore.DrillOrder;
import dev.muster.restore.Experiment;
import dev.muster.stores.Backup;
import dev.muster.stores.BackupCopy;
import dev.muster.stores.BackupStore;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Drills copies as the plan's own backups, in whatever way a kind of damage asks for. */
final class CopyDrills {
    private static final String OTHER_KEY = "MUSTER_OTHER_KEY";

    private final Plan plan;
    private final DrillOrder order;
    private final Backup backup;
    private final DrillResult proven;
    private final Path copies;
    private final Clock clock;
    private int drills;

    /**
     * @param order of the drill that came before
     * @param backup that the copies are of
     * @param proven its own drill
     * @param copies the folder that they lie in
     * @param clock drills end when it does
     */
    CopyDrills(DrillOrder order, Backup backup, DrillResult proven, Path copies, Clock clock) {
        plan = order.plan();
        this.order = order;
        this.backup = backup;
        this.proven = proven;
        this.copies = copies;
        this.clock = clock;
    }

    /** Drills a copy; where the plan keeps records, the undamaged backup's drill is its past. */
    DrillResult run(Path copy, Experiment then) throws IOException {
        return run(copy, plan, order.environment(), then);
    }

    /** Drills an archive that lies there without the encryption that the plan may expect. */
    DrillResult ofArchive(Path copy, Experiment then) throws IOException {
        return run(copy, bare(), order.environment(), then);
    }

    private Plan bare() {
        return plan.withExpect(plan.expect().withEncrypted(false));
    }

    /**
     * Drills a dump that was made again: the manifest is of another dump of the same database, and
     * what it says of the content holds.
     */
    DrillResult ofDump(Path copy, Experiment then) throws IOException {
        ManifestSpec bound = plan.manifest().with(null, List.of(), ManifestSpec.Binding.DATABASE);
        return run(copy, bare().withManifest(bound), order.environment(), then);
    }

    /** Drills a copy with a key that is not the backup's. */
    DrillResult withOtherKey(Path copy, Experiment then) throws IOException {
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
        return run(copy, as, variables, then);
    }

    private DrillResult run(Path copy, Plan as, Map<String, String> variables, Experiment then)
            throws IOException {
        Secrets secrets = new Secrets(variables, _ -> {});
        String key = copy.getFileName() + (Files.isDirectory(copy) ? "/" : "");
        try (BackupStore store = Stores.open(new DirectorySpec(copies), secrets)) {
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
                            order.earlier() == null ? null : _ -> Optional.of(proven),
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
}
