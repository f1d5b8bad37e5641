package dev.muster.restore.archive;

import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds a directory archive in what was unpacked, and says what it is instead. */
final class ArchiveDirectory {
    private static final int DEEPEST = 5;

    private ArchiveDirectory() {}

    /** The directory itself, or the only one inside it that has a table of contents. */
    static Path withToc(Path payload) {
        if (DataFiles.find(payload, "toc.dat") != null) {
            return payload;
        }
        try (Stream<Path> inside = Files.walk(payload, DEEPEST)) {
            List<Path> found =
                    inside.filter(Files::isDirectory)
                            .filter(path -> DataFiles.find(path, "toc.dat") != null)
                            .toList();
            if (found.size() > 1) {
                throw Problems.stop(
                        FindingCode.LAYER_UNSUPPORTED,
                        null,
                        "the directory holds " + found.size() + " archives, expected one");
            }
            return found.isEmpty() ? payload : found.getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a directory without a table of contents is. */
    static FindingException noToc(Path directory) {
        try (Stream<Path> inside = Files.walk(directory, DEEPEST)) {
            List<String> names =
                    inside.filter(Files::isRegularFile)
                            .map(path -> path.getFileName().toString())
                            .toList();
            if (names.isEmpty()) {
                return Problems.stop(FindingCode.BACKUP_EMPTY, null, "the directory is empty");
            }
            boolean parts = names.stream().anyMatch(name -> name.matches("\\d+\\.dat.*"));
            return parts
                    ? Problems.stop(
                            FindingCode.ARCHIVE_DATA_MISSING,
                            "toc.dat",
                            "the directory archive has no table of contents (toc.dat)")
                    : Problems.stop(
                            FindingCode.NOT_A_BACKUP,
                            null,
                            "a directory with "
                                    + Problems.counted(names.size(), "file", "files")
                                    + " and no toc.dat is no archive of pg_dump");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The size of its files together, in bytes. */
    static long size(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            long size = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                size += Files.size(file);
            }
            return size;
        }
    }
}
