package dev.muster.report.stop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.contract.ContractJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** ECS's events, made from the samples that lie beside the code. */
public final class Events {
    private Events() {}

    /** The sample of this name. */
    public static ObjectNode sample(String name) {
        try {
            return (ObjectNode)
                    ContractJson.mapper().readTree(Path.of("events", name + ".json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A stopped task of which ECS says this; without an exit code its container never ran. */
    public static ObjectNode stopped(
            @Nullable String stopCode,
            @Nullable String stoppedReason,
            @Nullable Integer exitCode,
            @Nullable String containerReason) {
        ObjectNode event = sample("task-stopped");
        ObjectNode detail = (ObjectNode) event.path("detail");
        put(detail, "stopCode", stopCode);
        put(detail, "stoppedReason", stoppedReason);
        ObjectNode container = (ObjectNode) detail.path("containers").get(0);
        put(container, "reason", containerReason);
        if (exitCode == null) {
            container.remove("exitCode");
            detail.remove("startedAt");
        } else {
            container.put("exitCode", exitCode);
        }
        return event;
    }

    /** The same event for another drill. */
    public static ObjectNode withRequest(ObjectNode event, String request) {
        JsonNode environment =
                event.path("detail").path("overrides").path("containerOverrides").get(0);
        ((ObjectNode) ((ArrayNode) environment.path("environment")).get(0)).put("value", request);
        return event;
    }

    private static void put(ObjectNode node, String field, @Nullable String value) {
        if (value == null) {
            node.remove(field);
        } else {
            node.put(field, value);
        }
    }
}
