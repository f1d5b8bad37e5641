package dev.muster.stores;

import java.util.List;

/**
 * One backup in one store.
 *
 * @param key the object's key, or the folder's with a closing {@code /} for a directory archive
 * @param objects one for a file; the folder's files for a directory archive
 */
public record BackupCopy(BackupStore store, String key, List<StoredObject> objects) {
    public BackupCopy {
        objects = List.copyOf(objects);
        if (objects.isEmpty()) {
            throw new IllegalArgumentException("a copy without objects: " + key);
        }
    }

    /** In bytes, all objects together. */
    public long size() {
        return objects.stream().mapToLong(StoredObject::size).sum();
    }

    /** Whether this is a folder with a directory archive's files. */
    public boolean isFolder() {
        return key.endsWith("/");
    }
}
