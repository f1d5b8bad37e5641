package dev.muster.restore.archive;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the files that belong to the entries of a directory or tar archive. */
final class DataFiles {
    static final List<String> SUFFIXES = List.of("", ".gz", ".lz4", ".zst");

    private DataFiles() {}

    /** The file of this name, with the suffix of any compression, or null. */
    static @Nullable Path find(Path directory, String name) {
        for (String suffix : SUFFIXES) {
            Path file = directory.resolve(name + suffix);
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        return null;
    }

    /** Bytes of an entry's own file as it lies there; 0 where it has none. */
    static long size(Path directory, TocEntry entry) {
        Path file = entry.file() == null ? null : find(directory, entry.file());
        return file == null ? 0 : size(file);
    }

    /** The list of an entry's large objects: blobs_ID.toc since PostgreSQL 17, else blobs.toc. */
    static List<String> largeObjectLists(TocEntry entry) {
        List<String> names = new ArrayList<>();
        if (entry.file() != null && entry.file().endsWith(".toc")) {
            names.add(entry.file());
        }
        names.add("blobs_" + entry.dumpId() + ".toc");
        names.add("blobs.toc");
        return names.stream().distinct().toList();
    }

    /** What is missing or empty in a directory; nothing is unpacked. */
    static List<Finding> check(Path directory, Toc toc) {
        List<String> missing = new ArrayList<>();
        List<String> empty = new ArrayList<>();
        for (TocEntry entry : toc.entries()) {
            if (!entry.hasData()) {
                continue;
            }
            Path file = null;
            if (entry.isLargeObjects()) {
                for (String name : largeObjectLists(entry)) {
                    file = file == null ? find(directory, name) : file;
                }
            } else {
                file = entry.file() == null ? null : find(directory, entry.file());
            }
            if (file == null) {
                missing.add(CustomStructure.what(entry));
            } else if (!entry.isLargeObjects() && size(file) == 0) {
                empty.add(CustomStructure.what(entry));
            }
        }
        List<Finding> findings = new ArrayList<>();
        if (!missing.isEmpty()) {
            findings.add(missing(missing, toc));
        }
        if (!empty.isEmpty()) {
            findings.add(
                    Problems.grouped(
                            FindingCode.ARCHIVE_DATA_MISSING,
                            empty,
                            Problems.counted(empty.size(), "data file is", "data files are")
                                    + " empty; even an empty table's holds a closing mark"));
        }
        return findings;
    }

    private static Finding missing(List<String> missing, Toc toc) {
        long expected = toc.entries().stream().filter(TocEntry::hasData).count();
        return Problems.grouped(
                FindingCode.ARCHIVE_DATA_MISSING,
                missing,
                "of "
                        + Problems.counted(expected, "data file", "data files")
                        + " that the table of contents names, "
                        + Problems.counted(missing.size(), "is", "are")
                        + " missing");
    }

    /** What a tar archive lacks, and data that pg_restore would pass by before it wants them. */
    static List<Finding> check(TarWalk tar, Toc toc, long size) {
        List<Finding> findings = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        List<TarWalk.Member> inOrder = new ArrayList<>();
        Set<String> listed = new HashSet<>();
        for (TocEntry entry : toc.entries()) {
            if (!entry.hasData()) {
                continue;
            }
            TarWalk.Member member = null;
            if (entry.isLargeObjects()) {
                for (String name : largeObjectLists(entry)) {
                    member = member == null ? tar.byName().get(name) : member;
                }
            } else if (entry.file() != null) {
                member = tar.byName().get(entry.file());
            }
            if (member == null || member.name().equals(tar.cut())) {
                missing.add(CustomStructure.what(entry));
            } else if (listed.add(member.name())) {
                inOrder.add(member);
            }
        }
        if (tar.isTruncated()) {
            findings.add(truncated(tar, size, missing));
        } else if (!tar.findings().isEmpty()) {
            Finding found = tar.findings().getFirst();
            findings.add(
                    missing.isEmpty()
                            ? found
                            : Problems.grouped(found.code(), missing, found.message()));
        } else if (!missing.isEmpty()) {
            findings.add(missing(missing, toc));
        }
        List<String> repeated =
                inOrder.stream()
                        .map(TarWalk.Member::name)
                        .filter(tar.repeated()::contains)
                        .toList();
        if (!repeated.isEmpty()) {
            findings.add(
                    Problems.grouped(
                            FindingCode.ARCHIVE_CORRUPT,
                            repeated,
                            "the tar archive holds "
                                    + Problems.counted(repeated.size(), "data file", "data files")
                                    + " more than once: pg_restore cannot read it"));
        }
        List<TarWalk.Member> sorted =
                inOrder.stream().sorted(Comparator.comparingLong(TarWalk.Member::offset)).toList();
        if (!sorted.equals(inOrder)) {
            findings.add(
                    Finding.of(
                            FindingCode.ARCHIVE_CORRUPT,
                            null,
                            "the members of the tar archive are not in the order of its table of"
                                    + " contents: pg_restore cannot read it"));
        }
        return findings;
    }

    private static Finding truncated(TarWalk tar, long size, List<String> missing) {
        return Problems.grouped(
                FindingCode.ARCHIVE_TRUNCATED,
                missing,
                "the tar archive ends after "
                        + Problems.bytes(size)
                        + (tar.cut() == null ? "" : ", within member \"" + tar.cut() + "\"")
                        + ": its closing blocks"
                        + (missing.isEmpty()
                                ? " are missing"
                                : " and the data of "
                                        + Problems.counted(missing.size(), "entry", "entries")
                                        + " are missing or cut"));
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
