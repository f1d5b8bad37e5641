package dev.muster.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.contract.MusterException;
import dev.muster.report.alert.AlertSeverity;
import dev.muster.report.stop.StoppedTask;
import dev.muster.report.stop.TaskEvent;
import java.util.Locale;

/** What the function is asked to do. */
sealed interface ReportEvent {
    /** How the names of verdicts end that were kept while their drill goes on. */
    String KEPT = "/kept/result.json";

    /** A task has stopped: report its drill. */
    record TaskStopped(StoppedTask task) implements ReportEvent {}

    /** A result was left without a task: report it. */
    record ResultLeft(String plan, String drillId) implements ReportEvent {}

    /**
     * A verdict was kept whose drill goes on: tell of it.
     *
     * @param key of the document in the bucket of the records
     */
    record VerdictKept(String key) implements ReportEvent {}

    /** Look for silence. */
    record Overdue() implements ReportEvent {}

    /** Send a test through every way of delivery. */
    record Test(AlertSeverity severity) implements ReportEvent {}

    /** Nothing to do, and why. */
    record Ignored(String why) implements ReportEvent {}

    /**
     * Reads an event.
     *
     * @throws MusterException EVENT_UNKNOWN or EVENT_UNREADABLE
     */
    static ReportEvent of(JsonNode event) {
        if (TaskEvent.isOne(event)) {
            return TaskEvent.isStopped(event)
                    ? new TaskStopped(TaskEvent.read(event))
                    : new Ignored(
                            "the task has not stopped, it is "
                                    + event.path("detail").path("lastStatus").asText("unknown"));
        }
        if (isObjectCreated(event)) {
            String key = event.path("detail").path("object").path("key").asText("");
            return key.endsWith(KEPT)
                    ? new VerdictKept(key)
                    : new Ignored("the object \"%s\" is no verdict that was kept".formatted(key));
        }
        if (event.has("report")) {
            return new ResultLeft(
                    needed(event.path("report"), "plan"), needed(event.path("report"), "drillId"));
        }
        if (event.path("overdue").isBoolean() && event.path("overdue").booleanValue()) {
            return new Overdue();
        }
        if (event.path("testAlert").isBoolean() && event.path("testAlert").booleanValue()) {
            return new Test(severity(event.path("severity")));
        }
        throw new MusterException(
                "EVENT_UNKNOWN",
                "this is no event of the report function",
                "send {\"testAlert\":true}, {\"overdue\":true},"
                        + " {\"report\":{\"plan\":…,\"drillId\":…}} or ECS's own event");
    }

    private static boolean isObjectCreated(JsonNode event) {
        return "aws.s3".equals(event.path("source").asText())
                && "Object Created".equals(event.path("detail-type").asText());
    }

    private static String needed(JsonNode report, String field) {
        JsonNode value = report.path(field);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw new MusterException(
                    "EVENT_UNREADABLE",
                    "the event has no \"report.%s\"".formatted(field),
                    "write {\"report\":{\"plan\":\"shop\",\"drillId\":\"…\"}}");
        }
        return value.asText();
    }

    private static AlertSeverity severity(JsonNode severity) {
        if (severity.isMissingNode() || severity.isNull()) {
            return AlertSeverity.CRITICAL;
        }
        for (AlertSeverity known : AlertSeverity.values()) {
            if (known.name().equals(severity.asText().toUpperCase(Locale.ROOT))) {
                return known;
            }
        }
        throw new MusterException(
                "EVENT_UNREADABLE",
                "\"%s\" is no severity".formatted(severity.asText()),
                "write CRITICAL, WARNING or INFO, or leave it out");
    }
}
