package dev.muster.cli;

import dev.muster.contract.plan.ManifestSpec;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.SecretRef;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which manifest a backup is compared with. */
final class ManifestOptions {
    @Option(
            names = "--manifest",
            paramLabel = "FILE",
            description = "The backup's manifest; left out, the one beside it: KEY.manifest.json.")
    private @Nullable Path file;

    @Option(
            names = "--manifest-key",
            paramLabel = "REF",
            description = "Where the public key lies that may sign manifests; may be repeated.")
    private List<String> keys = new ArrayList<>();

    @Option(
            names = "--manifest-bind",
            paramLabel = "HOW",
            description =
                    "dump: the manifest must be of this very dump (usual); database: of the"
                            + " database of that name.")
    private ManifestSpec.@Nullable Binding bind;

    /** The plan with what the options say. */
    Plan on(Plan plan) {
        return plan.withManifest(
                plan.manifest()
                        .with(file, keys.stream().map(ManifestOptions::reference).toList(), bind));
    }

    private static SecretRef reference(String text) {
        return OptionValue.of("--manifest-key", "KEY_REFERENCE", () -> SecretRef.parse(text));
    }
}
