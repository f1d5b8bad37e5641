package dev.muster.restore.postgres.server;

/**
 * Which major version of pg_restore reads which archive format. Source: K_VERS_MAX in PostgreSQL's
 * pg_backup_archiver.h, release by release.
 */
final class ArchiveFormats {
    private ArchiveFormats() {}

    /**
     * The lowest major version whose pg_restore reads it.
     *
     * @param minor the 14 of archive format 1.14
     */
    static int majorThatReads(int minor) {
        return switch (minor) {
            case 14 -> 12;
            case 15 -> 16;
            case 16 -> 17;
            default -> minor < 14 ? 0 : Integer.MAX_VALUE;
        };
    }
}
