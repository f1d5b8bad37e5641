package dev.muster.restore.fetch;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import dev.muster.restore.fetch.layer.StopSignal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileStore;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** Writes what comes out of the layers into a directory of its own, and never fills the disk. */
final class Landing {
    private static final int BUFFER = 256 * 1024;
    private static final long LOOK_EVERY = 32L * 1024 * 1024;

    private final Path directory;
    private final FetchLimits limits;
    private final StopSignal stop;
    private final FileStore disk;
    private long written;
    private long lookAt;

    Landing(Path directory, FetchLimits limits, StopSignal stop) throws IOException {
        this.directory = directory;
        this.limits = limits;
        this.stop = stop;
        Files.createDirectories(directory);
        if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
        this.disk = Files.getFileStore(directory);
    }

    Path directory() {
        return directory;
    }

    /** All bytes that were written. */
    long written() {
        return written;
    }

    /**
     * @param name relative to the directory; it must have been checked
     */
    Path write(String name, InputStream content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        byte[] buffer = new byte[BUFFER];
        try (OutputStream out = Files.newOutputStream(file)) {
            int count;
            while ((count = content.readNBytes(buffer, 0, BUFFER)) > 0) {
                stop.check();
                makeSureOfSpace(count);
                write(out, buffer, count);
            }
        }
        return file;
    }

    private void write(OutputStream out, byte[] buffer, int count) throws IOException {
        try {
            out.write(buffer, 0, count);
        } catch (IOException e) {
            throw new FindingException(
                    Finding.of(
                            FindingCode.DISK_INSUFFICIENT,
                            null,
                            "writing to \"%s\" failed after %,d bytes: %s"
                                    .formatted(directory, written, e.getMessage())),
                    e);
        }
        written += count;
    }

    private void makeSureOfSpace(int count) throws IOException {
        if (written + count > limits.maxBytes()) {
            throw insufficient(
                    "the unpacked archive is larger than the %,d bytes it may take"
                            .formatted(limits.maxBytes()));
        }
        if (written >= lookAt) {
            lookAt = written + LOOK_EVERY;
            long free = disk.getUsableSpace();
            if (free - LOOK_EVERY < limits.reserveBytes()) {
                throw insufficient(
                        "after %,d bytes of the unpacked archive, %,d bytes are free in \"%s\", and %,d must stay free"
                                .formatted(written, free, directory, limits.reserveBytes()));
            }
        }
    }

    private static FindingException insufficient(String message) {
        return new FindingException(Finding.of(FindingCode.DISK_INSUFFICIENT, null, message));
    }

    /** Removes everything that was written. */
    void discard() throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(
                directory,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e)
                            throws IOException {
                        Files.delete(visited);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
