package dev.muster.report;

import dev.muster.contract.MusterException;
import dev.muster.contract.plan.InvalidOption;
import dev.muster.contract.plan.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the stack tells the function by its environment.
 *
 * @param plans where the plan file lies, and {@code records} and {@code state} where theirs do
 * @param families of our task definitions; tasks of others are nobody's drills
 * @param provenWithin how old a plan's newest proven drill may be
 * @param startWithin how long a drill whose turn has come may wait for its start
 * @param mostTasks how many drills run at the same time
 */
record Settings(
        String region,
        String plans,
        String records,
        String state,
        String cluster,
        Set<String> families,
        String triggerFunction,
        String topic,
        Span provenWithin,
        Span startWithin,
        int mostTasks) {

    /**
     * Reads the environment.
     *
     * @throws MusterException SETTING_MISSING or SETTING_INVALID, which tells all that is wrong
     */
    static Settings from(Map<String, String> environment) {
        List<String> missing = new ArrayList<>();
        Settings settings =
                new Settings(
                        needed(environment, "AWS_REGION", missing),
                        needed(environment, "MUSTER_PLANS", missing),
                        needed(environment, "MUSTER_RECORDS", missing),
                        needed(environment, "MUSTER_STATE", missing),
                        needed(environment, "MUSTER_CLUSTER", missing),
                        families(
                                needed(environment, "MUSTER_TASK_DEFINITION", missing),
                                environment.get("MUSTER_TASK_DEFINITION_LARGE")),
                        needed(environment, "MUSTER_TRIGGER_FUNCTION", missing),
                        needed(environment, "MUSTER_TOPIC", missing),
                        span(environment, "MUSTER_PROVEN_WITHIN", "35d"),
                        span(environment, "MUSTER_START_WITHIN", "6h"),
                        number(environment, "MUSTER_MAX_TASKS", "10"));
        if (!missing.isEmpty()) {
            throw new MusterException(
                    "SETTING_MISSING",
                    "the function's environment lacks " + String.join(", ", missing),
                    "deploy the function with the stack's template, which sets them");
        }
        return settings;
    }

    private static String needed(
            Map<String, String> environment, String name, List<String> missing) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            missing.add(name);
            return "missing " + name;
        }
        return value.strip();
    }

    private static Span span(Map<String, String> environment, String name, String byDefault) {
        String value = environment.getOrDefault(name, "");
        try {
            return Span.parse(value.isBlank() ? byDefault : value);
        } catch (InvalidOption e) {
            throw new MusterException(
                    "SETTING_INVALID",
                    "the function's environment has " + name + ": " + e.getMessage(),
                    "write a number and a unit: m, h, d or w, as in 35d",
                    e);
        }
    }

    private static int number(Map<String, String> environment, String name, String byDefault) {
        String value = environment.getOrDefault(name, "").strip();
        String given = value.isEmpty() ? byDefault : value;
        if (!given.matches("[1-9]\\d{0,5}")) {
            throw new MusterException(
                    "SETTING_INVALID",
                    "the function's environment has %s: \"%s\" is no number of tasks"
                            .formatted(name, given),
                    "set it to 1 or more");
        }
        return Integer.parseInt(given);
    }

    private static Set<String> families(String usual, @Nullable String large) {
        return large == null || large.isBlank()
                ? Set.of(family(usual))
                : Set.copyOf(List.of(family(usual), family(large)));
    }

    /** The family of a task definition by its name, with or without revision, or its ARN. */
    private static String family(String taskDefinition) {
        String named = taskDefinition.substring(taskDefinition.lastIndexOf('/') + 1);
        int colon = named.indexOf(':');
        return colon < 0 ? named : named.substring(0, colon);
    }
}
