package dev.muster.contract.result;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the archive says of itself.
 *
 * @param format custom, directory, tar, plain or dumpall
 * @param version of the archive format, for example 1.14; null for plain SQL
 * @param rows in its data blocks, as counted by Muster; null where they could not be counted
 * @param dataBytes of the data, unpacked
 */
public record ArchiveFacts(
        String format,
        @Nullable String version,
        @Nullable String database,
        @Nullable String serverVersion,
        @Nullable String dumpVersion,
        @Nullable String encoding,
        @Nullable String compression,
        @Nullable Instant createdAt,
        int entries,
        int tables,
        @Nullable Long rows,
        @Nullable Long dataBytes) {}
