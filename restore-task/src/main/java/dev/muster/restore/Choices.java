package dev.muster.restore;

import dev.muster.restore.archive.ArchiveContents;
import dev.muster.restore.archive.ArchiveVersion;
import dev.muster.restore.postgres.server.Installations;

/** Chooses the PostgreSQL that an archive is restored with. */
final class Choices {
    private Choices() {}

    /** The nearest that can read the archive, to the one that was dumped. */
    static Installations.Choice of(ArchiveContents archive, Installations installations) {
        ArchiveVersion version = archive.version();
        return installations.choose(archive.serverMajor(), version == null ? 0 : version.minor());
    }
}
