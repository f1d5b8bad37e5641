package dev.muster.trigger;

import dev.muster.contract.MusterException;
import dev.muster.contract.plan.InvalidOption;
import dev.muster.contract.plan.Span;
import dev.muster.trigger.task.TaskSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the stack tells the function by its environment.
 *
 * @param plans where the plan file lies
 * @param records where the evidence of drills lies
 * @param state where orders lie
 * @param mostTasks how many drills run at the same time
 * @param startWithin how long a drill may wait for ECS to have room for it
 * @param reportFunction that is told of drills that ended without a task, or null
 */
record FunctionSettings(
        String plans,
        String records,
        String state,
        TaskSettings task,
        int mostTasks,
        Duration startWithin,
        @Nullable String reportFunction,
        String region) {

    static FunctionSettings of(Map<String, String> environment) {
        Variables from = new Variables(environment);
        return new FunctionSettings(
                from.needed("MUSTER_PLANS"),
                from.needed("MUSTER_RECORDS"),
                from.needed("MUSTER_STATE"),
                new TaskSettings(
                        from.needed("MUSTER_CLUSTER"),
                        from.needed("MUSTER_TASK_DEFINITION"),
                        from.text("MUSTER_TASK_DEFINITION_LARGE"),
                        from.or("MUSTER_CONTAINER", "drill"),
                        from.or("MUSTER_VOLUME", "work"),
                        from.text("MUSTER_EBS_ROLE"),
                        from.list("MUSTER_SUBNETS"),
                        from.list("MUSTER_SECURITY_GROUPS"),
                        from.flag("MUSTER_ASSIGN_PUBLIC_IP"),
                        from.text("MUSTER_CAPACITY_PROVIDER")),
                from.number("MUSTER_MAX_TASKS", "10"),
                from.span("MUSTER_START_WITHIN", "6h"),
                from.text("MUSTER_REPORT_FUNCTION"),
                from.or("AWS_REGION", "us-east-1"));
    }

    /** Reads variables, and says which one is wrong. */
    private record Variables(Map<String, String> environment) {
        @Nullable String text(String name) {
            String value = environment.get(name);
            return value == null || value.isBlank() ? null : value.strip();
        }

        String or(String name, String otherwise) {
            String value = text(name);
            return value == null ? otherwise : value;
        }

        String needed(String name) {
            String value = text(name);
            if (value == null) {
                throw wrong(name + " is not set", "deploy the stack again: it sets " + name);
            }
            return value;
        }

        List<String> list(String name) {
            return Arrays.stream(needed(name).split(","))
                    .map(String::strip)
                    .filter(item -> !item.isEmpty())
                    .toList();
        }

        boolean flag(String name) {
            return switch (or(name, "false")) {
                case "true", "ENABLED" -> true;
                case "false", "DISABLED" -> false;
                default ->
                        throw wrong(name + " is neither true nor false", "set it to true or false");
            };
        }

        int number(String name, String otherwise) {
            String value = or(name, otherwise);
            if (!value.matches("[1-9]\\d{0,5}")) {
                throw wrong(
                        "%s is \"%s\" and no number of tasks".formatted(name, value),
                        "set it to 1 or more");
            }
            return Integer.parseInt(value);
        }

        Duration span(String name, String otherwise) {
            String value = or(name, otherwise);
            try {
                return Span.parse(value).duration();
            } catch (InvalidOption e) {
                throw wrong("%s is \"%s\" and no length of time".formatted(name, value), e.hint());
            }
        }

        private static MusterException wrong(String what, @Nullable String hint) {
            return new MusterException("SETTING_INVALID", "the function's variable " + what, hint);
        }
    }
}
