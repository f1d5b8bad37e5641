package dev.muster.restore;

import dev.muster.contract.result.ArchiveFacts;
import dev.muster.contract.result.BackupFacts;
import dev.muster.restore.archive.ArchiveContents;
import dev.muster.restore.archive.Census;
import dev.muster.restore.fetch.Fetched;
import dev.muster.stores.Backup;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What there is to restore: the archive on disk, what it says of itself, and its own rows. */
record Material(ArchiveContents archive, Census census) {

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
