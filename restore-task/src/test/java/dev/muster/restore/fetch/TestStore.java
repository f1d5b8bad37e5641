package dev.muster.restore.fetch;

import dev.muster.stores.BackupCopy;
import dev.muster.stores.BackupStore;
import dev.muster.stores.CopyStream;
import dev.muster.stores.StoreException;
import dev.muster.stores.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A store in memory that fails where it is told to. */
final class TestStore implements BackupStore {
    private final String name;
    private final Map<String, byte[]> objects = new TreeMap<>();
    private StoreException.@Nullable Kind openFailure;
    private StoreException.@Nullable Kind readFailure;
    private long readFailureAt;
    private int hidden;

    TestStore(String name) {
        this.name = name;
    }

    TestStore with(String key, byte[] content) {
        objects.put(key, content);
        return this;
    }

    TestStore with(String key, String content) {
        return with(key, content.getBytes(StandardCharsets.UTF_8));
    }

    TestStore refusing(StoreException.Kind kind) {
        openFailure = kind;
        return this;
    }

    TestStore failingAfter(long bytes, StoreException.Kind kind) {
        readFailure = kind;
        readFailureAt = bytes;
        return this;
    }

    /** Gives so many bytes fewer than it lists. */
    TestStore withholding(int bytes) {
        hidden = bytes;
        return this;
    }

    /** The copy of a file or, with a closing slash, of a folder. */
    BackupCopy copy(String key) {
        List<StoredObject> found = new ArrayList<>();
        objects.forEach((name, content) -> {
            if (name.equals(key) || (key.endsWith("/") && name.startsWith(key))) {
                found.add(object(name));
            }
        });
        return new BackupCopy(
                this,
                key,
                found.isEmpty() ? List.of(new StoredObject(key, 1, Instant.EPOCH, null)) : found);
    }

    private StoredObject object(String key) {
        byte[] content = objects.getOrDefault(key, new byte[0]);
        return new StoredObject(key, content.length, Instant.EPOCH, null);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void list(Consumer<StoredObject> consumer) {
        objects.keySet().forEach(key -> consumer.accept(object(key)));
    }

    @Override
    public StoredObject stat(String key) throws StoreException {
        if (openFailure != null) {
            throw new StoreException(openFailure, "the store refuses", null);
        }
        if (!objects.containsKey(key)) {
            throw new StoreException(StoreException.Kind.MISSING, "no \"" + key + "\"", null);
        }
        return object(key);
    }

    @Override
    public CopyStream open(StoredObject object) throws StoreException {
        stat(object.key());
        byte[] content = objects.getOrDefault(object.key(), new byte[0]);
        return new Reading(new ByteArrayInputStream(content, 0, content.length - hidden));
    }

    @Override
    public void close() {}

    private final class Reading extends CopyStream {
        private final InputStream in;
        private long read;

        private Reading(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (readFailure != null && read >= readFailureAt) {
                throw new StoreException(readFailure, "the connection was lost", null);
            }
            int count = in.read(target, offset, Math.min(length, 7_001));
            read += Math.max(0, count);
            return count;
        }

        @Override
        public int resumed() {
            return 0;
        }
    }
}
