package dev.muster.report.drill;

import dev.muster.records.RecordStore;
import dev.muster.records.Versioned;
import java.util.List;
import java.util.Optional;

/** A store whose user dies right after so many writes. */
final class DyingStore implements RecordStore {
    private final RecordStore store;
    private int left;

    DyingStore(RecordStore store, int writes) {
        this.store = store;
        this.left = writes;
    }

    /** The end of the process, as far as a test can have it. */
    static final class Died extends Error {
        private static final long serialVersionUID = 1L;
    }

    private void live() {
        if (left-- == 0) {
            throw new Died();
        }
    }

    @Override
    public Optional<byte[]> read(String name) {
        return store.read(name);
    }

    @Override
    public Optional<Versioned> readVersioned(String name) {
        return store.readVersioned(name);
    }

    @Override
    public boolean create(String name, byte[] document) {
        live();
        return store.create(name, document);
    }

    @Override
    public void replace(String name, byte[] document) {
        live();
        store.replace(name, document);
    }

    @Override
    public boolean replaceIf(String name, byte[] document, String version) {
        live();
        return store.replaceIf(name, document, version);
    }

    @Override
    public boolean delete(String name) {
        live();
        return store.delete(name);
    }

    @Override
    public List<String> list(String folder) {
        return store.list(folder);
    }

    @Override
    public String location(String name) {
        return store.location(name);
    }
}
