package dev.muster.stores;

import java.time.Instant;

/** Adds up the files of a folder that may be a directory archive, without keeping them. */
final class FolderTally {
    private long size;
    private long files;
    private boolean tableOfContents;
    private boolean data;
    private Instant modified = Instant.MIN;

    void add(StoredObject object) {
        String name = Sidecars.name(object.key());
        files++;
        size += object.size();
        tableOfContents |= DirectoryFiles.isToc(name);
        data |= Character.isDigit(name.charAt(0));
        modified = object.modified().isAfter(modified) ? object.modified() : modified;
    }

    /** One without its table of contents is a damaged archive, not another kind of folder. */
    boolean isArchive() {
        return tableOfContents || data;
    }

    boolean hasTableOfContents() {
        return tableOfContents;
    }

    long size() {
        return size;
    }

    long files() {
        return files;
    }

    Instant modified() {
        return modified;
    }
}
