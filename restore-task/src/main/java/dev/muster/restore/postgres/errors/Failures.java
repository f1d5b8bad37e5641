package dev.muster.restore.postgres.errors;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What has failed so far and why, by entry and by name, for errors that follow from it. */
final class Failures {
    private final ArchiveIndex index;
    private final Map<Integer, Root> entries = new HashMap<>();
    private final Map<String, Root> names = new HashMap<>();

    Failures(ArchiveIndex index) {
        this.index = index;
    }

    void add(Place place, Root root) {
        place.entry().ifPresent(entry -> entries.putIfAbsent(entry.dumpId(), root));
        if (place.error().copyTable() != null) {
            names.putIfAbsent("rows of " + place.error().copyTable(), root);
        }
        place.subject().ifPresent(subject -> remember(subject, root));
    }

    private void remember(Subject subject, Root root) {
        if (subject.desc().equals("TABLE DATA")) {
            names.putIfAbsent("rows of " + subject.tag(), root);
        } else if (!Roots.BESIDE_THE_DATA.contains(subject.desc())) {
            names.putIfAbsent(subject.schema() + "." + subject.tag(), root);
            names.putIfAbsent("." + subject.tag(), root);
            if (subject.desc().equals("CONSTRAINT")) {
                String table = subject.tag().substring(0, subject.tag().lastIndexOf(' '));
                names.putIfAbsent("key of " + table, root);
            }
        }
    }

    /** By the number of the entry that failed. */
    Map<Integer, Root> byEntry() {
        return entries;
    }

    /** Why something that the place depends on has failed. */
    Optional<Root> beneath(Place place) {
        return place.entry()
                .flatMap(entry -> index.failedDependency(entry, entries::containsKey))
                .map(dependency -> entries.get(dependency.dumpId()));
    }

    /** Why the object of this name is not there. */
    Optional<Root> of(MissingName missing) {
        return Optional.ofNullable(names.get(missing.schema() + "." + missing.name()))
                .or(() -> Optional.ofNullable(names.get("." + missing.name())));
    }

    /** Why a table has no key that others can refer to. */
    Optional<Root> ofKey(String table) {
        return Optional.ofNullable(names.get("key of " + table));
    }

    /** Why a table lacks rows. */
    Optional<Root> ofRows(String table) {
        return Optional.ofNullable(names.get("rows of " + table));
    }
}
