package dev.muster.records;

import dev.muster.contract.MusterException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps records in a directory. A document is written beside its place, forced to the disk and
 * renamed into it, under a lock that other processes see.
 */
public final class DirectoryRecordStore implements RecordStore {
    /** A lock on a file does not part the threads of one process. */
    private static final Object WITHIN_THIS_PROCESS = new Object();

    private static final String HIDDEN = ".";

    private final Path root;

    /** Keeps records below {@code root}, which is made when the first one comes. */
    public DirectoryRecordStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public Optional<Versioned> readVersioned(String name) {
        try {
            Path file = file(name);
            long size = Files.size(file);
            if (size > MOST_BYTES) {
                throw RecordStore.tooLarge(file.toString(), size);
            }
            byte[] bytes = Files.readAllBytes(file);
            return Optional.of(new Versioned(bytes, Digest.sha256(bytes)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("read", name, e);
        }
    }

    @Override
    public boolean create(String name, byte[] document) {
        return write(name, document, Condition.FREE);
    }

    @Override
    public void replace(String name, byte[] document) {
        write(name, document, Condition.NONE);
    }

    @Override
    public boolean replaceIf(String name, byte[] document, String version) {
        return write(
                name,
                document,
                file ->
                        Files.exists(file)
                                && Digest.sha256(Files.readAllBytes(file)).equals(version));
    }

    @Override
    public boolean delete(String name) {
        try {
            Path file = file(name);
            return Files.exists(file) && locked(() -> Files.deleteIfExists(file));
        } catch (IOException e) {
            throw failed("delete", name, e);
        }
    }

    /** What must hold of the file's place for a write. */
    @FunctionalInterface
    private interface Condition {
        Condition NONE = _ -> true;
        Condition FREE = file -> !Files.exists(file);

        boolean holds(Path file) throws IOException;
    }

    /** What is done while no other process writes. */
    @FunctionalInterface
    private interface Step {
        boolean done() throws IOException;
    }

    private boolean write(String name, byte[] document, Condition condition) {
        Path file = file(name);
        Path folder = file.resolveSibling("");
        try {
            Files.createDirectories(folder);
            if (!condition.holds(file)) {
                return false;
            }
            Path beside = folder.resolve(HIDDEN + UUID.randomUUID() + ".tmp");
            try {
                writeThrough(beside, document);
                boolean moved = locked(() -> condition.holds(file) && move(beside, file));
                force(folder);
                return moved;
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw failed("write", name, e);
        }
    }

    private boolean locked(Step step) throws IOException {
        synchronized (WITHIN_THIS_PROCESS) {
            try (FileChannel channel =
                            FileChannel.open(
                                    root.resolve(".lock"),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE);
                    var lock = channel.lock()) {
                return lock.isValid() && step.done();
            }
        }
    }

    private static boolean move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return true;
    }

    private static void writeThrough(Path file, byte[] document) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(document);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    /** A renamed file survives a power cut only once its directory is on the disk, too. */
    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public List<String> list(String folder) {
        Path start = folder.isEmpty() ? root : file(folder);
        if (!Files.isDirectory(start)) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        try {
            Files.walkFileTree(
                    start,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(
                                Path file, BasicFileAttributes attributes) {
                            if (!file.getFileName().toString().startsWith(HIDDEN)) {
                                names.add(root.relativize(file).toString().replace('\\', '/'));
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException e)
                                throws IOException {
                            if (e instanceof NoSuchFileException) {
                                return FileVisitResult.CONTINUE;
                            }
                            throw e;
                        }
                    });
        } catch (IOException e) {
            throw failed("list", folder, e);
        }
        Collections.sort(names);
        return names;
    }

    @Override
    public String location(String name) {
        return file(name).toString();
    }

    private Path file(String name) {
        Path file = root.resolve(name).normalize();
        if (name.isEmpty() || !file.startsWith(root) || file.equals(root)) {
            throw new IllegalArgumentException("not a name of a record's document: " + name);
        }
        return file;
    }

    private MusterException failed(String what, String name, IOException e) {
        return new MusterException(
                "RECORDS_FAILED",
                "cannot %s \"%s\" in \"%s\": %s".formatted(what, name, root, reason(e)),
                "check that the records' directory exists, has space, and is yours to write",
                e);
    }

    private static String reason(IOException e) {
        String kind = e.getClass().getSimpleName();
        return e.getMessage() == null ? kind : kind + ": " + e.getMessage();
    }
}
