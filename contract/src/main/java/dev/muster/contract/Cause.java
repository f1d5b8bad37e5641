package dev.muster.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a finding, and so a verdict that is not proven, is put down to. */
public enum Cause {
    /**
     * The stored copy is truncated, corrupt, incomplete, stale, not a backup at all, or missing.
     */
    @JsonProperty("backup")
    BACKUP,
    /** The database was already inconsistent when it was dumped. */
    @JsonProperty("source")
    SOURCE,
    /** This drill could not tell: an extension, key, disk, memory, time or network was missing. */
    @JsonProperty("environment")
    ENVIRONMENT,
    /** A defect of Muster's own. */
    @JsonProperty("muster")
    MUSTER,
    /** The migration that was rehearsed failed or was not undone; the backup was verified. */
    @JsonProperty("migration")
    MIGRATION
}
