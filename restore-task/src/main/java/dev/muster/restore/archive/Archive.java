package dev.muster.restore.archive;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Reads an archive without PostgreSQL: what it holds, and whether it is whole. The format is told
 * by content, never by name.
 */
public final class Archive {
    private Archive() {}

    /**
     * Reads a custom archive, a directory archive (its directory), a tar archive, or SQL by pg_dump
     * or pg_dumpall. Of SQL every byte is read, and its rows are counted on the way; of the others
     * the table of contents, and the borders of the data.
     *
     * @param restoreMajor the major version of the pg_restore here: an archive that needs a newer
     *     one is refused as ARCHIVE_VERSION_UNSUPPORTED before anything in it is called corrupt
     * @param progress hears how many bytes are done
     * @throws FindingException where nothing can be restored from it: not a backup, empty, a table
     *     of contents that is cut or corrupt. What is wrong with the data is in {@link
     *     ArchiveContents#findings}
     */
    public static ArchiveContents read(
            Path payload, int restoreMajor, LongConsumer progress, BooleanSupplier cancelled) {
        if (Files.isDirectory(payload)) {
            return readDirectory(payload, restoreMajor);
        }
        try (FileWindow file = new FileWindow(payload)) {
            byte[] head = head(file);
            return switch (Signature.of(head, file.size())) {
                case CUSTOM -> readCustom(payload, file, head, restoreMajor);
                case TAR -> readTar(payload, file, restoreMajor);
                case SQL -> PlainReader.read(payload, progress, cancelled);
            };
        }
    }

    /** The first bytes of a file, as many as tell its kind. */
    private static byte[] head(FileWindow file) {
        byte[] head = new byte[(int) Math.min(Signature.HEAD, file.size())];
        int filled = 0;
        while (filled < head.length) {
            int read = file.read(filled, head, filled, head.length - filled);
            if (read == 0) {
                break;
            }
            filled += read;
        }
        return head;
    }

    static Toc readToc(FileWindow file, int restoreMajor) {
        InputStream in = new RegionInput(file, 0, file.size());
        return new TocReader(new TocInput(in, file.size(), "the archive"), restoreMajor).read();
    }

    private static ArchiveContents readCustom(
            Path payload, FileWindow file, byte[] head, int restoreMajor) {
        Toc toc;
        try {
            toc = readToc(file, restoreMajor);
        } catch (FindingException e) {
            boolean version = e.finding().code() == FindingCode.ARCHIVE_VERSION_UNSUPPORTED;
            if (version || !Signature.hasOnlyCrLf(head)) {
                throw e;
            }
            throw new FindingException(
                    Finding.of(
                                    FindingCode.ARCHIVE_CORRUPT,
                                    null,
                                    "every line feed in the archive follows a carriage return:"
                                            + " it was transferred as text")
                            .withHint("transfer the dump as binary"),
                    e);
        }
        if (toc.formatCode() != Toc.CUSTOM) {
            throw Problems.stop(
                    FindingCode.ARCHIVE_DATA_MISSING,
                    null,
                    "this is the toc.dat of a directory archive, without its data files");
        }
        return contents(
                payload, ArchiveFormat.CUSTOM, toc, file.size(), CustomStructure.check(file, toc));
    }

    private static ArchiveContents readTar(Path payload, FileWindow file, int restoreMajor) {
        TarWalk tar = TarWalk.walk(file);
        TarWalk.Member member = tar.byName().get("toc.dat");
        if (member == null) {
            throw noToc(file, tar);
        }
        InputStream in = new RegionInput(file, member.offset(), member.size());
        Toc toc = new TocReader(new TocInput(in, member.size(), "toc.dat"), restoreMajor).read();
        boolean packed =
                tar.byName().keySet().stream()
                        .anyMatch(name ->
                                name.endsWith(".dat.gz")
                                        || name.endsWith(".dat.lz4")
                                        || name.endsWith(".dat.zst"));
        if (packed) {
            throw tarAround();
        }
        return contents(
                payload,
                ArchiveFormat.TAR,
                toc,
                file.size(),
                DataFiles.check(tar, toc, file.size()));
    }

    private static FindingException tarAround() {
        return Problems.stop(
                FindingCode.LAYER_UNSUPPORTED,
                null,
                "this is a tar around a directory archive, which must be unpacked first");
    }

