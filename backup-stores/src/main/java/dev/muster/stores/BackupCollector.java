package dev.muster.stores;

import dev.muster.contract.plan.BackupsSpec;
import dev.muster.contract.plan.KeyPattern;
import dev.muster.stores.Candidate.ListedCopy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes backups of the objects that several stores list, one store after the other. It keeps the
 * candidates in the window, and of all others no more than their number.
 */
final class BackupCollector {
    private static final String ROOT = "./";

    private static final class Kept {
        final List<ListedCopy> copies = new ArrayList<>();
        Instant createdAt;

        Kept(Instant createdAt) {
            this.createdAt = createdAt;
        }
    }

    private final @Nullable KeyPattern pattern;
    private final Window window;
    private final Map<String, Kept> kept = new LinkedHashMap<>();

    /**
     * Where times come from the stores they differ, because copies are made later: what is too old
     * in one store is so in all of them. A copy of another size is another backup, of a key that is
     * written over: a mirror that stands still does not make the fresh one old.
     */
    private final KeyHashes tooOld = new KeyHashes();

    private @Nullable Instant newestTooOld;
    private StoreTally tally = new StoreTally();
    private Map<String, FolderTally> folders = new LinkedHashMap<>();

    /** Undecided until the store's end: S3 lists a table of contents behind the data. */
    private List<StoredObject> rootMembers = new ArrayList<>();

    private int store;

    BackupCollector(BackupsSpec spec, Window window) {
        this.pattern = spec.keys().orElse(null);
        this.window = window;
    }

    StoreListing collect(int place, BackupStore from) {
        store = place;
        tally = new StoreTally();
        folders = new LinkedHashMap<>();
        rootMembers = new ArrayList<>();
        StoreException failure = null;
        try {
            from.list(this::add);
        } catch (StoreException e) {
            failure = e;
        }
        addRootMembers();
        folders.forEach(this::addFolder);
        tooOld.seal();
        return tally.listing(place, from.name(), failure);
    }

    List<Candidate> candidates() {
        return kept.entrySet().stream()
                .filter(e -> !isSignature(e.getKey()))
                .map(e -> new Candidate(e.getKey(), e.getValue().createdAt, e.getValue().copies))
                .toList();
    }

    /** When the newest backup of all was made. */
    @Nullable Instant newest() {
        return candidates().stream()
                .map(Candidate::createdAt)
                .max(Instant::compareTo)
                .orElse(newestTooOld);
    }

    private void add(StoredObject object) {
        tally.objects++;
        String key = object.key();
        String folder = key.substring(0, key.lastIndexOf('/') + 1);
        if (Sidecars.isMember(key)) {
            if (folder.isEmpty()) {
                rootMembers.add(object);
                return;
            }
            if (belongsToFolder(folder, object)) {
                folders.computeIfAbsent(folder, _ -> new FolderTally()).add(object);
                return;
            }
        }
        addBackup(object);
    }

    private void addRootMembers() {
        FolderTally root = new FolderTally();
        rootMembers.forEach(root::add);
        if (root.hasTableOfContents()) {
            folders.put(ROOT, root);
        } else {
            rootMembers.forEach(this::addBackup);
        }
    }

    private void addBackup(StoredObject object) {
        String key = object.key();
        Optional<Instant> createdAt = createdAt(key, object.modified());
        createdAt.ifPresent(at ->
                backup(key, at, new ListedCopy(store, object.size(), object.modified(), object)));
    }

    private boolean belongsToFolder(String folder, StoredObject object) {
        return pattern == null
                || pattern.createdAt(strip(folder), object.modified()).isPresent()
                || pattern.createdAt(object.key(), object.modified()).isEmpty();
    }

    private void addFolder(String folder, FolderTally files) {
        if (!files.isArchive()) {
            return;
        }
        createdAt(folder, files.modified())
                .ifPresent(at ->
                        backup(
                                folder,
                                at,
                                new ListedCopy(store, files.size(), files.modified(), null)));
    }

    private Optional<Instant> createdAt(String key, Instant modified) {
        if (pattern == null) {
            return Sidecars.is(key) && !key.equals(ROOT) ? Optional.empty() : Optional.of(modified);
        }
        Optional<Instant> createdAt = pattern.createdAt(strip(key), modified);
        // A pattern that spells a sidecar's ending out means it; one that ends in * does not.
        String ending = pattern.ending();
        boolean sidecar = Sidecars.is(key) && (ending.isEmpty() || !key.endsWith(ending));
        if (createdAt.isEmpty() && !sidecar) {
            tally.stranger = key;
        }
        return sidecar ? Optional.empty() : createdAt;
    }

    private void backup(String key, Instant createdAt, ListedCopy copy) {
        tally.backup(createdAt, copy.size(), createdAt.isAfter(window.until()));
        Kept known = kept.get(key);
        if (createdAt.isBefore(window.from())) {
            if (known != null) {
                known.copies.removeIf(other -> other.size() == copy.size());
                if (known.copies.isEmpty()) {
                    kept.remove(key);
                }
            }
            tooOld.add(sized(key, copy));
            if (newestTooOld == null || createdAt.isAfter(newestTooOld)) {
                newestTooOld = createdAt;
            }
        } else if (!window.holds(createdAt) || tooOld.contains(sized(key, copy))) {
            return;
        } else {
            if (known == null) {
                known = new Kept(createdAt);
                kept.put(key, known);
            }
            known.copies.add(copy);
            known.createdAt = createdAt.isBefore(known.createdAt) ? createdAt : known.createdAt;
        }
    }

    private static String sized(String key, ListedCopy copy) {
        return key + '\n' + copy.size();
    }

    /** An armored signature looks like an armored backup, but lies beside what it signs. */
    private boolean isSignature(String key) {
        return pattern == null
                && key.endsWith(".asc")
                && kept.containsKey(key.substring(0, key.length() - ".asc".length()));
    }

    private static String strip(String key) {
        return key.endsWith("/") ? key.substring(0, key.length() - 1) : key;
    }
}
