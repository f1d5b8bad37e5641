package dev.muster.restore;

import dev.muster.contract.CheckKind;
import dev.muster.contract.Outcome;
import dev.muster.contract.result.ObjectOutcome;
import dev.muster.contract.result.ObjectState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The state of one object of the archive, and why it is in it.
 *
 * @param kind as the table of contents writes it
 * @param count objects that it stands for
 * @param reason why it is not verified; null where it is
 * @param checks that passed on it
 */
record ObjectAccount(
        String kind,
        String name,
        long count,
        ObjectState state,
        @Nullable String reason,
        List<CheckKind> checks) {

    ObjectAccount {
        checks = List.copyOf(checks);
    }

    static ObjectAccount notChecked(String kind, String name, String reason) {
        return new ObjectAccount(kind, name, 1, ObjectState.NOT_CHECKED, reason, List.of());
    }

    /**
     * What the checks say of an object, all of them together.
     *
     * @param found what each check says of it
     * @param needed those of which one at least must have passed, or warned, on an object of its
     *     kind; none where the check of objects is enough
     * @param otherwise why none of these has looked at it
     */
    static ObjectAccount of(
            String kind,
            String name,
            Map<CheckKind, ObjectOutcome> found,
            List<CheckKind> needed,
            String otherwise) {
        List<CheckKind> passed = new ArrayList<>();
        found.forEach((check, outcome) -> {
            if (outcome.outcome() == Outcome.PASSED) {
                passed.add(check);
            }
        });
        String failed = reason(found, Outcome.FAILED);
        if (failed != null) {
            return new ObjectAccount(kind, name, 1, ObjectState.FAILED, failed, passed);
        }
        String unchecked = unchecked(found, needed, otherwise);
        if (unchecked != null) {
            return new ObjectAccount(kind, name, 1, ObjectState.NOT_CHECKED, unchecked, passed);
        }
        String warned = reason(found, Outcome.WARNED);
        ObjectState state = warned == null ? ObjectState.VERIFIED : ObjectState.WARNED;
        return new ObjectAccount(kind, name, 1, state, warned, passed);
    }

    private static @Nullable String unchecked(
            Map<CheckKind, ObjectOutcome> found, List<CheckKind> needed, String otherwise) {
        ObjectOutcome present = found.get(CheckKind.OBJECTS);
        if (present != null && !looked(present)) {
            return present.reason();
        }
        List<ObjectOutcome> telling =
                needed.stream().map(found::get).filter(Objects::nonNull).toList();
        if (needed.isEmpty() || telling.stream().anyMatch(ObjectAccount::looked)) {
            return null;
        }
        return telling.isEmpty() ? otherwise : telling.getFirst().reason();
    }

    private static boolean looked(ObjectOutcome outcome) {
        return outcome.outcome() == Outcome.PASSED || outcome.outcome() == Outcome.WARNED;
    }

    private static @Nullable String reason(Map<CheckKind, ObjectOutcome> found, Outcome which) {
        return found.values().stream()
                .filter(o -> o.outcome() == which)
                .map(ObjectOutcome::reason)
                .findFirst()
                .orElse(null);
    }

    /** The same for so many objects. */
    ObjectAccount times(long objects) {
        return new ObjectAccount(kind, name, objects, state, reason, checks);
    }

    /** The same, accepted for a reason that the plan gives. */
    ObjectAccount accepted(String why) {
        return new ObjectAccount(kind, name, count, ObjectState.ACCEPTED, why, checks);
    }
}
