package dev.muster.cli;

import dev.muster.contract.ContractJson;
import dev.muster.contract.MusterException;
import dev.muster.contract.result.DrillResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a drill's result to the file that {@code --json} names: the whole of it or nothing. */
final class ResultFile {
    private ResultFile() {}

    /**
     * Refuses before a drill what could not be written after it.
     *
     * @throws MusterException OUTPUT_UNWRITABLE
     */
    static void check(Path file) {
        Path folder = folderOf(file);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
        if (Files.isDirectory(file) || !Files.isWritable(folder)) {
            throw new MusterException(
                    "OUTPUT_UNWRITABLE",
                    "cannot write \"" + file + "\"",
                    "name a file in a folder that you may write");
        }
    }

    /** Writes the result as JSON, replacing what was there. */
    static void write(DrillResult result, Path file) {
        try {
            Path unfinished = Files.createTempFile(folderOf(file), ".result", ".json");
            try {
                Files.writeString(unfinished, ContractJson.write(result) + "\n");
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

    private static MusterException unwritable(Path file, IOException e) {
        return new MusterException(
                "OUTPUT_UNWRITABLE",
                "cannot write \"" + file + "\": " + e.getMessage(),
                "name a file in a folder that you may write",
                e);
    }
}
