package dev.muster.restore;

import dev.muster.contract.MusterException;
import dev.muster.contract.plan.ManifestSpec;
import dev.muster.contract.plan.Plan;
import dev.muster.restore.fetch.Fetched;
import dev.muster.stores.Backup;
import dev.muster.stores.Secrets;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a plan says that manifests are, and who may have signed them.
 *
 * @param keys any of which may have signed one
 */
record ManifestSource(ManifestSpec spec, List<PublicKey> keys) {
    ManifestSource {
        keys = List.copyOf(keys);
    }

    /**
     * Reads the keys.
     *
     * @throws MusterException where one of them, or the manifest that the plan names, cannot be
     *     read
     */
    static ManifestSource of(Plan plan, Map<String, String> environment) {
        // Public keys are read without a warning that everybody can read them.
        List<PublicKey> keys = KeyRing.manifestKeys(plan, new Secrets(environment, _ -> {}));
        ManifestSearch.requireReadable(plan.manifest().file());
        return new ManifestSource(plan.manifest(), keys);
    }

    /** Looks for the backup's manifest. */
    ManifestSearch.Outcome search(Backup backup) {
        return ManifestSearch.run(backup, spec.file());
    }

    /**
     * The backup's manifest, and whether it may be compared with.
     *
     * @param fetched what the backup holds; null where nothing was fetched
     */
    ManifestChoice choice(Backup backup, @Nullable Fetched fetched) {
        ManifestSearch.Outcome found = search(backup);
        boolean compares = found instanceof ManifestSearch.Outcome.Found;
        return new ManifestChoice(
                spec, keys, found, compares && fetched != null ? PayloadDigests.of(fetched) : null);
    }
}
