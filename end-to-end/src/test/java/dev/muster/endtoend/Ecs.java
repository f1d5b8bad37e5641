package dev.muster.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The part of ECS that drills need: takes RunTask as ECS does (one task for one client token, its
 * limits), knows what runs, and tells of what stopped. What a task does is for others to run.
 */
final class Ecs {
    /** What RunTask accepts for the overrides, in bytes. */
    private static final int OVERRIDES = 8192;

    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, Started> byToken = new LinkedHashMap<>();
    private final List<Started> waiting = new ArrayList<>();
    private final List<String> runTaskBodies = new ArrayList<>();
    private final Deque<String> failures = new ArrayDeque<>();

    /** A task, with the request that started it. */
    static final class Started {
        final String arn;
        final JsonNode request;
        final Instant createdAt = Instant.now();
        boolean stopped;

        Started(String arn, JsonNode request) {
            this.arn = arn;
            this.request = request;
        }

        String family() {
            String named = request.path("taskDefinition").asText();
            return named.substring(named.lastIndexOf('/') + 1).replaceFirst(":\\d+$", "");
        }

        /** What the request sets for the container. */
        Map<String, String> variables() {
            Map<String, String> variables = new LinkedHashMap<>();
            request.at("/overrides/containerOverrides/0/environment")
                    .forEach(v -> variables.put(v.path("name").asText(), v.path("value").asText()));
            return variables;
        }
    }

    /** How a task ended. */
    record Ending(String stopCode, String reason, @Nullable Integer exitCode) {
        static Ending exit(int code) {
            return new Ending(
                    "EssentialContainerExited", "Essential container in task exited", code);
        }
    }

    /** An answer of ECS: a status and a JSON document. */
    record Reply(int status, String body) {}

    synchronized Reply answer(AwsRequest request) {
        JsonNode json = request.json();
        return switch (request.target()) {
            case "RunTask" -> runTask(json, request.body());
            case "ListTasks" -> listTasks(json);
            case "DescribeTasks" -> describeTasks(json);
            default -> refusal("InvalidAction", request.target() + " is not emulated");
        };
    }

    private Reply runTask(JsonNode json, String body) {
        runTaskBodies.add(body);
        String token = json.path("clientToken").asText();
        if (token.isEmpty() || token.length() > 64) {
            return refusal(
                    "InvalidParameterException", "clientToken is needed, of 64 characters at most");
        }
        if (json.path("overrides").toString().length() > OVERRIDES) {
            return refusal(
                    "InvalidParameterException", "the overrides are longer than " + OVERRIDES);
        }
        JsonNode network = json.at("/networkConfiguration/awsvpcConfiguration");
        if (network.path("subnets").isEmpty() || network.path("securityGroups").isEmpty()) {
            return refusal("InvalidParameterException", "subnets and securityGroups are needed");
        }
        if (json.path("startedBy").asText().length() > 128) {
            return refusal("InvalidParameterException", "startedBy is longer than 128 characters");
        }
        String failure = failures.poll();
        if (failure != null) {
            ObjectNode reply = JSON.createObjectNode();
            reply.putArray("tasks");
            reply.putArray("failures").addObject().put("reason", failure);
            return new Reply(200, reply.toString());
        }
        Started task = byToken.get(token);
        if (task != null && !task.request.equals(json)) {
            return conflict(task);
        }
        if (task == null) {
            String id = UUID.randomUUID().toString().replace("-", "");
            task =
                    new Started(
                            json.path("cluster").asText().replace(":cluster/", ":task/") + "/" + id,
                            json);
            byToken.put(token, task);
            waiting.add(task);
        }
        ObjectNode reply = JSON.createObjectNode();
        reply.putArray("tasks").add(described(task));
        reply.putArray("failures");
        return new Reply(200, reply.toString());
    }

    private Reply listTasks(JsonNode json) {
        ArrayNode arns = JSON.createArrayNode();
        String family = json.path("family").asText("");
        byToken.values().stream()
                .filter(t -> !t.stopped)
                .filter(t -> family.isEmpty() || t.family().equals(family))
                .forEach(t -> arns.add(t.arn));
        return new Reply(200, JSON.createObjectNode().set("taskArns", arns).toString());
    }

