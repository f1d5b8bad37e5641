package dev.muster.restore;

import dev.muster.contract.FindingCode;
import dev.muster.manifest.Manifest;
import dev.muster.manifest.ManifestFile;
import dev.muster.stores.Backup;
import dev.muster.stores.BackupCopy;
import dev.muster.stores.CopyStream;
import dev.muster.stores.StoreException;
import dev.muster.stores.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Looks for a backup's manifest: where the plan says, else beside its copies in their stores. */
final class ManifestSearch {
    private ManifestSearch() {}

    /** What came of it. */
    sealed interface Outcome {
        /** A manifest, not yet trusted. */
        record Found(ManifestFile file, String where) implements Outcome {}

        /** None that can be used. */
        record Nothing(FindingCode code, String reason) implements Outcome {}
    }

    static Outcome run(Backup backup, @Nullable Path file) {
        if (file != null) {
            return read(file);
        }
        Outcome unreadable = null;
        String key =
                backup.key().endsWith("/")
                        ? backup.key().substring(0, backup.key().length() - 1)
                        : backup.key();
        for (BackupCopy copy : backup.copies()) {
            Outcome outcome = read(copy, key + Manifest.SUFFIX);
            switch (outcome) {
                case Outcome.Found found -> {
                    return found;
                }
                case Outcome.Nothing(FindingCode code, String _)
                        when code == FindingCode.MANIFEST_MISSING -> {}
                case Outcome.Nothing nothing -> unreadable = nothing;
            }
        }
        return unreadable != null
                ? unreadable
                : new Outcome.Nothing(
                        FindingCode.MANIFEST_MISSING, "there is no manifest beside the backup");
    }

    private static Outcome read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return parse(in, file.toString());
        } catch (IOException e) {
            return new Outcome.Nothing(
                    FindingCode.MANIFEST_MISSING,
                    "the manifest \"%s\" cannot be read".formatted(file));
        }
    }

    private static Outcome read(BackupCopy copy, String key) {
        String where = "\"%s\" in %s".formatted(key, copy.store().name());
        try {
            StoredObject object = copy.store().stat(key);
            try (CopyStream in = copy.store().open(object)) {
                return parse(in, where);
            }
        } catch (StoreException e) {
            // Without the right to list, a store answers 403 for what is not there.
            return e.kind() == StoreException.Kind.MISSING || e.kind() == StoreException.Kind.DENIED
                    ? new Outcome.Nothing(FindingCode.MANIFEST_MISSING, "there is none")
                    : new Outcome.Nothing(
                            FindingCode.MANIFEST_UNREADABLE,
                            "the manifest %s cannot be read".formatted(where));
        } catch (IOException e) {
            return new Outcome.Nothing(
                    FindingCode.MANIFEST_UNREADABLE,
                    "the manifest %s cannot be read".formatted(where));
        }
    }

    private static Outcome parse(InputStream in, String where) throws IOException {
        byte[] bytes = in.readNBytes(ManifestFile.LARGEST + 1);
        if (bytes.length > ManifestFile.LARGEST) {
            return new Outcome.Nothing(
                    FindingCode.MANIFEST_UNREADABLE, where + " is larger than any manifest");
        }
        try {
            return new Outcome.Found(ManifestFile.read(bytes), where);
        } catch (ManifestFile.Unreadable e) {
            return new Outcome.Nothing(
                    FindingCode.MANIFEST_UNREADABLE,
                    "the manifest %s cannot be used: %s".formatted(where, e.why()));
        }
    }
}
