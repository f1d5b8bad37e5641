package dev.muster.restore.postgres.errors;

/** What a rule makes of an error. */
enum Meaning {
    /** It happens on healthy backups and loses nothing. */
    NOISE,
    /** Something was lost that the drill cannot provide; worth a warning, no more. */
    WARNING,
    /** It is a problem by itself, with the rule's code. */
    ROOT,
    /** Something that it needs is not there: the cause lies where that failed, if it did. */
    MISSING,
    /** Rows point to rows that are not there: the cause lies where those failed, if they did. */
    ORPHANS
}
