package dev.muster.stores;

import dev.muster.contract.plan.DirectorySpec;
import dev.muster.stores.StoreException.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;

/**
 * A directory of this machine with all that lies below it. Symbolic links are not listed, and never
 * lead out of it: what they point at is listed where it lies.
 */
public final class DirectoryStore implements BackupStore {
    private final Path directory;

    public DirectoryStore(DirectorySpec spec) {
        this.directory = spec.path().toAbsolutePath().normalize();
    }

    @Override
    public String name() {
        return directory.toString();
    }

    @Override
    public void list(Consumer<StoredObject> consumer) throws StoreException {
        Path root = root();
        walk(root, root, consumer);
    }

    @Override
    public void list(String prefix, Consumer<StoredObject> consumer) throws StoreException {
        Path root = root();
        int folder = prefix.lastIndexOf('/');
        Path start = folder < 0 ? root : inside(root, prefix.substring(0, folder));
        if (Files.isDirectory(start)) {
            walk(
                    root,
                    start,
                    object -> {
                        if (object.key().startsWith(prefix)) {
                            consumer.accept(object);
                        }
                    });
        }
    }

    @Override
    public StoredObject stat(String key) throws StoreException {
        Path file = existing(key);
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw new StoreException(
                        Kind.MISSING, "\"" + key + "\" in " + name() + " is no file", null);
            }
            return object(key, attributes);
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw failure("cannot look at \"" + key + "\"", e);
        }
    }

    @Override
    public CopyStream open(StoredObject object) throws StoreException {
        Path file = existing(object.key());
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            return new FileCopyStream(channel, file, object);
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw failure("cannot read \"" + object.key() + "\"", e);
        }
    }

    @Override
    public void close() {}

    private void walk(Path root, Path start, Consumer<StoredObject> consumer)
            throws StoreException {
        DirectoryWalk walk = new DirectoryWalk(root, consumer);
        try {
            Files.walkFileTree(start, walk);
        } catch (IOException e) {
            throw failure("cannot list the directory", e);
        }
        walk.throwIfIncomplete(name());
    }

    /** The directory itself, which may be a link. */
    private Path root() throws StoreException {
        try {
            Path real = directory.toRealPath();
            if (!Files.isDirectory(real)) {
                throw new StoreException(
                        Kind.MISSING, "\"" + directory + "\" is a file, not a directory", null);
            }
            return real;
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw failure("cannot open the directory", e);
        }
    }

    private Path existing(String key) throws StoreException {
        Path root = root();
        try {
            Path real = inside(root, key).toRealPath();
            if (!real.startsWith(root)) {
                throw outside(key);
            }
            return real;
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw failure("cannot find \"" + key + "\"", e);
        }
    }

    private Path inside(Path root, String key) throws StoreException {
        try {
            Path path = root.resolve(key).normalize();
            if (path.startsWith(root)) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw new StoreException(Kind.MISSING, "\"" + key + "\" is no file's name", e);
        }
        throw outside(key);
    }

    private StoreException outside(String key) {
        return new StoreException(
                Kind.MISSING, "\"" + key + "\" lies outside of \"" + directory + "\"", null);
    }

    static StoredObject object(String key, BasicFileAttributes attributes) {
        return new StoredObject(
                key, attributes.size(), attributes.lastModifiedTime().toInstant(), null);
    }

    private StoreException failure(String what, IOException e) {
        String where = what + " in \"" + directory + "\": ";
        return switch (e) {
            case NoSuchFileException _ ->
                    new StoreException(Kind.MISSING, where + "there is none", e);
            case AccessDeniedException _ ->
                    new StoreException(
                            Kind.DENIED,
                            where + "user " + System.getProperty("user.name") + " may not read it",
                            e);
            default -> new StoreException(Kind.FAILED, where + e.getMessage(), e);
        };
    }
}