    private Reply describeTasks(JsonNode json) {
        ObjectNode reply = JSON.createObjectNode();
        ArrayNode tasks = reply.putArray("tasks");
        reply.putArray("failures");
        for (JsonNode arn : json.path("tasks")) {
            byToken.values().stream()
                    .filter(t -> t.arn.equals(arn.asText()))
                    .forEach(t -> tasks.add(described(t)));
        }
        return new Reply(200, reply.toString());
    }

    private static ObjectNode described(Started task) {
        ObjectNode described = JSON.createObjectNode();
        described.put("taskArn", task.arn);
        described.put("clusterArn", task.request.path("cluster").asText());
        described.put("taskDefinitionArn", definition(task));
        described.put("lastStatus", task.stopped ? "STOPPED" : "PROVISIONING");
        described.put("desiredStatus", task.stopped ? "STOPPED" : "RUNNING");
        described.put("startedBy", task.request.path("startedBy").asText());
        return described;
    }

    private static Reply conflict(Started task) {
        ObjectNode body = JSON.createObjectNode();
        body.put("__type", "ConflictException");
        body.put("message", "The client token is in use with another request.");
        body.putArray("resourceIds").add(task.arn);
        return new Reply(400, body.toString());
    }

    /** Answers the next request for a task with this failure, and no task. */
    synchronized void failNext(String reason) {
        failures.add(reason);
    }

    private static Reply refusal(String code, String message) {
        ObjectNode body = JSON.createObjectNode();
        body.put("__type", code);
        body.put("message", message);
        return new Reply(400, body.toString());
    }

    /** The tasks that were started and not run yet; they are the caller's now. */
    synchronized List<Started> takeStarted() {
        List<Started> taken = List.copyOf(waiting);
        waiting.clear();
        return taken;
    }

    /** How often a task was asked for, answered from a client token or not. */
    synchronized int runTaskCalls() {
        return runTaskBodies.size();
    }

    /** How many tasks there ever were. */
    synchronized int tasks() {
        return byToken.size();
    }

    /** The event that ECS sends to EventBridge when the task has stopped. */
    synchronized String stopped(Started task, Ending ending) {
        task.stopped = true;
        ObjectNode event = JSON.createObjectNode();
        event.put("version", "0");
        event.put("id", UUID.randomUUID().toString());
        event.put("detail-type", "ECS Task State Change");
        event.put("source", "aws.ecs");
        event.put("account", task.arn.split(":", -1)[4]);
        event.put("time", Instant.now().toString());
        event.put("region", "eu-central-1");
        event.putArray("resources").add(task.arn);
        ObjectNode detail = event.putObject("detail");
        detail.put("taskArn", task.arn);
        detail.put("clusterArn", task.request.path("cluster").asText());
        detail.put("taskDefinitionArn", definition(task));
        detail.put("group", "family:" + task.family());
        detail.put("startedBy", task.request.path("startedBy").asText());
        detail.put("lastStatus", "STOPPED");
        detail.put("desiredStatus", "STOPPED");
        detail.put("stopCode", ending.stopCode);
        detail.put("stoppedReason", ending.reason);
        detail.put("createdAt", task.createdAt.toString());
        detail.put("startedAt", task.createdAt.toString());
        detail.put("stoppedAt", Instant.now().toString());
        detail.put("cpu", task.request.at("/overrides/cpu").asText("1024"));
        detail.put("memory", task.request.at("/overrides/memory").asText("4096"));
        detail.put("launchType", "FARGATE");
        detail.put("platformVersion", "1.4.0");
        detail.put("version", 6);
        detail.putArray("attachments");
        detail.putArray("attributes")
                .addObject()
                .put("name", "ecs.cpu-architecture")
                .put("value", "x86_64");
        ObjectNode container = detail.putArray("containers").addObject();
        container.put("name", task.request.at("/overrides/containerOverrides/0/name").asText());
        container.put("lastStatus", "STOPPED");
        if (ending.exitCode != null) {
            container.put("exitCode", ending.exitCode);
        }
        detail.set("overrides", task.request.path("overrides"));
        return event.toString();
    }

    private static String definition(Started task) {
        return task.request
                .path("cluster")
                .asText()
                .replaceFirst(":cluster/.*", ":task-definition/" + task.family() + ":1");
    }
}
