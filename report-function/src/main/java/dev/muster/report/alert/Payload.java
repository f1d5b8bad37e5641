package dev.muster.report.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.contract.ContractJson;
import dev.muster.contract.result.DrillResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What programs get: the whole result; where that is too large to send, so much of it as fits, with
 * a field {@code shortened} that says what is missing and where it lies. Counts stay those of the
 * whole.
 */
final class Payload {
    private static final List<Shortening> SHORTENINGS =
            List.of(
                    new Shortening(50, 200, 2000),
                    new Shortening(5, 50, 600),
                    new Shortening(0, 10, 200),
                    new Shortening(0, 1, 80));

    /** How much of each list, and of each text, is kept. */
    private record Shortening(int objects, int findings, int text) {}

    private Payload() {}

    /** The result in at most so many bytes of JSON. */
    static String of(DrillResult result, String location, int mostBytes) {
        JsonNode whole = ContractJson.mapper().valueToTree(result);
        String json = write(whole);
        int bytes = bytes(json);
        if (bytes <= mostBytes) {
            return json;
        }
        for (Shortening shortening : SHORTENINGS) {
            ObjectNode less = whole.deepCopy();
            shorten(less, shortening);
            less.putObject("shortened")
                    .put("why", "the whole result has " + bytes + " bytes")
                    .put("result", location);
            String shorter = write(less);
            if (bytes(shorter) <= mostBytes) {
                return shorter;
            }
        }
        ObjectNode least = ContractJson.mapper().createObjectNode();
        for (String field : List.of("schemaVersion", "drillId", "verdict", "proof", "cause")) {
            least.set(field, whole.path(field));
        }
        least.put("plan", cut(result.plan(), 80));
        least.putObject("shortened")
                .put("why", "the whole result has " + bytes + " bytes")
                .put("result", location);
        return write(least);
    }

    private static void shorten(ObjectNode result, Shortening to) {
        for (JsonNode check : result.path("checks")) {
            ArrayNode kept = ((ObjectNode) check).arrayNode();
            for (JsonNode object : check.path("objects")) {
                if (kept.size() < to.objects && !"passed".equals(object.path("outcome").asText())) {
                    kept.add(object);
                }
            }
            ((ObjectNode) check).set("objects", kept);
        }
        for (String list : List.of("findings", "attempts")) {
            ArrayNode all = (ArrayNode) result.path(list);
            while (all.size() > to.findings) {
                all.remove(all.size() - 1);
            }
        }
        cutTexts(result, to.text);
    }

    private static void cutTexts(JsonNode node, int longest) {
        if (node instanceof ObjectNode object) {
            Collection<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                JsonNode value = object.path(name);
                if (value.isTextual()) {
                    object.put(name, cut(value.asText(), longest));
                } else {
                    cutTexts(value, longest);
                }
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                JsonNode value = array.get(i);
                if (value.isTextual()) {
                    array.set(i, array.textNode(cut(value.asText(), longest)));
                } else {
                    cutTexts(value, longest);
                }
            }
        }
    }

    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end) + "…";
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String write(JsonNode json) {
        try {
            return ContractJson.mapper()
                    .writer()
                    .without(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result cannot be written as JSON", e);
        }
    }
}
