package dev.muster.trigger;

import dev.muster.stores.BackupStore;
import dev.muster.stores.CopyStream;
import dev.muster.stores.StoreException;
import dev.muster.stores.StoreException.Kind;
import dev.muster.stores.StoredObject;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Ends the listing of a store that takes longer than a function has time for, so that one store of
 * too many objects does not keep all other drills from being started.
 */
final class ListingTime {
    /** Of all stores of a plan; a function has 15 minutes. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    /** What is left of a run for starting the task, and for what comes after it. */
    private static final Duration RESERVED = Duration.ofSeconds(30);

    private final Duration each;
    private final boolean whole;
    private final LongSupplier nanos;
    private volatile boolean over;

    private ListingTime(Duration allowed, int stores, boolean whole, LongSupplier nanos) {
        this.each = allowed.dividedBy(stores);
        this.whole = whole;
        this.nanos = nanos;
    }

    /**
     * What a run can give.
     *
     * @param left of the run
     * @param stores of the plan, which share it
     */
    static ListingTime of(Duration left, int stores) {
        return of(left, stores, System::nanoTime);
    }

    static ListingTime of(Duration left, int stores, LongSupplier nanos) {
        Duration most = left.minus(RESERVED);
        boolean whole = most.compareTo(LONGEST) >= 0;
        return new ListingTime(whole ? LONGEST : most, stores, whole, nanos);
    }

    /** Whether a store was not listed to its end, and a run that has only begun could do it. */
    boolean wasShort() {
        return over && !whole;
    }

    /** The store, whose listing ends in time. */
    BackupStore bound(BackupStore store) {
        return new Bound(store);
    }

    private final class Bound implements BackupStore {
        private final BackupStore store;
        private long spent;
        private long objects;

        Bound(BackupStore store) {
            this.store = store;
        }

        /** Ends a listing from within. */
        private static final class Over extends RuntimeException {
            private static final long serialVersionUID = 1L;
        }

        @Override
        public String name() {
            return store.name();
        }

        @Override
        public void list(Consumer<StoredObject> consumer) throws StoreException {
            list("", consumer);
        }

        @Override
        public void list(String prefix, Consumer<StoredObject> consumer) throws StoreException {
            long began = nanos.getAsLong();
            try {
                store.list(
                        prefix,
                        object -> {
                            if (spent + nanos.getAsLong() - began > each.toNanos()) {
                                throw new Over();
                            }
                            objects++;
                            consumer.accept(object);
                        });
            } catch (Over _) {
                over = true;
                throw new StoreException(
                        Kind.TIMED_OUT,
                        "%s: its listing did not end within %d s, after %d objects; a prefix that holds fewer is listed sooner"
                                .formatted(store.name(), each.toSeconds(), objects),
                        null);
            } finally {
                spent += nanos.getAsLong() - began;
            }
        }

        @Override
        public StoredObject stat(String key) throws StoreException {
            return store.stat(key);
        }

        @Override
        public CopyStream open(StoredObject object) throws StoreException {
            return store.open(object);
        }

        @Override
        public Optional<String> sha256(StoredObject object) {
            return store.sha256(object);
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
