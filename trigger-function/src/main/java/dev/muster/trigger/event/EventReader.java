package dev.muster.trigger.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.contract.ContractJson;
import dev.muster.contract.MusterException;
import dev.muster.records.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads events, and refuses those that it does not understand in full. */
public final class EventReader {
    private static final Set<String> KNOWN =
            Set.of("plan", "backup", "select", "seed", "dryRun", "dispatch", "id");

    private EventReader() {}

    /**
     * Reads an event.
     *
     * @param json as Lambda hands it over: EventBridge's envelope, or what a person typed
     * @param invocation the id of the function's invocation, which its own retries share
     * @throws MusterException EVENT_UNREADABLE, EVENT_FOREIGN, EVENT_UNKNOWN_KEY or EVENT_INVALID
     */
    public static TriggerEvent read(byte[] json, String invocation) {
        JsonNode event = parse(new String(json, StandardCharsets.UTF_8));
        if (!event.isObject()) {
            throw new MusterException(
                    "EVENT_UNREADABLE",
                    "the event is no JSON object",
                    "send {} for all plans, or {\"plan\":\"NAME\"} for one");
        }
        if (event.has("source") || event.has("detail-type")) {
            return request(detail(event), id(event.get("id"), invocation));
        }
        return request(event, id(event.get("id"), invocation));
    }

    private static JsonNode parse(String json) {
        try {
            return ContractJson.mapper().readTree(json.isBlank() ? "{}" : json);
        } catch (JsonProcessingException e) {
            throw new MusterException(
                    "EVENT_UNREADABLE",
                    "the event is no JSON: "
                            + e.getOriginalMessage().lines().findFirst().orElse(""),
                    "send {} for all plans, or {\"plan\":\"NAME\"} for one",
                    e);
        }
    }

    /** A schedule's envelope; its detail holds what a rule's own input would. */
    private static JsonNode detail(JsonNode envelope) {
        String source = envelope.path("source").asText();
        String type = envelope.path("detail-type").asText();
        boolean ours =
                type.equals("Scheduled Event")
                        || source.equals("muster")
                        || source.startsWith("muster.");
        if (!ours) {
            throw new MusterException(
                    "EVENT_FOREIGN",
                    "this is a \"%s\" of \"%s\", which asks for no drill".formatted(type, source),
                    "let the rule that sent it invoke another function; drills are asked for by a"
                            + " schedule, or by events whose source is muster");
        }
        JsonNode detail = envelope.path("detail");
        JsonNode asked = detail.isTextual() ? parse(detail.asText()) : detail;
        return asked.isObject() ? asked : ContractJson.mapper().createObjectNode();
    }

    private static TriggerEvent request(JsonNode asked, String id) {
        List<String> names = new ArrayList<>();
        asked.fieldNames().forEachRemaining(names::add);
        names.stream()
                .filter(name -> !KNOWN.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new MusterException(
                            "EVENT_UNKNOWN_KEY",
                            "the event has an unknown key \"%s\"".formatted(name),
                            "known here: " + String.join(", ", KNOWN.stream().sorted().toList()));
                });
        TriggerEvent event =
                new TriggerEvent(
                        id,
                        text(asked, "plan"),
                        text(asked, "backup"),
                        select(asked),
                        seed(asked),
                        flag(asked, "dryRun"),
                        flag(asked, "dispatch"));
        refuseContradictions(event);
        event.selection();
        return event;
    }

    private static void refuseContradictions(TriggerEvent event) {
        if (event.backup() != null && event.plan() == null) {
            throw invalid("names a backup and no plan", "add \"plan\"");
        }
        if (event.backup() != null && event.select() != null) {
            throw invalid("names a backup and a choice", "send either \"backup\" or \"select\"");
        }
        boolean asks = event.plan() != null || event.select() != null || event.seed() != null;
        if (event.dispatch() && (asks || event.dryRun())) {
            throw invalid(
                    "asks to start what waits, and for more",
                    "send {\"dispatch\":true} alone, or leave \"dispatch\" out");
        }
    }

    private static @Nullable String text(JsonNode asked, String name) {
        JsonNode value = asked.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual() || value.asText().isBlank()) {
            throw invalid("has a \"" + name + "\" that is no text", "write it in quotes");
        }
        return value.asText();
    }

    private static @Nullable JsonNode select(JsonNode asked) {
        JsonNode value = asked.get("select");
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isObject()) {
            throw invalid(
                    "has a \"select\" that is no object",
                    "write it as in muster.yaml: {\"mode\":\"latest\",\"within\":\"30d\"}");
        }
        return value;
    }

    private static @Nullable Long seed(JsonNode asked) {
        JsonNode value = asked.get("seed");
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw invalid("has a \"seed\" that is no whole number", "give the seed of a result");
        }
        return value.asLong();
    }

    private static boolean flag(JsonNode asked, String name) {
        JsonNode value = asked.get(name);
        if (value == null || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw invalid("has a \"" + name + "\" that is neither true nor false", "write true");
        }
        return value.asBoolean();
    }

    private static String id(@Nullable JsonNode given, String invocation) {
        String id = given == null || given.asText().isBlank() ? invocation : given.asText();
        return id.matches("[A-Za-z0-9-]{1,64}")
                ? id
                : Digest.sha256(id.getBytes(StandardCharsets.UTF_8)).substring(0, 32);
    }

    private static MusterException invalid(String what, String hint) {
        return new MusterException("EVENT_INVALID", "the event " + what, hint);
    }
}
