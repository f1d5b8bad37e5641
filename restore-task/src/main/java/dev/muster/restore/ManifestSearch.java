package dev.muster.restore;

import dev.muster.contract.Cause;
import dev.muster.contract.FindingCode;
import dev.muster.contract.MusterException;
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

        /**
         * None that can be used.
         *
         * @param cause BACKUP alone where a store has answered that there is none, or has given one
         *     that is of no use
         */
        record Nothing(FindingCode code, Cause cause, String reason) implements Outcome {}
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
                case Outcome.Nothing nothing when isMissing(nothing) -> {}
                case Outcome.Nothing nothing -> unreadable = nothing;
            }
        }
        return unreadable != null
                ? unreadable
                : missing(Cause.BACKUP, "there is no manifest beside the backup");
    }

    private static boolean isMissing(Outcome.Nothing nothing) {
        return nothing.code() == FindingCode.MANIFEST_MISSING && nothing.cause() == Cause.BACKUP;
    }

    /**
     * Looks before a drill whether the manifest that a plan names can be read at all.
     *
     * @throws MusterException where it cannot
     */
    static void requireReadable(@Nullable Path file) {
        if (file != null && (Files.isDirectory(file) || !Files.isReadable(file))) {
            throw new MusterException(
                    "MANIFEST_FILE",
                    Files.exists(file)
                            ? "the manifest \"%s\" cannot be read".formatted(file)
                            : "there is no manifest \"%s\"".formatted(file),
                    "correct `manifest.file` in the plan, or --manifest");
        }
    }

    private static Outcome read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return parse(in, "\"%s\"".formatted(file));
        } catch (IOException e) {
            return unreadable("\"%s\"".formatted(file));
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
            return switch (e.kind()) {
                case MISSING -> missing(Cause.BACKUP, "there is none");
                // Without the right to list, a store answers 403 for what is not there, too.
                case DENIED ->
                        missing(
                                Cause.ENVIRONMENT,
                                "whether there is a manifest %s is not known: the store denies it"
                                        .formatted(where));
                case REFUSED, UNREACHABLE, TIMED_OUT, CUT, CHANGED, FAILED -> unreadable(where);
            };
        } catch (IOException e) {
            return unreadable(where);
        }
    }

    private static Outcome.Nothing missing(Cause cause, String reason) {
        return new Outcome.Nothing(FindingCode.MANIFEST_MISSING, cause, reason);
    }

    /** It may be there and whole: what failed is the way to it. */
    private static Outcome.Nothing unreadable(String where) {
        return new Outcome.Nothing(
                FindingCode.MANIFEST_UNREADABLE,
                Cause.ENVIRONMENT,
                "the manifest %s cannot be read".formatted(where));
    }

    private static Outcome parse(InputStream in, String where) throws IOException {
        byte[] bytes = in.readNBytes(ManifestFile.LARGEST + 1);
        if (bytes.length > ManifestFile.LARGEST) {
            return useless("the manifest %s is larger than any".formatted(where));
        }
        try {
            return new Outcome.Found(ManifestFile.read(bytes), where);
        } catch (ManifestFile.Unreadable e) {
            return useless("the manifest %s cannot be used: %s".formatted(where, e.why()));
        }
    }

    private static Outcome.Nothing useless(String reason) {
        return new Outcome.Nothing(FindingCode.MANIFEST_UNREADABLE, Cause.BACKUP, reason);
    }
}
