package dev.muster.cli;

import dev.muster.contract.MusterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes files that somebody waits for: the whole of each or nothing. */
final class OutputFile {
    private OutputFile() {}

    /**
     * Refuses beforehand what could not be written afterwards; creates the folder.
     *
     * @throws MusterException OUTPUT_UNWRITABLE
     */
    static void check(Path file) {
        Path folder = folderOf(file);
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".muster", ".tmp"));
        } catch (IOException e) {
            throw unwritable(file, e);
        }
        if (Files.isDirectory(file)) {
            throw unwritable(file, null);
        }
    }

    /**
     * Writes the text, replacing what was there.
     *
     * @throws MusterException OUTPUT_UNWRITABLE
     */
    static void write(Path file, String text) {
        try {
            // Not as a temporary file, which nobody else could read afterwards.
            Path unfinished = folderOf(file).resolve(".muster" + UUID.randomUUID() + ".tmp");
            try {
                Files.writeString(unfinished, text, StandardOpenOption.CREATE_NEW);
                Files.move(
                        unfinished,
                        file,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static Path folderOf(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }

    private static MusterException unwritable(Path file, @Nullable IOException e) {
        String why = e == null ? "it is a directory" : "" + e.getMessage();
        return new MusterException(
                "OUTPUT_UNWRITABLE",
                "cannot write \"" + file + "\": " + why,
                "name a file in a folder that you may write and that has room",
                e);
    }
}
