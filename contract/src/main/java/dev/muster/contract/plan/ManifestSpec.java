package dev.muster.contract.plan;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is asked of the manifest that lies beside a backup as {@code KEY.manifest.json}. */
public record ManifestSpec(
        @Option(
                        value =
                                "whether a backup without a manifest that can be trusted is broken;"
                                        + " otherwise it is compared where there is one",
                        byDefault = "false")
                Boolean required,
        @Option(
                        "the public keys that may sign manifests (Ed25519, PEM), because keys are"
                                + " changed while old backups remain; without one a manifest is"
                                + " compared, but nothing is called identical")
                List<SecretRef> key,
        @Option(
                        value =
                                "dump: a manifest belongs to the very bytes that pg_dump wrote;"
                                        + " database: to any dump of the database of that name",
                        byDefault = "dump")
                Binding bind,
        @Option(
                        "a manifest that lies elsewhere, in place of the one beside the backup;"
                                + " naming one requires it")
                @Nullable Path file) {

    /** What a manifest must have in common with a backup. */
    public enum Binding {
        DUMP,
        DATABASE
    }

    public ManifestSpec {
        key = List.copyOf(key);
        if (required && key.isEmpty()) {
            throw new InvalidOption(
                    "key",
                    "a manifest is required, and no key is named that may sign it",
                    "name the public key's place, as file:manifest.pub");
        }
    }

    /** The same with these keys, and a manifest that lies at this place. */
    public ManifestSpec with(
            @Nullable Path place, List<SecretRef> keys, @Nullable Binding binding) {
        return new ManifestSpec(
                required,
                keys.isEmpty() ? key : keys,
                binding == null ? bind : binding,
                place == null ? file : place);
    }
}
