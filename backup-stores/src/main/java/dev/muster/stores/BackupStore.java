package dev.muster.stores;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * A place that holds backups. Implementations only read, are safe for use by several threads, and
 * report every failure as a {@link StoreException} whose message holds no secret.
 */
public interface BackupStore extends AutoCloseable {
    /** The store's name in results and logs, for example {@code s3://shop-backups/daily/}. */
    String name();

    /**
     * Hands every object to the consumer, page by page, in constant memory.
     *
     * @throws StoreException where the store cannot be listed to its end
     */
    void list(Consumer<StoredObject> consumer) throws StoreException;

    /**
     * The same for the objects whose keys begin so. Stores that can skip the others do.
     *
     * @param prefix relative to the store, for example a folder's key with its closing {@code /}
     */
    default void list(String prefix, Consumer<StoredObject> consumer) throws StoreException {
        list(object -> {
            if (object.key().startsWith(prefix)) {
                consumer.accept(object);
            }
        });
    }

    /**
     * What the store knows of one object now.
     *
     * @throws StoreException of kind MISSING where there is none
     */
    StoredObject stat(String key) throws StoreException;

    /**
     * Reads an object from its first byte. The stream resumes by itself where it can, gives up in
     * bounded time where it cannot, and then throws a {@link StoreException} from read.
     */
    CopyStream open(StoredObject object) throws StoreException;

    /**
     * The SHA-256 of the whole object, in lower-case hex, where the store keeps the one that it was
     * given when the object was put there. It says what the bytes should be; reading tells whether
     * they are.
     */
    default Optional<String> sha256(StoredObject object) {
        return Optional.empty();
    }

    @Override
    void close();
}
