package dev.muster.contract.plan;

import org.jspecify.annotations.Nullable;

/** How and where a backup is restored. */
public record RestoreSpec(
        @Option(value = "throwaway, or a server", byDefault = "throwaway") RestoreTarget into,
        @Option(value = "how many connections restore at once", byDefault = "auto") Jobs jobs,
        @Option(value = "how long a drill may take in all", byDefault = "4h") Span timeout,
        @Option("how much disk a drill may use; left out, what is free") @Nullable DataSize disk) {

    /** A throwaway server and the usual limits. */
    public static RestoreSpec usual() {
        return Defaults.of(RestoreSpec.class);
    }
}
