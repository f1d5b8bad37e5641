package dev.muster.restore.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.contract.ContractJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What ECS tells a task of itself, at its task metadata endpoint of version 4.
 *
 * @param arn of the task
 * @param cpus the task's limit in vCPUs, null where it has none
 * @param memoryBytes the task's limit, null where it has none
 * @param about the rest, for the log
 */
record TaskMetadata(
        String arn, @Nullable Double cpus, @Nullable Long memoryBytes, List<String> about) {
    private static final String ENDPOINT = "ECS_CONTAINER_METADATA_URI_V4";
    private static final int PATIENCE_MILLIS = 2_000;

    TaskMetadata {
        about = List.copyOf(about);
    }

    /**
     * Asks for it.
     *
     * @return empty where this is no task of ECS
     * @throws IOException where it is one, and the endpoint does not answer as such
     */
    static Optional<TaskMetadata> read(Map<String, String> environment) throws IOException {
        String endpoint = environment.getOrDefault(ENDPOINT, "");
        if (endpoint.isBlank()) {
            return Optional.empty();
        }
        try {
            var connection =
                    (HttpURLConnection) URI.create(endpoint + "/task").toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            try (InputStream in = connection.getInputStream()) {
                return Optional.of(of(ContractJson.mapper().readTree(in)));
            } finally {
                connection.disconnect();
            }
        } catch (IllegalArgumentException | ClassCastException e) {
            throw new IOException("\"" + endpoint + "\" is no endpoint", e);
        }
    }

    private static TaskMetadata of(JsonNode task) {
        JsonNode limits = task.path("Limits");
        JsonNode storage = task.path("EphemeralStorageMetrics").path("Reserved");
        List<String> about = new ArrayList<>();
        add(about, task.path("LaunchType"));
        add(about, task.path("AvailabilityZone"));
        if (task.path("Family").isTextual()) {
            about.add(task.path("Family").asText() + ":" + task.path("Revision").asText());
        }
        if (storage.isNumber()) {
            about.add(String.format(Locale.ROOT, "%d MiB of disk", storage.longValue()));
        }
        return new TaskMetadata(
                task.path("TaskARN").asText("unknown"),
                limits.path("CPU").isNumber() ? limits.path("CPU").doubleValue() : null,
                limits.path("Memory").isNumber() ? limits.path("Memory").longValue() << 20 : null,
                about);
    }

    private static void add(List<String> about, JsonNode value) {
        if (value.isTextual() && !value.textValue().isBlank()) {
            about.add(value.textValue());
        }
    }

    /** On one line, for the log. */
    String describe() {
        List<String> parts = new ArrayList<>();
        if (cpus != null) {
            parts.add(String.format(Locale.ROOT, "%s vCPU", cpus));
        }
        if (memoryBytes != null) {
            parts.add((memoryBytes >> 20) + " MiB of memory");
        }
        parts.addAll(about);
        return arn + (parts.isEmpty() ? "" : ", " + String.join(", ", parts));
    }
}
