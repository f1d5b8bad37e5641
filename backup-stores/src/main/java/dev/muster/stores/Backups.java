package dev.muster.stores;

import dev.muster.contract.MusterException;
import dev.muster.contract.plan.BackupsSpec;
import dev.muster.contract.request.DrillRequest;
import dev.muster.contract.request.RequestedCopy;
import dev.muster.stores.Candidate.ListedCopy;
import dev.muster.stores.StoreException.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Finds backups in stores: the same key in two stores is one backup with two copies. */
public final class Backups {
    private Backups() {}

    /**
     * Lists what all stores hold. A store that cannot be listed is told in its {@link
     * StoreListing}, with what it gave before it failed. Memory grows with the candidates in the
     * window, and not with the stores.
     *
     * @param stores in the plan's order
     */
    public static BackupListing list(
            List<? extends BackupStore> stores, BackupsSpec spec, Window window) {
        BackupCollector collector = new BackupCollector(spec, window);
        List<StoreListing> listings = new ArrayList<>();
        for (int i = 0; i < stores.size(); i++) {
            listings.add(collector.collect(i, stores.get(i)));
        }
        return new BackupListing(collector.candidates(), listings, collector.newest());
    }

    /**
     * Looks for one backup by its key, without listing what else the stores hold. There is one
     * candidate, or none.
     *
     * @param key of an object, or of a folder with or without its closing {@code /}
     */
    public static BackupListing find(
            List<? extends BackupStore> stores, BackupsSpec spec, String key) {
        List<ListedCopy> copies = new ArrayList<>();
        List<StoreListing> listings = new ArrayList<>();
        boolean folder = key.endsWith("/");
        for (int i = 0; i < stores.size(); i++) {
            StoreTally tally = new StoreTally();
            StoreException failure = null;
            try {
                ListedCopy copy = look(stores.get(i), i, key).orElse(null);
                if (copy != null) {
                    tally.objects++;
                    tally.backup(copy.modified(), copy.size(), false);
                    copies.add(copy);
                    folder |= copy.object() == null;
                }
            } catch (StoreException e) {
                failure = e;
            }
            listings.add(tally.listing(i, stores.get(i).name(), failure));
        }
        String whole = folder && !key.endsWith("/") ? key + "/" : key;
        Optional<Candidate> found = candidate(spec, whole, copies);
        return new BackupListing(
                found.stream().toList(), listings, found.map(Candidate::createdAt).orElse(null));
    }

    /**
     * Makes one copy of a candidate ready to be opened; lists a folder's files.
     *
     * @throws StoreException where the folder cannot be listed, or holds nothing any more
     */
    public static BackupCopy copy(Candidate candidate, ListedCopy copy, BackupStore store)
            throws StoreException {
        List<StoredObject> objects =
                copy.object() != null ? List.of(copy.object()) : files(store, candidate.key());
        if (objects.isEmpty()) {
            throw new StoreException(
                    Kind.MISSING,
                    store.name() + ": there is nothing in \"" + candidate.key() + "\"",
                    null);
        }
        return new BackupCopy(store, candidate.key(), objects);
    }

    /**
     * Takes up what a request names, without listing the stores again. Whether a copy still is as
     * it was listed shows when it is opened.
     *
     * @param request that names a backup
     * @param stores all of the plan, in its order
     */
    public static Candidate requested(DrillRequest request, List<? extends BackupStore> stores) {
        String key = Objects.requireNonNull(request.backup(), "backup");
        Instant createdAt = Objects.requireNonNull(request.createdAt(), "createdAt");
        List<ListedCopy> copies =
                request.copies().stream()
                        .filter(copy -> copy.store() < stores.size())
                        .map(copy -> listed(key, copy))
                        .toList();
        if (copies.isEmpty()) {
            throw new MusterException(
                    "REQUEST_STORES",
                    "the plan \"" + request.plan() + "\" has fewer stores than the request names",
                    "give the restore task the configuration that the request was made with");
        }
        return new Candidate(key, createdAt, copies);
    }

    private static ListedCopy listed(String key, RequestedCopy copy) {
        StoredObject object =
                key.endsWith("/")
                        ? null
                        : new StoredObject(key, copy.size(), copy.modified(), copy.etag());
        return new ListedCopy(copy.store(), copy.size(), copy.modified(), object);
    }

    private static Optional<Candidate> candidate(
            BackupsSpec spec, String key, List<ListedCopy> copies) {
        Optional<Instant> stored =
                copies.stream().map(ListedCopy::modified).min(Instant::compareTo);
        return stored.map(modified -> {
            String bare = key.endsWith("/") ? key.substring(0, key.length() - 1) : key;
            Instant createdAt =
                    spec.keys()
                            .flatMap(pattern -> pattern.createdAt(bare, modified))
                            .orElse(modified);
            return new Candidate(key, createdAt, copies);
        });
    }

    private static Optional<ListedCopy> look(BackupStore store, int place, String key)
            throws StoreException {
        if (!key.endsWith("/")) {
            try {
                StoredObject object = store.stat(key);
                return Optional.of(new ListedCopy(place, object.size(), object.modified(), object));
            } catch (StoreException e) {
                if (e.kind() != Kind.MISSING) {
                    throw e;
                }
            }
        }
        // A folder has no object of its own. Where bucket or directory are missing, this says so.
        FolderTally files = new FolderTally();
        files(store, key.endsWith("/") ? key : key + "/").forEach(files::add);
        return files.files() == 0
                ? Optional.empty()
                : Optional.of(new ListedCopy(place, files.size(), files.modified(), null));
    }

    /** The files that lie in the folder itself. */
    private static List<StoredObject> files(BackupStore store, String folder)
            throws StoreException {
        String prefix = folder.equals("./") ? "" : folder;
        List<StoredObject> files = new ArrayList<>();
        store.list(
                prefix,
                object -> {
                    if (object.key().indexOf('/', prefix.length()) < 0) {
                        files.add(object);
                    }
                });
        return files;
    }
}
