package dev.muster.contract.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How and where a backup is restored. */
public record RestoreSpec(
        @Option(value = "throwaway, or a server", byDefault = "throwaway") RestoreTarget into,
        @Option(value = "how many connections restore at once", byDefault = "auto") Jobs jobs,
        @Option(value = "how long a drill may take in all", byDefault = "4h") Span timeout,
        @Option("how much disk a drill may use; left out, what is free") @Nullable DataSize disk,
        @Option("what is restored; left out, everything: then alone a backup is proven as a whole")
                OnlySpec only,
        @Option(
                        value = "whether all data is left out; such a drill is never proven",
                        byDefault = "false")
                Boolean schemaOnly) {

    /** Everything is restored. */
    public RestoreSpec(RestoreTarget into, Jobs jobs, Span timeout, @Nullable DataSize disk) {
        this(into, jobs, timeout, disk, new OnlySpec(List.of(), List.of()), false);
    }

    /** A throwaway server and the usual limits. */
    public static RestoreSpec usual() {
        return Defaults.of(RestoreSpec.class);
    }

    /** Whether less is restored than the backup holds. */
    public boolean isPartial() {
        return schemaOnly || !only.isEmpty();
    }

    /** The same with another part of the backup. */
    public RestoreSpec with(OnlySpec part, boolean withoutData) {
        return new RestoreSpec(into, jobs, timeout, disk, part, withoutData);
    }
}
