package dev.muster.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The statements of a role, asked as IAM asks them: is this call allowed, and by which of them. */
final class Statements {
    private final List<JsonNode> statements;

    private Statements(List<JsonNode> statements) {
        this.statements = statements;
    }

    static Statements of(JsonNode list) {
        List<JsonNode> statements = new ArrayList<>();
        list.forEach(statements::add);
        if (statements.stream().anyMatch(s -> !s.path("Effect").asText().equals("Allow"))) {
            throw new IllegalStateException("a role of ours denies nothing");
        }
        return new Statements(statements);
    }

    /** Whether one statement allows it. */
    boolean allow(AwsCall call) {
        return statements.stream()
                .anyMatch(s ->
                        any(s.path("Action"), call.action())
                                && any(s.path("Resource"), call.resource())
                                && conditions(s.path("Condition"), call));
    }

    /**
     * Every action that is allowed, each with the statement's Sid: {@code StartDrills ecs:RunTask}.
     */
    List<String> actions() {
        return statements.stream()
                .flatMap(s ->
                        texts(s.path("Action")).stream().map(a -> s.path("Sid").asText() + " " + a))
                .toList();
    }

    /** Whether the named action of the named statement is what allows the call. */
    boolean usedBy(String sidAndAction, AwsCall call) {
        return statements.stream()
                .filter(s -> sidAndAction.startsWith(s.path("Sid").asText() + " "))
                .anyMatch(s ->
                        like(sidAndAction.substring(sidAndAction.indexOf(' ') + 1), call.action())
                                && any(s.path("Resource"), call.resource())
                                && conditions(s.path("Condition"), call));
    }

    private static boolean conditions(JsonNode conditions, AwsCall call) {
        return conditions.properties().stream()
                .allMatch(operator ->
                        operator.getValue().properties().stream()
                                .allMatch(key -> {
                                    String actual = call.context().get(key.getKey());
                                    return switch (operator.getKey()) {
                                        case "StringEquals", "ArnEquals" ->
                                                actual != null
                                                        && texts(key.getValue()).contains(actual);
                                        // "false": the request has this key.
                                        case "Null" ->
                                                key.getValue().asBoolean() == (actual == null);
                                        case "StringLike", "ArnLike" ->
                                                actual != null && any(key.getValue(), actual);
                                        default ->
                                                throw new IllegalStateException(
                                                        operator.getKey() + " is new here");
                                    };
                                }));
    }

    private static boolean any(JsonNode patterns, String value) {
        return texts(patterns).stream().anyMatch(pattern -> like(pattern, value));
    }

    private static boolean like(String pattern, String value) {
        String regex =
                Pattern.compile("\\*")
                        .splitAsStream(pattern + "\0")
                        .map(part -> Pattern.quote(part.replace("\0", "")))
                        .collect(Collectors.joining(".*"));
        return value.matches(regex);
    }

    static List<String> texts(JsonNode oneOrMany) {
        List<String> texts = new ArrayList<>();
        if (oneOrMany.isArray()) {
            oneOrMany.forEach(t -> texts.add(t.asText()));
        } else {
            texts.add(oneOrMany.asText());
        }
        return texts;
    }
}
