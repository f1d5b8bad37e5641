package dev.muster.report.render;

import dev.muster.contract.Outcome;
import dev.muster.contract.result.CheckResult;
import dev.muster.contract.result.ObjectOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One check laid out for reading: failures first, then warnings, then what was not checked, then
 * what passed, schema by schema. It shows so many objects at most, and says how many it left out.
 *
 * @param check with all its objects
 * @param groups those that have objects, each with at least its counts
 */
public record Ledger(CheckResult check, List<Group> groups) {
    private static final int MOST_OBJECTS = 2000;

    /**
     * Objects with the same outcome and, where they passed, of the same schema.
     *
     * @param total objects of the group, shown or not
     * @param shown those that are listed
     */
    public record Group(Outcome outcome, String name, int total, List<ObjectOutcome> shown) {
        public Group {
            shown = List.copyOf(shown);
        }

        public int leftOut() {
            return total - shown.size();
        }

        /** Whether any object was compared with a number that was expected. */
        public boolean compares() {
            return shown.stream().anyMatch(o -> o.expected() != null);
        }

        /** Whether any object counts something at all. */
        public boolean counts() {
            return compares() || shown.stream().anyMatch(o -> o.actual() != null);
        }

        /** Whether any object has something to explain. */
        public boolean reasons() {
            return shown.stream().anyMatch(o -> o.reason() != null);
        }
    }

    public Ledger {
        groups = List.copyOf(groups);
    }

    public static Ledger of(CheckResult check) {
        List<Group> groups = new ArrayList<>();
        int left = MOST_OBJECTS;
        for (Outcome outcome :
                List.of(Outcome.FAILED, Outcome.WARNED, Outcome.NOT_CHECKED, Outcome.PASSED)) {
            List<ObjectOutcome> objects =
                    check.objects().stream().filter(o -> o.outcome() == outcome).toList();
            for (Map.Entry<String, List<ObjectOutcome>> part : parts(outcome, objects).entrySet()) {
                List<ObjectOutcome> members = part.getValue();
                List<ObjectOutcome> shown = members.subList(0, Math.min(left, members.size()));
                left -= shown.size();
                groups.add(new Group(outcome, part.getKey(), members.size(), shown));
            }
        }
        return new Ledger(check, groups);
    }

    private static Map<String, List<ObjectOutcome>> parts(
            Outcome outcome, List<ObjectOutcome> objects) {
        Map<String, List<ObjectOutcome>> parts = new TreeMap<>();
        for (ObjectOutcome object : objects) {
            String name = outcome == Outcome.PASSED ? SchemaOf.object(object.object()) : "";
            parts.computeIfAbsent(name, _ -> new ArrayList<>()).add(object);
        }
        return parts;
    }
}
