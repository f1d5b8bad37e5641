package dev.muster.contract.plan;

import dev.muster.contract.MusterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is to be proven for one database. */
public record Plan(
        @FromKey String name,
        @Option(value = "where the backups lie, the preferred store first", required = true)
                List<StoreSpec> stores,
        @Option("which objects are backups") BackupsSpec backups,
        @Option("which backup is drilled") SelectSpec select,
        @Option("the keys of encrypted backups") DecryptSpec decrypt,
        @Option("where and how it is restored") RestoreSpec restore,
        @Option("what must be in it") ExpectSpec expect,
        @Option("the manifest of the source that a backup is compared with") ManifestSpec manifest,
        @Option("what is done with a proven backup beyond its verification") VerifySpec verify,
        @Option("the live server that a restored backup is held against; none where it is left out")
                @Nullable CompareSpec compare,
        @Option("the migration that is rehearsed; none where it is left out")
                @Nullable RehearseSpec rehearse,
        @Option("what recovery is promised to take and to lose") ObjectivesSpec objectives,
        @Option("findings that are known and accepted") List<Acceptance> accept) {

    public Plan {
        stores = List.copyOf(stores);
        accept = List.copyOf(accept);
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}")) {
            throw new InvalidOption(
                    "this cannot be a plan's name",
                    "use letters, digits, dots, hyphens and _, at most 63");
        }
        if (stores.isEmpty()) {
            throw new InvalidOption("stores", "there is no store", "name one store at least");
        }
        if (new LinkedHashSet<>(stores).size() < stores.size()) {
            throw new InvalidOption(
                    "stores", "the same store is named twice", "name each store once");
        }
    }

    /**
     * The plan for one file, or one folder of a directory archive, that no plan names. It is called
     * {@code file}. A link is followed to what it points at.
     *
     * @throws MusterException FILE_MISSING where there is none
     */
    public static Plan forFile(Path file, DecryptSpec decrypt, RestoreSpec restore) {
        Path whole;
        try {
            whole = file.toRealPath();
        } catch (IOException e) {
            throw new MusterException(
                    "FILE_MISSING",
                    "there is no file \"" + file + "\" that can be read",
                    "give the path of a backup's file, or of a directory archive's folder",
                    e);
        }
        Path directory = whole.getParent();
        Path fileName = whole.getFileName();
        if (directory == null || fileName == null) {
            throw new MusterException(
                    "FILE_MISSING",
                    "\"" + file + "\" is no file",
                    "give the path of a backup's file, or of a directory archive's folder");
        }
        String key = fileName + (Files.isDirectory(whole) ? "/" : "");
        return new Plan(
                "file",
                List.of(new DirectorySpec(directory)),
                Defaults.of(BackupsSpec.class),
                SelectSpec.ofKey(key),
                decrypt,
                restore,
                Defaults.of(ExpectSpec.class),
                Defaults.of(ManifestSpec.class),
                VerifySpec.usual(),
                null,
                null,
                Defaults.of(ObjectivesSpec.class),
                List.of());
    }

    /** All that is accepted: what is named as such, and the extensions that may be missing. */
    public List<Acceptance> accepted() {
        return Stream.concat(accept.stream(), expect.acceptedExtensions()).toList();
    }

    /** Whether a backup that is not encrypted is a finding. */
    public boolean expectsEncryption() {
        return expect.encrypted() != null ? expect.encrypted() : decrypt.hasKeys();
    }

    /** The same with another choice of the backup. */
    public Plan withSelect(SelectSpec other) {
        return with(draft -> draft.select = other);
    }

    /** The same with other keys. */
    public Plan withDecrypt(DecryptSpec other) {
        return with(draft -> draft.decrypt = other);
    }

    /** The same with another way to restore. */
    public Plan withRestore(RestoreSpec other) {
        return with(draft -> draft.restore = other);
    }

    /** The same with other expectations. */
    public Plan withExpect(ExpectSpec other) {
        return with(draft -> draft.expect = other);
    }

    /** The same with another way to treat manifests. */
    public Plan withManifest(ManifestSpec other) {
        return with(draft -> draft.manifest = other);
    }

    /** The same with another migration to rehearse, or none. */
    public Plan withRehearse(@Nullable RehearseSpec other) {
        return with(draft -> draft.rehearse = other);
    }

    /** The same, with upgrades rehearsed. */
    public Plan withUpgrades() {
        return with(draft -> draft.verify = verify.withUpgrades());
    }

    /** The same about the backup alone: with no live server beside it, and no migration. */
    public Plan ofBackupAlone() {
        return with(draft -> {
            draft.compare = null;
            draft.rehearse = null;
        });
    }

    /** What a copy may say otherwise. */
    private static final class Draft {
        private SelectSpec select;
        private DecryptSpec decrypt;
        private RestoreSpec restore;
        private ExpectSpec expect;
        private ManifestSpec manifest;
        private VerifySpec verify;
        private @Nullable CompareSpec compare;
        private @Nullable RehearseSpec rehearse;

        Draft(Plan plan) {
            select = plan.select;
            decrypt = plan.decrypt;
            restore = plan.restore;
            expect = plan.expect;
            manifest = plan.manifest;
            verify = plan.verify;
            compare = plan.compare;
            rehearse = plan.rehearse;
        }
    }

    private Plan with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new Plan(
                name,
                stores,
                backups,
                draft.select,
                draft.decrypt,
                draft.restore,
                draft.expect,
                draft.manifest,
                draft.verify,
                draft.compare,
                draft.rehearse,
                objectives,
                accept);
    }
}
