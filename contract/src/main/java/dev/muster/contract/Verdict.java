package dev.muster.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a drill says of a backup. */
public enum Verdict {
    /** The restore ran, and every planned check ran and passed. */
    @JsonProperty("proven")
    PROVEN(0),
    /** The backup cannot be relied on. */
    @JsonProperty("broken")
    BROKEN(1),
    /** Muster could not tell. Never shown as success, never blamed on the backup. */
    @JsonProperty("unproven")
    UNPROVEN(2);

    private final int exitCode;

    Verdict(int exitCode) {
        this.exitCode = exitCode;
    }

    /** The exit code of a command that ended with this verdict. */
    public int exitCode() {
        return exitCode;
    }
}
