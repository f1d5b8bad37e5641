package dev.muster.restore.postgres.restore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** What is restored. */
public sealed interface Payload {
    /**
     * An archive for pg_restore, which must be able to read it: see {@code WorkDirectory.admit}.
     *
     * @param path a file, or a directory for {@link Format#DIRECTORY}
     */
    record Archive(Path path, Format format) implements Payload {}

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
