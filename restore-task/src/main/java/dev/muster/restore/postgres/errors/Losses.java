package dev.muster.restore.postgres.errors;

import dev.muster.contract.Cause;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The objects that are not back, each once, with the first reason. */
final class Losses {
    private final List<Unrestored> all = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();

    List<Unrestored> all() {
        return all;
    }

    void add(Place place, String reason, boolean byEnvironment) {
        if (place.object() == null) {
            return;
        }
        String desc =
                place.entry()
                        .map(Entry::desc)
                        .or(() -> place.subject().map(Subject::desc))
                        .orElse("TABLE DATA");
        Integer dumpId = place.entry().map(Entry::dumpId).orElse(null);
        add(dumpId, desc, place.object(), reason, byEnvironment);
    }

    // pg_restore leaves out the rows of a table that it could not create, without an error.
    void addRowsWithoutTable(ArchiveIndex index, Map<Integer, Root> failed) {
        for (Entry entry : index.all()) {
            if (!entry.desc().endsWith(" DATA") || failed.containsKey(entry.dumpId())) {
                continue;
            }
            for (int id : entry.dependencies()) {
                Root root = failed.get(id);
                if (root != null) {
                    add(
                            entry.dumpId(),
                            entry.desc(),
                            entry.display(),
                            root.message(),
                            root.cause() == Cause.ENVIRONMENT);
                }
            }
        }
    }

    private void add(
            @Nullable Integer dumpId,
            String desc,
            String object,
            String reason,
            boolean byEnvironment) {
        if (keys.add(desc + " " + object)) {
            all.add(new Unrestored(dumpId, desc, object, reason, byEnvironment));
        }
    }
}