    private static FindingException noToc(FileWindow file, TarWalk tar) {
        if (tar.isTruncated()) {
            return Problems.stop(
                    FindingCode.ARCHIVE_TRUNCATED,
                    null,
                    "the tar ends after "
                            + Problems.bytes(file.size())
                            + " and has no table of contents (toc.dat)");
        }
        if (!tar.findings().isEmpty()) {
            return new FindingException(tar.findings().getFirst());
        }
        if (tar.byName().keySet().stream().anyMatch(name -> name.matches(".+/toc\\.dat(\\.gz)?"))) {
            return tarAround();
        }
        boolean physical =
                tar.byName().keySet().stream()
                        .anyMatch(
                                name -> name.matches("(.*/)?(PG_VERSION|pg_control|backup_label)"));
        if (physical) {
            return Problems.stop(
                    FindingCode.PHYSICAL_BACKUP,
                    null,
                    "this is a tar of a server's data directory");
        }
        boolean parts =
                tar.byName().keySet().stream().anyMatch(name -> name.matches("(.*/)?\\d+\\.dat.*"));
        return parts
                ? Problems.stop(
                        FindingCode.ARCHIVE_DATA_MISSING,
                        "toc.dat",
                        "the tar holds data files of an archive and no table of contents (toc.dat)")
                : Problems.stop(
                        FindingCode.NOT_A_BACKUP,
                        null,
                        "this is a tar of "
                                + Problems.counted(tar.byName().size(), "file", "files")
                                + ", and no archive of pg_dump");
    }

    private static ArchiveContents readDirectory(Path payload, int restoreMajor) {
        Path directory = ArchiveDirectory.withToc(payload);
        Path tocFile = DataFiles.find(directory, "toc.dat");
        if (tocFile == null) {
            throw ArchiveDirectory.noToc(payload);
        }
        try (InputStream file = Files.newInputStream(tocFile)) {
            long size = Files.size(tocFile);
            if (size == 0) {
                throw Problems.stop(
                        FindingCode.ARCHIVE_TRUNCATED, "toc.dat", "toc.dat is an empty file");
            }
            TocInput input =
                    tocFile.endsWith("toc.dat")
                            ? new TocInput(file, size, "toc.dat")
                            : TocInput.ofPacked(file, tocFile.getFileName().toString());
            Toc toc = new TocReader(input, restoreMajor).read();
            input.finish();
            return contents(
                    directory,
                    ArchiveFormat.DIRECTORY,
                    toc,
                    ArchiveDirectory.size(directory),
                    DataFiles.check(directory, toc));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ArchiveContents contents(
            Path payload, ArchiveFormat format, Toc toc, long size, List<Finding> structure) {
        List<Finding> findings = new ArrayList<>(structure);
        if (!toc.contradictions().isEmpty()) {
            findings.addFirst(
                    Problems.grouped(
                            FindingCode.ARCHIVE_TOC_CORRUPT,
                            toc.contradictions(),
                            "the table of contents contradicts itself in "
                                    + Problems.counted(
                                            toc.contradictions().size(), "entry", "entries")));
        }
        List<String> denied =
                toc.entries().stream()
                        .filter(entry -> entry.isTableData() && !entry.hasData())
                        .map(entry -> entry.name().toString())
                        .toList();
        if (!denied.isEmpty()) {
            findings.add(
                    Problems.grouped(
                            FindingCode.ARCHIVE_DATA_MISSING,
                            denied,
                            "the table of contents has an entry for the data of "
                                    + Problems.counted(denied.size(), "table", "tables")
                                    + ", and says that there are none: pg_restore would leave what"
                                    + " it names empty without a word"));
        }
        HostileSearch search = new HostileSearch(toc.standardStrings());
        toc.entries().forEach(search::entry);
        ArchiveContents contents =
                new ArchiveContents(
                        payload,
                        format,
                        toc.version(),
                        size,
                        toc.createdAt(),
                        toc.database(),
                        toc.serverVersion(),
                        toc.dumpVersion(),
                        toc.encoding(),
                        toc.standardStrings(),
                        toc.searchPath(),
                        toc.compression(),
                        toc.intSize(),
                        toc.offsetSize(),
                        List.of(
                                DatabaseContents.of(
                                        toc.database(),
                                        toc.encoding(),
                                        toc.entries(),
                                        toc.standardStrings())),
                        List.of(),
                        Set.of(),
                        Set.of(),
                        findings,
                        search.hostile(),
                        search.suspicious(),
                        true,
                        null);
        return contents.mustNotBeRestored()
                ? contents
                : contents.withRoles(BlockCensus.rolesInData(contents));
    }
}
