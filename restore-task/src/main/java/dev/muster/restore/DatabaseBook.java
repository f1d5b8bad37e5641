package dev.muster.restore;

import dev.muster.contract.CheckKind;
import dev.muster.contract.result.CheckResult;
import dev.muster.contract.result.ObjectOutcome;
import dev.muster.restore.verify.Verified;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the checks found in one database, to be asked object by object. */
final class DatabaseBook {
    private final Verified verified;
    private final Map<CheckKind, Map<String, ObjectOutcome>> byName =
            new EnumMap<>(CheckKind.class);

    DatabaseBook(Verified verified) {
        this.verified = verified;
        for (CheckResult check : verified.checks()) {
            Map<String, ObjectOutcome> outcomes =
                    byName.computeIfAbsent(check.check(), _ -> new HashMap<>());
            check.objects().forEach(o -> outcomes.merge(o.object(), o, DatabaseBook::worse));
        }
    }

    private static ObjectOutcome worse(ObjectOutcome one, ObjectOutcome other) {
        return weight(one) >= weight(other) ? one : other;
    }

    private static int weight(ObjectOutcome outcome) {
        return switch (outcome.outcome()) {
            case PASSED -> 0;
            case NOT_CHECKED -> 1;
            case WARNED -> 2;
            case FAILED -> 3;
        };
    }

    /** What the check of objects found of this entry; null where it did not look for it. */
    @Nullable ObjectOutcome ofEntry(int dumpId) {
        ObjectOutcome found = verified.byEntry().get(dumpId);
        return found == null && verified.byEntry().isEmpty()
                ? of(CheckKind.OBJECTS, "database")
                : found;
    }

    /** What a check found under this name; null where it looked at nothing of the name. */
    @Nullable ObjectOutcome of(CheckKind check, String name) {
        return byName.getOrDefault(check, Map.of()).get(name);
    }

    /**
     * What all checks say of one object.
     *
     * @param name as {@code schema.tag}
     */
    Map<CheckKind, ObjectOutcome> about(String kind, String name) {
        Map<CheckKind, ObjectOutcome> found = new EnumMap<>(CheckKind.class);
        for (CheckKind check : checks(kind)) {
            add(found, check, of(check, name));
        }
        if (kind.equals("TABLE") && !found.containsKey(CheckKind.ROW_COUNTS)) {
            String instead = verified.through().get(name);
            add(
                    found,
                    CheckKind.ROW_COUNTS,
                    instead == null ? null : of(CheckKind.ROW_COUNTS, instead));
        }
        String spoken = kind.toLowerCase(Locale.ROOT) + " " + name;
        add(found, CheckKind.DEFINITIONS, of(CheckKind.DEFINITIONS, spoken));
        if (kind.equals("SEQUENCE")) {
            add(found, CheckKind.CONTENT, of(CheckKind.CONTENT, spoken));
        }
        return found;
    }

    /** Checks that call their objects by the name alone. */
    private static List<CheckKind> checks(String kind) {
        return switch (kind) {
            case "TABLE", "TABLE DATA", "FOREIGN TABLE", "VIEW", "MATERIALIZED VIEW" ->
                    List.of(
                            CheckKind.ROW_COUNTS,
                            CheckKind.NOT_NULL,
                            CheckKind.READABLE_VALUES,
                            CheckKind.CONTENT,
                            CheckKind.STRUCTURE);
            case "SEQUENCE", "SEQUENCE SET" -> List.of(CheckKind.SEQUENCES);
            case "FK CONSTRAINT" -> List.of(CheckKind.FOREIGN_KEYS);
            case "CHECK CONSTRAINT" -> List.of(CheckKind.CHECK_CONSTRAINTS);
            case "CONSTRAINT" -> List.of(CheckKind.UNIQUE_KEYS);
            case "INDEX" -> List.of(CheckKind.STRUCTURE);
            default -> List.of();
        };
    }

    private static void add(
            Map<CheckKind, ObjectOutcome> found, CheckKind check, @Nullable ObjectOutcome outcome) {
        if (outcome != null) {
            found.put(check, outcome);
        }
    }
}
