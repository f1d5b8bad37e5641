package dev.muster.report.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.contract.ContractJson;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One document of CloudWatch's embedded metric format: a line on standard output that CloudWatch
 * Logs turns into metrics, for one plan and for all plans together.
 */
public final class MetricDocument {
    static final String NAMESPACE = "Muster";
    static final String PLAN = "Plan";
    private static final int LONGEST_DIMENSION = 1024;

    private final Instant at;
    private final @Nullable String plan;
    private final Map<String, MetricUnit> units = new LinkedHashMap<>();
    private final Map<String, Double> values = new LinkedHashMap<>();
    private final Map<String, String> properties = new LinkedHashMap<>();

    /** Metrics of one plan; of none where they are about all. */
    MetricDocument(Instant at, @Nullable String plan) {
        this.at = at;
        this.plan = plan;
    }

    /** Adds a metric; what is not known is left out. */
    MetricDocument with(String name, MetricUnit unit, @Nullable Number value) {
        if (value != null && Double.isFinite(value.doubleValue())) {
            units.put(name, unit);
            values.put(name, value.doubleValue());
        }
        return this;
    }

    /** Adds a text that is searched in the log and is no metric. */
    MetricDocument noting(String name, String text) {
        properties.put(name, text);
        return this;
    }

    /** The document on one line. */
    public String json() {
        ObjectNode root = ContractJson.mapper().createObjectNode();
        ObjectNode aws = root.putObject("_aws");
        aws.put("Timestamp", at.toEpochMilli());
        ObjectNode directive = aws.putArray("CloudWatchMetrics").addObject();
        directive.put("Namespace", NAMESPACE);
        ArrayNode dimensions = directive.putArray("Dimensions");
        if (plan != null) {
            dimensions.addArray().add(PLAN);
            root.put(PLAN, dimension(plan));
        }
        dimensions.addArray();
        ArrayNode metrics = directive.putArray("Metrics");
        units.forEach((name, unit) ->
                metrics.addObject().put("Name", name).put("Unit", unit.cloudWatch()));
        values.forEach(root::put);
        properties.forEach(root::put);
        try {
            return ContractJson.mapper()
                    .writer()
                    .without(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("metrics cannot be written as JSON", e);
        }
    }

    /** CloudWatch takes printable ASCII that begins with no colon. */
    private static String dimension(String name) {
        String ascii = name.replaceAll("[^ -~]", "?").replaceFirst("^:", "?").strip();
        String some = ascii.isEmpty() ? "?" : ascii;
        return some.length() <= LONGEST_DIMENSION ? some : some.substring(0, LONGEST_DIMENSION);
    }
}
