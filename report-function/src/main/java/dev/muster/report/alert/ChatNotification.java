package dev.muster.report.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.contract.ContractJson;
import dev.muster.report.render.Legible;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The custom notification of Amazon Q Developer in chat applications, which Slack and Teams show:
 * version 1.0 of its event schema, with every text kept below the service's limits.
 *
 * @param description in the chat's markdown; untrusted text in it must have come through {@link
 *     #escaped}
 * @param threadId messages of the same one are shown in one thread
 */
record ChatNotification(
        String id,
        String title,
        String description,
        List<String> nextSteps,
        List<String> keywords,
        @Nullable String threadId,
        String summary,
        String eventType,
        List<String> relatedResources,
        Map<String, String> additionalContext) {
    static final int LONGEST_TITLE = 250;
    static final int LONGEST_DESCRIPTION = 8000;
    static final int LONGEST_STEP = 350;
    static final int LONGEST_KEYWORD = 75;
    static final int MOST_ITEMS = 10;

    /** As JSON on one line. */
    String json() {
        ObjectNode event = ContractJson.mapper().createObjectNode();
        event.put("version", "1.0").put("source", "custom").put("id", id);
        ObjectNode content = event.putObject("content");
        content.put("textType", "client-markdown");
        content.put("title", cut(title, LONGEST_TITLE));
        content.put("description", cut(description, LONGEST_DESCRIPTION));
        items(content.putArray("nextSteps"), nextSteps, LONGEST_STEP);
        items(content.putArray("keywords"), keywords, LONGEST_KEYWORD);
        ObjectNode metadata = event.putObject("metadata");
        if (threadId != null) {
            metadata.put("threadId", threadId);
        }
        metadata.put("summary", cut(summary, LONGEST_TITLE));
        metadata.put("eventType", eventType);
        items(metadata.putArray("relatedResources"), relatedResources, LONGEST_DESCRIPTION);
        ObjectNode context = metadata.putObject("additionalContext");
        additionalContext.forEach(context::put);
        try {
            return ContractJson.mapper()
                    .writer()
                    .without(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a notification cannot be written as JSON", e);
        }
    }

    /**
     * What a stranger wrote, made harmless: it can mention nobody, link nowhere, format nothing.
     */
    static String escaped(String untrusted) {
        StringBuilder safe = new StringBuilder();
        for (char c : Legible.text(untrusted).toCharArray()) {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '*', '_', '~', '`' -> safe.append(c).append('\u200B');
                case '@' -> safe.append("@\u200B");
                default -> safe.append(c);
            }
        }
        return safe.toString();
    }

    private static void items(ArrayNode array, List<String> items, int longest) {
        items.stream().limit(MOST_ITEMS).map(item -> cut(item, longest)).forEach(array::add);
    }

    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = longest - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
                + "…";
    }
}
