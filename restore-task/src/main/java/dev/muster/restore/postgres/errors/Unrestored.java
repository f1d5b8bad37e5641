package dev.muster.restore.postgres.errors;

import org.jspecify.annotations.Nullable;

/**
 * An object that the restore could not bring back.
 *
 * @param dumpId of its entry, or null where the archive has none or it could not be told
 * @param desc pg_dump's word for its kind
 * @param object as {@code schema.name}
 * @param reason in a few words, no row's value in it
 * @param byEnvironment whether this drill, not the backup, is the reason
 */
public record Unrestored(
        @Nullable Integer dumpId,
        String desc,
        String object,
        String reason,
        boolean byEnvironment) {}
