package dev.muster.cli.demo;

/** How a backup job turns a dump into what is stored, and how that goes wrong. */
enum Pipeline {
    /** pg_dump, gzip, Fernet: as it should be. */
    SOUND,
    OTHER_KEY,
    NO_ENCRYPTION,
    ERROR_TEXT,
    HALF_A_DUMP,
    OLD_DUMP
}
