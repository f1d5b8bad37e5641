package dev.muster.restore.archive;

import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** What pg_dump and pg_dumpall write into the comments of a script about the whole of it. */
final class DumpNotes {
    private boolean cluster;
    private boolean crLf;
    private boolean annotated;
    private int headers;
    private int endings;
    private @Nullable String serverVersion;
    private @Nullable String dumpVersion;
    private @Nullable LocalDateTime createdAt;

    /**
     * Takes a comment; gives it back without the carriage return that a transfer may have added.
     */
    String take(String text) {
        crLf |= text.endsWith("\r");
        String comment = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        if (isBorder(comment)) {
            cluster |= comment.startsWith("-- PostgreSQL database cluster dump");
            endings += comment.endsWith(" dump complete") ? 1 : 0;
            headers += comment.endsWith(" dump") ? 1 : 0;
        } else if (comment.startsWith("-- Dumped from database version ")) {
            serverVersion = first(serverVersion, comment.substring(32));
        } else if (comment.startsWith("-- Dumped by pg_dump version ")) {
            dumpVersion = first(dumpVersion, comment.substring(29));
        } else if (comment.startsWith("-- Started on ") && comment.length() >= 33) {
            started(comment.substring(14, 33));
        }
        return comment;
    }

    /** Whether a dump begins or ends here. */
    static boolean isBorder(String comment) {
        return comment.startsWith("-- PostgreSQL database ");
    }

    /** Notes that pg_dump's list of objects stands in the script. */
    void annotated() {
        annotated = true;
    }

    private static String first(@Nullable String known, String value) {
        return known == null ? value.strip() : known;
    }

    private void started(String time) {
        try {
            createdAt = createdAt == null ? LocalDateTime.parse(time.replace(' ', 'T')) : createdAt;
        } catch (DateTimeParseException e) {
            createdAt = null;
        }
    }

    /** Whether every dump that began has ended, so that nothing but blank lines should follow. */
    boolean hasEnded() {
        return headers > 0 && endings >= headers;
    }

    /** Whether a dump began that has not ended. */
    boolean isOpen() {
        return headers > endings;
    }

    boolean isCluster() {
        return cluster;
    }

    boolean hasCrLf() {
        return crLf;
    }

    boolean isAnnotated() {
        return annotated;
    }

    @Nullable String serverVersion() {
        return serverVersion;
    }

    @Nullable String dumpVersion() {
        return dumpVersion;
    }

    @Nullable LocalDateTime createdAt() {
        return createdAt;
    }
}
