package dev.muster.restore.archive;

/** The five shapes in which pg_dump and pg_dumpall write an archive. */
public enum ArchiveFormat {
    CUSTOM("custom"),
    DIRECTORY("directory"),
    TAR("tar"),
    /** SQL by pg_dump, or by another tool that writes SQL for psql. */
    PLAIN("plain"),
    /** SQL by pg_dumpall: roles, tablespaces, and every database of a cluster. */
    DUMPALL("dumpall");

    private final String word;

    ArchiveFormat(String word) {
        this.word = word;
    }

    /** As the result's JSON says it. */
    public String word() {
        return word;
    }

    /** Whether psql restores it; pg_restore restores the others. */
    public boolean isSql() {
        return this == PLAIN || this == DUMPALL;
    }
}
