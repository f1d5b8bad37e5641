package dev.muster.endtoend;

import com.fasterxml.jackson.databind.JsonNode;

/** Whether EventBridge gives an event to a rule: the part of its patterns that the rules use. */
final class EventPattern {
    private EventPattern() {}

    /**
     * @param pattern objects down to lists of values, or of {@code {"prefix": …}}
     */
    static boolean matches(JsonNode pattern, JsonNode event) {
        return pattern.properties().stream()
                .allMatch(entry -> {
                    JsonNode value = event.path(entry.getKey());
                    JsonNode wanted = entry.getValue();
                    return wanted.isArray() ? anyOf(wanted, value) : matches(wanted, value);
                });
    }

    private static boolean anyOf(JsonNode choices, JsonNode value) {
        for (JsonNode choice : choices) {
            boolean fits =
                    choice.isObject()
                            ? value.asText().startsWith(prefix(choice))
                            : choice.equals(value);
            if (fits) {
                return true;
            }
        }
        return false;
    }

    private static String prefix(JsonNode choice) {
        if (choice.size() != 1 || !choice.has("prefix")) {
            throw new IllegalStateException("no rule used this before: " + choice);
        }
        return choice.path("prefix").asText();
    }
}
