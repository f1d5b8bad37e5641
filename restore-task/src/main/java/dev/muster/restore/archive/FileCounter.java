package dev.muster.restore.archive;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Counts the data files of a directory or tar archive. */
final class FileCounter implements EntryCounter {
    private static final Pattern LIST_LINE = Pattern.compile("[0-9]+ (blob_[0-9]+\\.dat)");

    /** Where the files lie. */
    interface Source extends AutoCloseable {
        /** Opens a file by the name without a suffix, unpacked; null where it is missing. */
        @Nullable InputStream open(String name) throws IOException;

        @Override
        void close();
    }

    private final Source source;
    private final Unpacking unpacking;
    private final EntryScans scans;
    private final LongConsumer done;

    FileCounter(Source source, Unpacking unpacking, EntryScans scans, LongConsumer done) {
        this.source = source;
        this.unpacking = unpacking;
        this.scans = scans;
        this.done = done;
    }

    @Override
    public void count(TocEntry entry) {
        if (entry.isLargeObjects()) {
            countLargeObjects(entry);
            return;
        }
        RowScan scan = scans.start(entry);
        scans.end(entry, scan, unpack(entry.file() == null ? "" : entry.file(), scan));
        done.accept(scan.bytes());
    }

    private RowScan.@Nullable Fault unpack(String name, RowScan scan) {
        return unpacking.file(() -> name.isEmpty() ? null : source.open(name), scan);
    }

    private void countLargeObjects(TocEntry entry) {
        for (String list : DataFiles.largeObjectLists(entry)) {
            List<String> lines;
            try (InputStream in = source.open(list)) {
                if (in == null) {
                    continue;
                }
                lines =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1))
                                .lines()
                                .toList();
            } catch (IOException | UncheckedIOException e) {
                scans.fault(entry, RowScan.Fault.Kind.DAMAGED, "their list cannot be unpacked");
                return;
            }
            lines.forEach(line -> countLargeObject(entry, line));
            return;
        }
        scans.fault(entry, RowScan.Fault.Kind.SHORT, "their list is missing");
    }

    private void countLargeObject(TocEntry entry, String line) {
        var fields = LIST_LINE.matcher(line);
        if (!fields.matches()) {
            scans.fault(entry, RowScan.Fault.Kind.DAMAGED, "their list has a wrong line");
            return;
        }
        RowScan scan = new ByteCount();
        scans.largeObject(scan, unpack(fields.group(1), scan));
        done.accept(scan.bytes());
    }

    @Override
    public void close() {
        source.close();
    }
}
