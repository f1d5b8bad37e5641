package dev.muster.restore.archive;

import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The header and the table of contents of a custom, directory or tar archive.
 *
 * @param formatCode 1 custom, 3 tar (directory archives write 3, too), 5 directory
 * @param start the offset behind the header
 * @param end the offset of the first byte behind the table of contents
 * @param contradictions entries whose name is not the one that their own statement makes
 */
record Toc(
        ArchiveVersion version,
        int intSize,
        int offsetSize,
        int formatCode,
        String compression,
        @Nullable LocalDateTime createdAt,
        @Nullable String database,
        @Nullable String serverVersion,
        @Nullable String dumpVersion,
        String encoding,
        boolean standardStrings,
        @Nullable String searchPath,
        List<TocEntry> entries,
        List<String> contradictions,
        long start,
        long end) {

    static final int CUSTOM = 1;
    static final int TAR = 3;
    static final int DIRECTORY = 5;
}
