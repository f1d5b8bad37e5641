package dev.muster.restore.verify;

import dev.muster.manifest.Holding;
import dev.muster.manifest.Rights;
import java.util.List;
import java.util.Map;

/** What others than its owner may do with a new object, by its kind: PostgreSQL's acldefault. */
final class InitialPrivileges {
    private static final Map<String, String> NONE = Map.of();
    private static final Map<String, String> EXECUTE = Map.of("", "EXECUTE");
    private static final Map<String, String> USAGE = Map.of("", "USAGE");

    private InitialPrivileges() {}

    /** Whether nobody has granted or revoked anything on it. */
    static boolean are(String object, Holding holding) {
        return holding.privileges().equals(of(object));
    }

    /** As it were where nobody has. */
    static Holding holding(String object) {
        return new Holding(null, of(object), List.of());
    }

    private static Map<String, String> of(String object) {
        if (object.startsWith(Rights.DEFAULTS)) {
            // Those of a schema are added to those of all schemas.
            return object.endsWith(" for functions")
                    ? EXECUTE
                    : object.endsWith(" for types") ? USAGE : NONE;
        }
        return switch (ObjectName.kind(object)) {
            case "function" -> EXECUTE;
            case "type", "domain", "language" -> USAGE;
            default -> NONE;
        };
    }
}
