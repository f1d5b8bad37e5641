package dev.muster.cli.demo;

import java.io.IOException;
import java.nio.file.Path;

/** Where on a backup's way it is damaged. */
sealed interface Blow {
    /** In the database, before it is dumped: statements of SQL, run by a superuser. */
    record InDatabase(String statements) implements Blow {}

    /** By an option of pg_dump. */
    record InDump(String option) implements Blow {}

    /** Between pg_dump and the store. */
    record InPipeline(Pipeline pipeline) implements Blow {}

    /** In a store: the file as it lies there. */
    record InStore(FileChange change) implements Blow {}

    /** Changes a stored file. */
    @FunctionalInterface
    interface FileChange {
        void to(Path file) throws IOException;
    }
}
