package dev.muster.restore.postgres.restore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What is restored. */
public sealed interface Payload {
    /**
     * An archive for pg_restore, which must be able to read it: see {@code WorkDirectory.admit}.
     *
     * @param path a file, or a directory for {@link Format#DIRECTORY}
     * @param list a file with the numbers of the entries to be restored, one in each line, which
     *     pg_restore must be able to read, too; null for all of them
     */
    record Archive(Path path, Format format, @Nullable Path list) implements Payload {
        /** All of an archive. */
        public Archive(Path path, Format format) {
            this(path, format, null);
        }
    }

    /**
     * A script for psql.
     *
     * @param bytes of it, or 0 where that is not known; for the progress
     */
    record Script(Source source, long bytes) implements Payload {}

    /** pg_restore's names for its formats. */
    enum Format {
        CUSTOM,
        DIRECTORY,
        TAR
    }

    /** Opens the script from its beginning; may be called again for a second attempt. */
    @FunctionalInterface
    interface Source {
        InputStream open() throws IOException;
    }
}
