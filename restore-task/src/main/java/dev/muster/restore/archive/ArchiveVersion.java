package dev.muster.restore.archive;

/**
 * The version of the archive format, as in the header that custom, directory and tar archives
 * share. It is not PostgreSQL's version.
 */
public record ArchiveVersion(int major, int minor, int revision)
        implements Comparable<ArchiveVersion> {
    static final ArchiveVersion OLDEST = new ArchiveVersion(1, 8, 0);
    static final ArchiveVersion NEWEST = new ArchiveVersion(1, 16, 0);

    boolean atLeast(int otherMinor) {
        return major > 1 || (major == 1 && minor >= otherMinor);
    }

    /** The oldest PostgreSQL whose pg_restore reads it; from pg_backup_archiver.h's history. */
    public int postgresMajor() {
        if (atLeast(17)) {
            return 19;
        }
        if (atLeast(16)) {
            return 17;
        }
        if (atLeast(15)) {
            return 16;
        }
        if (atLeast(14)) {
            return 12;
        }
        return atLeast(13) ? 10 : 9;
    }

    @Override
    public int compareTo(ArchiveVersion other) {
        int byMajor = Integer.compare(major, other.major);
        return byMajor != 0 ? byMajor : Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
