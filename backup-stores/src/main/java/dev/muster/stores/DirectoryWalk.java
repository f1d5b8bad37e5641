package dev.muster.stores;

import dev.muster.stores.StoreException.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hands out a directory's regular files, and remembers what it could not look into. */
final class DirectoryWalk extends SimpleFileVisitor<Path> {
    private final Path root;
    private final Consumer<StoredObject> consumer;
    private int closed;
    private @Nullable IOException first;
    private @Nullable Path firstPath;

    DirectoryWalk(Path root, Consumer<StoredObject> consumer) {
        this.root = root;
        this.consumer = consumer;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isRegularFile()) {
            consumer.accept(DirectoryStore.object(key(file), attributes));
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
        // A file may go while we look, and every Linux file system has a lost+found that is root's.
        boolean expected = e instanceof NoSuchFileException || file.endsWith("lost+found");
        if (!expected) {
            closed++;
            if (first == null) {
                first = e;
                firstPath = file;
            }
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
        return e == null ? FileVisitResult.CONTINUE : visitFileFailed(directory, e);
    }

    /**
     * @throws StoreException where something was left out
     */
    void throwIfIncomplete(String store) throws StoreException {
        if (first == null || firstPath == null) {
            return;
        }
        boolean denied = first instanceof AccessDeniedException;
        throw new StoreException(
                denied ? Kind.DENIED : Kind.FAILED,
                "cannot look into \""
                        + key(firstPath)
                        + "\""
                        + (closed > 1 ? " and " + (closed - 1) + " more" : "")
                        + " in \""
                        + store
                        + "\": "
                        + (denied
                                ? "user " + System.getProperty("user.name") + " may not read it"
                                : first.getMessage()),
                first);
    }

    private String key(Path file) {
        String relative = root.relativize(file).toString();
        String separator = file.getFileSystem().getSeparator();
        return separator.equals("/") ? relative : relative.replace(separator, "/");
    }
}
