package dev.muster.restore.verify;

import dev.muster.manifest.Definition;
import dev.muster.manifest.Manifest;
import dev.muster.manifest.Rights;
import dev.muster.manifest.content.DefinedObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which objects the manifest knows, and which of all are in the restored database. */
final class Presence {
    private static final List<String> WITH_COLUMNS =
            List.of("table", "view", "materialized view", "foreign table", "type");

    private final Set<String> known = new HashSet<>(Set.of(Rights.PUBLIC));
    private final Set<String> here = new HashSet<>(Set.of(Rights.PUBLIC));

    Presence(Manifest manifest, List<DefinedObject> defined) {
        for (Definition each : manifest.definitions()) {
            known.add(each.label());
        }
        for (DefinedObject each : defined) {
            here.add(each.kind() + " " + each.name());
        }
    }

    /** Whether the source had it; of a column, whether it had the table. */
    boolean isKnown(String object) {
        return has(known, object);
    }

    /** Whether it is here; of a column, whether its table is. */
    boolean holds(String object) {
        return has(here, object);
    }

    private static boolean has(Set<String> objects, String object) {
        if (objects.contains(object)) {
            return true;
        }
        if (!ObjectName.isColumn(object)) {
            return false;
        }
        String name = ObjectName.of(object);
        for (int end = name.lastIndexOf('.'); end > 0; end = name.lastIndexOf('.', end - 1)) {
            String relation = name.substring(0, end);
            if (WITH_COLUMNS.stream().anyMatch(kind -> objects.contains(kind + " " + relation))) {
                return true;
            }
        }
        return false;
    }
}
