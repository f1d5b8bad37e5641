package dev.muster.report.stop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.contract.MusterException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the event {@code ECS Task State Change} as EventBridge delivers it. Fields that are not
 * known are passed over, as ECS asks of its readers.
 */
public final class TaskEvent {
    private TaskEvent() {}

    /** Whether this is an event of this kind at all. */
    public static boolean isOne(JsonNode event) {
        return "aws.ecs".equals(event.path("source").asText())
                && "ECS Task State Change".equals(event.path("detail-type").asText());
    }

    /** Whether the task has stopped; ECS sends the same kind of event for every change of it. */
    public static boolean isStopped(JsonNode event) {
        return "STOPPED".equals(event.path("detail").path("lastStatus").asText());
    }

    /**
     * The task that the event tells of.
     *
     * @throws MusterException EVENT_UNREADABLE where it does not say which task of which definition
     */
    public static StoppedTask read(JsonNode event) {
        JsonNode detail = event.path("detail");
        Set<String> reasons = new LinkedHashSet<>();
        addText(reasons, detail.path("stoppedReason"));
        List<Integer> exitCodes = new ArrayList<>();
        for (JsonNode container : detail.path("containers")) {
            addText(reasons, container.path("reason"));
            if (container.path("exitCode").isInt()) {
                exitCodes.add(container.path("exitCode").intValue());
            }
        }
        for (JsonNode attachment : detail.path("attachments")) {
            for (JsonNode fact : attachment.path("details")) {
                if (fact.path("name").asText().equalsIgnoreCase("statusReason")) {
                    addText(reasons, fact.path("value"));
                }
            }
        }
        return new StoppedTask(
                needed(detail, "taskArn"),
                text(detail.path("clusterArn"), ""),
                needed(detail, "taskDefinitionArn"),
                text(detail.path("startedBy")),
                text(detail.path("stopCode")),
                List.copyOf(reasons),
                exitCodes,
                time(detail.path("createdAt")),
                time(detail.path("startedAt")),
                time(detail.path("stoppedAt")),
                text(detail.path("platformVersion")),
                text(detail.path("capacityProviderName")),
                architecture(detail),
                number(detail.path("cpu")),
                number(detail.path("memory")),
                request(detail));
    }

    private static @Nullable String architecture(JsonNode detail) {
        for (JsonNode attribute : detail.path("attributes")) {
            if ("ecs.cpu-architecture".equals(attribute.path("name").asText())) {
                return text(attribute.path("value"));
            }
        }
        return null;
    }

    private static @Nullable String request(JsonNode detail) {
        for (JsonNode container : detail.path("overrides").path("containerOverrides")) {
            for (JsonNode variable : container.path("environment")) {
                if (StoppedTask.REQUEST.equals(variable.path("name").asText())) {
                    return text(variable.path("value"));
                }
            }
        }
        return null;
    }

    private static void addText(Set<String> reasons, JsonNode value) {
        String text = text(value);
        if (text != null) {
            reasons.add(text);
        }
    }

    private static String needed(JsonNode detail, String field) {
        String text = text(detail.path(field));
        if (text == null) {
            throw new MusterException(
                    "EVENT_UNREADABLE",
                    "the task's event has no \"detail.%s\"".formatted(field),
                    "pass on the event as ECS sends it, without an input transformer");
        }
        return text;
    }

    private static String text(JsonNode value, String otherwise) {
        String text = text(value);
        return text == null ? otherwise : text;
    }

    private static @Nullable String text(JsonNode value) {
        return value.isTextual() && !value.asText().isBlank() ? value.asText() : null;
    }

    /** ECS writes {@code cpu} and {@code memory} as text. */
    private static @Nullable Integer number(JsonNode value) {
        try {
            return value.isInt() ? value.intValue() : Integer.valueOf(value.asText().strip());
        } catch (NumberFormatException _) {
            return null;
        }
    }

    private static @Nullable Instant time(JsonNode value) {
        try {
            return value.isTextual() ? Instant.parse(value.asText()) : null;
        } catch (DateTimeParseException _) {
            return null;
        }
    }
}
