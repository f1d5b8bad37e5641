package dev.muster.restore.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.contract.ContractJson;
import dev.muster.contract.MusterException;
import dev.muster.contract.request.DrillRequest;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the environment tells the task to do.
 *
 * @param drillId under which the result is left
 * @param plan under whose name the result is left
 * @param plans where the plan file lies
 * @param records where the result goes
 * @param request null where it makes no sense; {@code wrong} then says why
 */
record Assignment(
        String drillId,
        String plan,
        String plans,
        String records,
        @Nullable DrillRequest request,
        @Nullable MusterException wrong) {
    static final String REQUEST = "MUSTER_REQUEST";
    static final String PLANS = "MUSTER_PLANS";
    static final String RECORDS = "MUSTER_RECORDS";

    /** A drill's id names its work directory. */
    private static final Pattern DRILL_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");

    /**
     * Reads the environment.
     *
     * @throws MusterException TASK_ENVIRONMENT, REQUEST_UNREADABLE or REQUEST_VERSION where not
     *     even a result could be left
     */
    static Assignment from(Map<String, String> environment) {
        String text = needed(environment, REQUEST);
        String plans = needed(environment, PLANS);
        String records = needed(environment, RECORDS);
        DrillRequest request = null;
        MusterException wrong = null;
        try {
            request = DrillRequest.fromJson(text);
            if (!DRILL_ID.matcher(request.drillId()).matches()) {
                wrong = oddId(request.drillId());
            }
        } catch (MusterException e) {
            wrong = e;
        }
        if (request != null) {
            return new Assignment(
                    request.drillId(),
                    request.plan(),
                    plans,
                    records,
                    wrong == null ? request : null,
                    wrong);
        }
        return new Assignment(
                told(text, "drillId", wrong),
                told(text, "plan", wrong),
                plans,
                records,
                null,
                wrong);
    }

    private static String needed(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "");
        if (value.isBlank()) {
            throw new MusterException(
                    "TASK_ENVIRONMENT",
                    "the environment has no " + name,
                    "let the trigger function start this task: it sets "
                            + REQUEST
                            + ", and the"
                            + " task definition sets "
                            + PLANS
                            + " and "
                            + RECORDS);
        }
        return value.strip();
    }

    /** What a request that cannot be read whole still tells of itself. */
    private static String told(String json, String field, @Nullable MusterException wrong) {
        try {
            JsonNode value = ContractJson.mapper().readTree(json).path(field);
            if (value.isTextual() && !value.textValue().isBlank()) {
                return value.textValue();
            }
        } catch (JsonProcessingException _) {
            // That it cannot be read is what is thrown below.
        }
        throw wrong != null ? wrong : oddId("");
    }

    private static MusterException oddId(String id) {
        return new MusterException(
                "REQUEST_UNREADABLE",
                "\"%s\" cannot be a drill's id".formatted(id),
                "use letters, digits, hyphens and _, at most 100");
    }
}
