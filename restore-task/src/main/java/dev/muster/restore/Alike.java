package dev.muster.restore;

import dev.muster.contract.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Puts findings of one kind together where there are many: they say less than one with their
 * number. The plan has accepted what it accepts before, and the verdict is known.
 */
final class Alike {
    private static final int EXAMPLES = 5;

    /** So many of one kind are listed one by one. */
    private static final int MANY = 25;

    private Alike() {}

    static List<Finding> together(List<Finding> findings) {
        Map<Object, List<Finding>> alike = new LinkedHashMap<>();
        for (Finding finding : findings) {
            List<Object> kind =
                    List.of(
                            finding.code(),
                            finding.cause(),
                            finding.severity(),
                            Objects.requireNonNullElse(finding.accepted(), ""));
            alike.computeIfAbsent(kind, _ -> new ArrayList<>()).add(finding);
        }
        List<Finding> all = new ArrayList<>();
        for (List<Finding> group : alike.values()) {
            all.addAll(group.size() > MANY ? List.of(one(group)) : group);
        }
        return all;
    }

    private static Finding one(List<Finding> group) {
        Finding first = group.getFirst();
        int consequences = group.stream().mapToInt(Finding::consequences).sum() + group.size() - 1;
        return first.withObject(null)
                .withMessage(
                        "%d problems of this kind; the first: %s"
                                .formatted(group.size(), first.message()))
                .withConsequences(
                        consequences,
                        group.stream().skip(1).limit(EXAMPLES).map(Finding::message).toList());
    }
}
