package dev.muster.restore.archive;

import dev.muster.contract.Finding;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that an archive says of itself.
 *
 * @param payload the file or directory that pg_restore or psql is to be given
 * @param version of the archive format, null for SQL
 * @param size in bytes, of all files together
 * @param createdAt the dumping host's local time: its zone is not stored, so it may be off by up to
 *     14 hours; null where the archive does not say it
 * @param compression none, gzip, lz4 or zstd
 * @param intSize of the archive's integers in bytes, 0 for SQL
 * @param offsetSize of the archive's offsets in bytes, 0 for SQL
 * @param databases one for pg_dump, one or more for pg_dumpall
 * @param globals of pg_dumpall: roles, memberships, tablespaces
 * @param rolesCreated names of the roles that the archive itself creates (pg_dumpall)
 * @param tablespacesCreated names of the tablespaces that it creates (pg_dumpall)
 * @param findings what is wrong with its structure; those that decide forbid a restore
 * @param hostile commands that no pg_dump writes and that reach for programs or files
 * @param suspicious bodies that would do so when called: to be restored only where commands of a
 *     dump are confined
 * @param annotated whether pg_dump's own list of objects is in it: always, but for SQL without its
 *     comments, where an empty table may leave no trace of its data
 * @param counted the rows, where reading has counted them already (SQL); else null
 */
public record ArchiveContents(
        Path payload,
        ArchiveFormat format,
        @Nullable ArchiveVersion version,
        long size,
        @Nullable LocalDateTime createdAt,
        @Nullable String database,
        @Nullable String serverVersion,
        @Nullable String dumpVersion,
        @Nullable String encoding,
        boolean standardConformingStrings,
        @Nullable String searchPath,
        String compression,
        int intSize,
        int offsetSize,
        List<DatabaseContents> databases,
        List<TocEntry> globals,
        Set<String> rolesCreated,
        Set<String> tablespacesCreated,
        List<Finding> findings,
        List<Finding> hostile,
        List<String> suspicious,
        boolean annotated,
        @Nullable Census counted) {

    public ArchiveContents {
        databases = List.copyOf(databases);
        globals = List.copyOf(globals);
        rolesCreated = Set.copyOf(rolesCreated);
        tablespacesCreated = Set.copyOf(tablespacesCreated);
        findings = List.copyOf(findings);
        hostile = List.copyOf(hostile);
        suspicious = List.copyOf(suspicious);
    }

    /**
     * The same with what a second reading left of its findings. Where they no longer forbid a
     * restore, its data are asked for roles as any other archive's.
     */
    public ArchiveContents reviewed(List<Finding> left) {
        if (left.equals(findings)) {
            return this;
        }
        ArchiveContents reviewed = with(databases, left);
        return mustNotBeRestored() && !reviewed.mustNotBeRestored() && counted == null
                ? reviewed.withRoles(BlockCensus.rolesInData(reviewed))
                : reviewed;
    }

    /** The same with roles that the data of its only database name. */
    ArchiveContents withRoles(Set<String> roles) {
        return roles.isEmpty()
                ? this
                : with(List.of(databases.getFirst().withRoles(roles)), findings);
    }

    private ArchiveContents with(List<DatabaseContents> these, List<Finding> left) {
        return new ArchiveContents(
                payload,
                format,
                version,
                size,
                createdAt,
                database,
                serverVersion,
                dumpVersion,
                encoding,
                standardConformingStrings,
                searchPath,
                compression,
                intSize,
                offsetSize,
                these,
                globals,
                rolesCreated,
                tablespacesCreated,
                left,
                hostile,
                suspicious,
                annotated,
                counted);
    }

    /**
     * The same with these entries of its only database alone: what pg_restore makes of it with a
     * list of them.
     */
    public ArchiveContents only(Set<Integer> ids) {
        return with(List.of(databases.getFirst().only(ids, standardConformingStrings)), findings);
    }

    /** Every entry of every database. */
    public int entryCount() {
        return globals.size() + databases.stream().mapToInt(d -> d.entries().size()).sum();
    }

    /** The source server's major version: 9.6 gives 9, 15.4 gives 15; 0 where it is not said. */
    public int serverMajor() {
        return major(serverVersion);
    }

    /** The archive's own findings, and the commands in it that forbid a restore. */
    public boolean mustNotBeRestored() {
        return !hostile.isEmpty() || findings.stream().anyMatch(Finding::decides);
    }

    private static int major(@Nullable String version) {
        if (version == null) {
            return 0;
        }
        int end = 0;
        while (end < version.length() && end < 4 && Character.isDigit(version.charAt(end))) {
            end++;
        }
        return end == 0 ? 0 : Integer.parseInt(version.substring(0, end));
    }
}
