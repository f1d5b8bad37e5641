package dev.muster.restore.archive;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Counts the blocks of a custom archive. */
final class CustomCounter implements EntryCounter {
    private final FileWindow file;
    private final ArchiveContents contents;
    private final Map<Integer, Long> starts;
    private final Unpacking unpacking;
    private final EntryScans scans;
    private final LongConsumer done;

    CustomCounter(
            ArchiveContents contents,
            Map<Integer, Long> starts,
            Unpacking unpacking,
            EntryScans scans,
            LongConsumer done) {
        this.file = new FileWindow(contents.payload());
        this.contents = contents;
        this.starts = starts;
        this.unpacking = unpacking;
        this.scans = scans;
        this.done = done;
    }

    /** Where each entry's block begins: as the entries say, else found by a walk over all. */
    static Map<Integer, Long> starts(ArchiveContents contents, List<TocEntry> entries) {
        Map<Integer, Long> starts = new HashMap<>();
        if (entries.stream().allMatch(entry -> entry.offset() >= 0)) {
            entries.forEach(entry -> starts.put(entry.dumpId(), entry.offset()));
            return starts;
        }
        try (FileWindow file = new FileWindow(contents.payload())) {
            long first = Archive.readToc(file, Integer.MAX_VALUE).end();
            BlockCursor cursor = new BlockCursor(file, contents.intSize(), first);
            BlockCursor.End end = BlockCursor.End.COMPLETE;
            while (end == BlockCursor.End.COMPLETE && !cursor.atEnd()) {
                long start = cursor.position();
                int type = cursor.readType();
                starts.putIfAbsent(cursor.readInt(), start);
                end = cursor.skipBlock(type);
            }
        }
        return starts;
    }

    @Override
    public void count(TocEntry entry) {
        Long start = starts.get(entry.dumpId());
        if (start == null || start >= file.size()) {
            scans.fault(entry, RowScan.Fault.Kind.CUT, "the archive ends before its data");
            return;
        }
        BlockCursor cursor = new BlockCursor(file, contents.intSize(), start);
        int type = cursor.readType();
        int id = cursor.readInt();
        int expected = entry.isLargeObjects() ? BlockCursor.LARGE_OBJECTS : BlockCursor.DATA;
        if (type != expected || id != entry.dumpId()) {
            scans.fault(entry, RowScan.Fault.Kind.DAMAGED, "its data do not lie at byte " + start);
            return;
        }
        if (entry.isLargeObjects()) {
            countLargeObjects(cursor, entry);
        } else {
            RowScan scan = scans.start(entry);
            scans.end(entry, scan, unpack(cursor, scan));
        }
        done.accept(cursor.position() - start);
    }

    private void countLargeObjects(BlockCursor cursor, TocEntry entry) {
        for (int oid = cursor.readInt(); oid != 0; oid = cursor.readInt()) {
            if (oid == Integer.MIN_VALUE) {
                scans.fault(
                        entry,
                        cursor.atEnd() ? RowScan.Fault.Kind.CUT : RowScan.Fault.Kind.DAMAGED,
                        "their block is cut or damaged");
                return;
            }
            RowScan scan = new ByteCount();
            RowScan.Fault fault = unpack(cursor, scan);
            scans.largeObject(scan, fault);
            if (fault != null) {
                return;
            }
        }
    }

    private RowScan.@Nullable Fault unpack(BlockCursor cursor, RowScan scan) {
        return unpacking.chunks(new ChunkInput(cursor), contents.compression(), scan);
    }

    @Override
    public void close() {
        file.close();
    }
}
