package dev.muster.restore.archive;

import java.io.IOException;

/** Counts entries one after another; each thread has its own. */
interface EntryCounter extends AutoCloseable {
    void count(TocEntry entry) throws IOException;

    @Override
    void close();
}
