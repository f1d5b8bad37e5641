package dev.muster.restore;

import dev.muster.contract.result.ArchiveFacts;
import dev.muster.contract.result.BackupFacts;
import dev.muster.restore.archive.ArchiveContents;
import dev.muster.restore.archive.Census;
import dev.muster.restore.fetch.Fetched;
import dev.muster.stores.Backup;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What there is to restore.
 *
 * @param archive on disk, and what it says of itself; of its entries those that are restored
 * @param census the rows of these
 * @param whole the same archive with all its entries
 * @param selected the part that is restored; null for everything
 * @param list of the entries for pg_restore; null for everything
 */
record Material(
        ArchiveContents archive,
        Census census,
        ArchiveContents whole,
        @Nullable Selected selected,
        @Nullable Path list) {

    /** The account of the archive's objects, begun. */
    Bookkeeping books() {
        return new Bookkeeping(whole, census, selected);
    }

    /** What of the archive is left out, by the names that results give it, and why. */
    Map<String, String> leftOut() {
        return selected == null ? Map.of() : selected.leftOut(whole.databases().getFirst());
    }

    /** The backup's part of the result before anything was fetched. */
    static BackupFacts facts(Backup backup) {
        return new BackupFacts(
                backup.key(), null, backup.size(), backup.createdAt(), null, List.of(), null);
    }

    /** The backup's part of the result, as far as it is known. */
    static BackupFacts facts(
            Backup backup,
            Fetched fetched,
            @Nullable ArchiveContents archive,
            @Nullable Census census) {
        return new BackupFacts(
                backup.key(),
                fetched.served().store().name(),
                fetched.served().size(),
                backup.createdAt(),
                fetched.sha256(),
                fetched.layers(),
                archive == null ? null : facts(archive, census));
    }

    private static ArchiveFacts facts(ArchiveContents archive, @Nullable Census census) {
        int tables = archive.databases().stream().mapToInt(d -> d.tables().size()).sum();
        return new ArchiveFacts(
                archive.format().word(),
                archive.version() == null ? null : archive.version().toString(),
                archive.database(),
                archive.serverVersion(),
                archive.dumpVersion(),
                archive.encoding(),
                archive.compression(),
                archive.createdAt() == null ? null : archive.createdAt().toInstant(ZoneOffset.UTC),
                archive.entryCount(),
                tables,
                census == null ? null : census.rows(),
                census == null ? null : census.dataBytes());
    }
}
