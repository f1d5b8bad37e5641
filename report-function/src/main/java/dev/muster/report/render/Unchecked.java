package dev.muster.report.render;

import dev.muster.contract.CheckKind;
import dev.muster.contract.Outcome;
import dev.muster.contract.result.CheckResult;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.ObjectOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a drill did not check, and why: objects by check and reason, and the checks that did not run
 * at all.
 *
 * @param groups at most so many; {@code moreGroups} says how many further ones there are
 */
public record Unchecked(List<Group> groups, int moreGroups, List<CheckKind> kinds) {
    private static final int MOST_GROUPS = 60;
    private static final int MOST_EXAMPLES = 3;

    /**
     * Objects that one check passed over for one reason.
     *
     * @param count of the objects with this reason
     * @param examples some of them
     */
    public record Group(CheckKind check, String reason, int count, List<String> examples) {
        public Group {
            examples = List.copyOf(examples);
        }
    }

    public Unchecked {
        groups = List.copyOf(groups);
        kinds = List.copyOf(kinds);
    }

    public static Unchecked of(DrillResult result) {
        List<Group> groups = new ArrayList<>();
        List<CheckKind> kinds = new ArrayList<>(List.of(CheckKind.values()));
        for (CheckResult check : result.checks()) {
            kinds.remove(check.check());
            Map<String, List<String>> byReason = new LinkedHashMap<>();
            for (ObjectOutcome object : check.objects()) {
                String reason = object.reason();
                if (object.outcome() == Outcome.NOT_CHECKED && reason != null) {
                    byReason.computeIfAbsent(reason, _ -> new ArrayList<>()).add(object.object());
                }
            }
            byReason.forEach((reason, names) ->
                    groups.add(
                            new Group(
                                    check.check(),
                                    reason,
                                    names.size(),
                                    names.stream().limit(MOST_EXAMPLES).toList())));
        }
        List<Group> shown = groups.subList(0, Math.min(MOST_GROUPS, groups.size()));
        return new Unchecked(shown, groups.size() - shown.size(), kinds);
    }

    public boolean isEmpty() {
        return groups.isEmpty() && kinds.isEmpty();
    }
}
