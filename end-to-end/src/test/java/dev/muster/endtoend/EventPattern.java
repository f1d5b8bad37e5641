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
            boolean fits = choice.isObject() ? fits(choice, value.asText()) : choice.equals(value);
            if (fits) {
                return true;
            }
        }
        return false;
    }

    private static boolean fits(JsonNode choice, String text) {
        if (choice.size() == 1 && choice.has("prefix")) {
            return text.startsWith(choice.path("prefix").asText());
        }
        if (choice.size() == 1 && choice.has("suffix")) {
            return text.endsWith(choice.path("suffix").asText());
        }
        throw new IllegalStateException("no rule used this before: " + choice);
    }
}
