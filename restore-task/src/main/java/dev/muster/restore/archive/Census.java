package dev.muster.restore.archive;

import dev.muster.contract.Finding;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The rows that an archive's own data hold. To tell them, every block is unpacked to its end, with
 * its checksums.
 *
 * @param databases one per database of the archive, in its order
 * @param findings data that are cut, damaged, missing or in no valid encoding
 */
public record Census(List<DatabaseCount> databases, List<Finding> findings) {

    /**
     * One database's rows.
     *
     * @param database as {@link DatabaseContents#name}
     * @param tables by the table that the data are loaded into: with pg_dump
     *     --load-via-partition-root, that is the root
     * @param largeObjectBytes unpacked
     */
    public record DatabaseCount(
            @Nullable String database,
            Map<QualifiedName, TableCount> tables,
            long largeObjects,
            long largeObjectBytes) {
        public DatabaseCount {
            tables = Map.copyOf(tables);
        }
    }

    /**
     * One table's rows.
     *
     * @param bytes of its data as text, unpacked
     * @param known whether the rows could be told; otherwise {@code rows} is what was readable
     */
    public record TableCount(long rows, long bytes, boolean known) {
        TableCount plus(TableCount other) {
            return new TableCount(rows + other.rows, bytes + other.bytes, known && other.known);
        }
    }

    public Census {
        databases = List.copyOf(databases);
        findings = List.copyOf(findings);
    }

    /**
     * Counts all rows; for SQL they were counted while it was read, and this returns at once.
     *
     * @param threads how many blocks are unpacked at the same time
     * @param progress hears, from any thread, how many of the archive's bytes are done
     * @throws java.util.concurrent.CancellationException soon after {@code cancelled} says so
     */
    public static Census count(
            ArchiveContents contents,
            int threads,
            LongConsumer progress,
            BooleanSupplier cancelled) {
        if (contents.counted() != null) {
            progress.accept(contents.size());
            return contents.counted();
        }
        return new BlockCensus(contents, progress, cancelled).count(threads);
    }

    /** The count of one database. */
    public DatabaseCount of(DatabaseContents database) {
        return databases.stream()
                .filter(count -> Objects.equals(count.database(), database.name()))
                .findFirst()
                .orElse(new DatabaseCount(database.name(), Map.of(), 0, 0));
    }

    /** Rows of all tables, as far as they are known. */
    public long rows() {
        return databases.stream()
                .flatMap(database -> database.tables().values().stream())
                .mapToLong(TableCount::rows)
                .sum();
    }

    /** Bytes of all data, unpacked. */
    public long dataBytes() {
        return databases.stream()
                .mapToLong(database ->
                        database.largeObjectBytes()
                                + database.tables().values().stream()
                                        .mapToLong(TableCount::bytes)
                                        .sum())
                .sum();
    }
}
