package dev.muster.restore.postgres.errors;

import org.jspecify.annotations.Nullable;

/**
 * One error as a restoring tool printed it.
 *
 * @param kind who complains: the server about SQL, or the tool itself
 * @param dumpId the entry that pg_restore names, which may be another's under several jobs
 * @param sqlState where the tool prints one
 * @param message the first line, without its severity
 * @param detail the further lines; they may hold rows' values and are never shown
 * @param statement the SQL that failed; it may hold rows' values and is never shown
 * @param copyTable the table that rows were being copied into, without its schema
 * @param line of the script that psql read, or 0
 */
public record RestoreError(
        Kind kind,
        @Nullable Integer dumpId,
        @Nullable String sqlState,
        String message,
        String detail,
        @Nullable String statement,
        @Nullable String copyTable,
        int line) {

    /** Who complains. */
    public enum Kind {
        SQL,
        TOOL
    }

    /** What the server said, as some program has passed it on. */
    static RestoreError ofServer(String message) {
        return new RestoreError(Kind.SQL, null, null, message, "", null, null, 0);
    }

    /** An error of the tool itself. */
    public static RestoreError ofTool(@Nullable Integer dumpId, String message, int line) {
        return new RestoreError(Kind.TOOL, dumpId, null, message, "", null, null, line);
    }
}
