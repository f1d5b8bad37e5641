package dev.muster.contract.result;

import org.jspecify.annotations.Nullable;

/**
 * Where the drill ran.
 *
 * @param postgres the server's version that was restored into, null where none was reached
 * @param restoredInto throwaway or the named server, without credentials
 * @param sandbox how the backup's own commands were contained
 * @param memoryBytes of the machine or container
 */
public record Environment(
        String muster,
        String java,
        String os,
        @Nullable String postgres,
        @Nullable String restoredInto,
        @Nullable String sandbox,
        @Nullable Integer jobs,
        int cpus,
        long memoryBytes) {}
