package dev.muster.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * The one way to write a document that is signed: RFC 8785 for documents without fractions. Keys
 * are sorted, nothing is indented, and so it does not matter how the file itself is laid out.
 */
final class CanonicalJson {
    private CanonicalJson() {}

    /**
     * The bytes that are signed.
     *
     * @throws IllegalArgumentException where it holds a number with a fraction
     */
    static byte[] of(JsonNode document) {
        StringBuilder text = new StringBuilder();
        write(document, text);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(JsonNode node, StringBuilder text) {
        if (node.isObject()) {
            Map<String, JsonNode> sorted = new TreeMap<>();
            node.properties().forEach(each -> sorted.put(each.getKey(), each.getValue()));
            text.append('{');
            String comma = "";
            for (Map.Entry<String, JsonNode> each : sorted.entrySet()) {
                text.append(comma).append(TextNode.valueOf(each.getKey())).append(':');
                write(each.getValue(), text);
                comma = ",";
            }
            text.append('}');
        } else if (node.isArray()) {
            text.append('[');
            for (Iterator<JsonNode> each = node.elements(); each.hasNext(); ) {
                write(each.next(), text);
                text.append(each.hasNext() ? "," : "");
            }
            text.append(']');
        } else if (node.isNumber() && !node.isIntegralNumber()) {
            throw new IllegalArgumentException("a fraction has no canonical form here");
        } else {
            text.append(node);
        }
    }
}
