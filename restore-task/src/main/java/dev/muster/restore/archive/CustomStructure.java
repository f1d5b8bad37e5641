package dev.muster.restore.archive;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the blocks of a custom archive are all there, without unpacking any: by their
 * offsets where the archive holds them, else by a walk from the first block to the end.
 */
final class CustomStructure {
    private static final int ALIKE = 40;

    private final FileWindow file;
    private final Toc toc;
    private final List<TocEntry> expected;
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private final List<String> damaged = new ArrayList<>();

    private CustomStructure(FileWindow file, Toc toc) {
        this.file = file;
        this.toc = toc;
        this.expected = toc.entries().stream().filter(TocEntry::hasData).toList();
    }

    static List<Finding> check(FileWindow file, Toc toc) {
        CustomStructure structure = new CustomStructure(file, toc);
        if (structure.expected.stream().allMatch(entry -> entry.offset() >= 0)) {
            structure.checkByOffsets();
        } else {
            structure.walk();
        }
        structure.summarize();
        return structure.findings;
    }

    private void checkByOffsets() {
        List<TocEntry> ordered =
                expected.stream().sorted(Comparator.comparingLong(TocEntry::offset)).toList();
        if (!ordered.isEmpty() && ordered.getFirst().offset() != toc.end()) {
            findings.add(
                    Finding.of(
                            FindingCode.ARCHIVE_TOC_CORRUPT,
                            null,
                            "the table of contents ends at byte "
                                    + toc.end()
                                    + ", but says that the first data begin at byte "
                                    + ordered.getFirst().offset()));
            return;
        }
        long end = toc.end();
        for (int i = 0; i < ordered.size(); i++) {
            TocEntry entry = ordered.get(i);
            BlockCursor cursor = new BlockCursor(file, toc.intSize(), entry.offset());
            if (cursor.atEnd()) {
                lost.add(what(entry));
                continue;
            }
            int type = cursor.readType();
            int id = cursor.readInt();
            if (!fits(entry, type) || id != entry.dumpId()) {
                (cursor.atEnd() ? lost : damaged).add(what(entry));
                continue;
            }
            boolean last = i + 1 == ordered.size() || ordered.get(i + 1).offset() >= file.size();
            if (last) {
                sort(entry, cursor.skipBlock(type));
                end = cursor.position();
            }
        }
        if (lost.isEmpty() && damaged.isEmpty()) {
            trailing(end);
        }
    }

    private void walk() {
        Map<Integer, TocEntry> awaited = new HashMap<>();
        expected.forEach(entry -> awaited.put(entry.dumpId(), entry));
        BlockCursor cursor = new BlockCursor(file, toc.intSize(), toc.end());
        while (!cursor.atEnd()) {
            long start = cursor.position();
            int type = cursor.readType();
            int id = cursor.readInt();
            TocEntry entry = awaited.remove(id);
            if (entry == null || !fits(entry, type)) {
                if (entry == null && awaited.isEmpty()) {
                    trailing(start);
                } else if (cursor.atEnd()) {
                    lost(entry);
                } else {
                    findings.add(
                            Finding.of(
                                    FindingCode.ARCHIVE_CORRUPT,
                                    null,
                                    "the archive holds no block of data at byte "
                                            + start
                                            + ", where one must begin"));
                    lost(entry);
                }
                break;
            }
            BlockCursor.End end = cursor.skipBlock(type);
            sort(entry, end);
            if (end != BlockCursor.End.COMPLETE) {
                break;
            }
        }
        if (findings.isEmpty()) {
            expected.stream()
                    .filter(entry -> awaited.containsKey(entry.dumpId()))
                    .forEach(this::lost);
        }
    }

    private static boolean fits(TocEntry entry, int type) {
        return type == (entry.isLargeObjects() ? BlockCursor.LARGE_OBJECTS : BlockCursor.DATA);
    }

    private void lost(@Nullable TocEntry entry) {
        if (entry != null) {
            lost.add(what(entry));
        }
    }

    private void sort(TocEntry entry, BlockCursor.End end) {
        switch (end) {
            case COMPLETE -> {}
            case TRUNCATED -> lost.add(what(entry));
            case CORRUPT -> damaged.add(what(entry));
        }
    }

    private void trailing(long end) {
        if (file.size() > end && !isOwnTocAgain(end)) {
            findings.add(
                    Finding.of(
                            FindingCode.TRAILING_GARBAGE,
                            null,
                            Problems.bytes(file.size() - end)
                                    + " follow the end of the archive at byte "
                                    + end));
        }
    }

    /**
     * pg_dump writes its table of contents again when the data are done, with their offsets, over
     * the first; into a file that was opened to be appended to, that lands at the end. From
     * PostgreSQL 18 on it is shorter there, for it steps over what it need not write again.
     */
    private boolean isOwnTocAgain(long end) {
        long length = file.size() - end;
        boolean same = length > ALIKE && length <= toc.end() - toc.start();
        for (int i = 0; i < ALIKE; i++) {
            same &= file.byteAt(end + i) == file.byteAt(toc.start() + i);
        }
        return same;
    }

    private void summarize() {
        if (!lost.isEmpty() && !damaged.isEmpty()) {
            damaged.addAll(lost);
        } else if (!lost.isEmpty()) {
            findings.add(
                    Problems.grouped(
                            FindingCode.ARCHIVE_TRUNCATED,
                            lost,
                            "the archive ends after "
                                    + Problems.bytes(file.size())
                                    + ": of "
                                    + Problems.counted(
                                            expected.size(), "block of data", "blocks of data")
                                    + ", "
                                    + Problems.counted(lost.size(), "is", "are")
                                    + " missing or cut"));
        }
        if (!damaged.isEmpty()) {
            findings.add(
                    Problems.grouped(
                            FindingCode.ARCHIVE_DATA_CORRUPT,
                            damaged,
                            "where the table of contents says that data begin, or in their chunks,"
                                    + " are other bytes; blocks so damaged: "
                                    + damaged.size()));
        }
    }

    static String what(TocEntry entry) {
        return entry.isLargeObjects() ? "large objects" : entry.name().toString();
    }
}
