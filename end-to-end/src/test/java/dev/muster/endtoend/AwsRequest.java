package dev.muster.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A signed request to AWS, and what IAM would ask before it is carried out.
 *
 * @param account that everything of ours lies in
 * @param path as sent, with percent signs
 * @param query as sent, empty where there is none
 */
record AwsRequest(
        String account,
        String method,
        String path,
        String query,
        Map<String, String> headers,
        String body) {
    private static final Pattern CREDENTIAL =
            Pattern.compile("Credential=([^/]+)/\\d+/[^/]+/([a-z0-9-]+)/aws4_request");

    /** Who signed it: the access key. */
    String actor() {
        return scope(1);
    }

    /** As in the signature's scope, for example {@code s3}. */
    String service() {
        return scope(2);
    }

    /** The operation, where the service names it in a header: {@code RunTask}. */
    String target() {
        String target = headers.getOrDefault("x-amz-target", "");
        return target.substring(target.lastIndexOf('.') + 1);
    }

    JsonNode json() {
        try {
            return new JsonMapper().readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON: " + body, e);
        }
    }

    /**
     * All that IAM would be asked. A request that is not known here becomes an action that no role
     * has.
     */
    List<AwsCall> calls() {
        return switch (service()) {
            case "s3" -> List.of(s3());
            case "ecs" -> ecs();
            case "sns" -> List.of(call("sns:" + form("Action"), form("TopicArn")));
            case "lambda" -> List.of(lambda());
            case "secretsmanager" ->
                    List.of(
                            call(
                                    "secretsmanager:" + target(),
                                    named("secretsmanager", "secret:", "SecretId")));
            case "ssm" -> List.of(call("ssm:" + target(), named("ssm", "parameter/", "Name")));
            default -> List.of(call(service() + ":" + method + " " + path, "*"));
        };
    }

    private AwsCall s3() {
        String[] parts = path.substring(1).split("/", 2);
        String bucket = "arn:aws:s3:::" + parts[0];
        String key = parts.length < 2 ? "" : URLDecoder.decode(parts[1], UTF_8);
        boolean plain = query.isEmpty() || query.matches("(x-id|versionId|partNumber)=.*");
        if (key.isEmpty()) {
            boolean lists = method.equals("GET") && query.contains("list-type=2");
            boolean asks = method.equals("HEAD");
            return call(lists || asks ? "s3:ListBucket" : "s3:" + method + "?" + query, bucket);
        }
        String object = bucket + "/" + key;
        return switch (method) {
            case "GET", "HEAD" ->
                    call(
                            !plain
                                    ? "s3:" + method + "?" + query
                                    : query.contains("versionId=")
                                            ? "s3:GetObjectVersion"
                                            : "s3:GetObject",
                            object);
            case "PUT" -> put(plain ? "s3:PutObject" : "s3:PUT?" + query, object);
            case "DELETE" -> call(plain ? "s3:DeleteObject" : "s3:DELETE?" + query, object);
            default -> call("s3:" + method + "?" + query, object);
        };
    }

    /** IAM is told of the header under which nothing is overwritten. */
    private AwsCall put(String action, String object) {
        String onlyIfNone = headers.get("if-none-match");
        return new AwsCall(
                actor(),
                action,
                object,
                onlyIfNone == null ? Map.of() : Map.of("s3:if-none-match", onlyIfNone));
    }

    private List<AwsCall> ecs() {
        JsonNode json = json();
        String cluster = arn("ecs", "cluster/", json.path("cluster").asText());
        Map<String, String> onCluster = Map.of("ecs:cluster", cluster);
        List<AwsCall> calls = new ArrayList<>();
        switch (target()) {
            case "RunTask" -> runTask(json, cluster, calls);
            case "DescribeTasks" ->
                    json.path("tasks")
                            .forEach(t ->
                                    calls.add(
                                            new AwsCall(
                                                    actor(),
                                                    "ecs:DescribeTasks",
                                                    t.asText(),
                                                    onCluster)));
            case "StopTask" ->
                    calls.add(
                            new AwsCall(
                                    actor(),
                                    "ecs:StopTask",
                                    json.path("task").asText(),
                                    onCluster));
            default -> calls.add(new AwsCall(actor(), "ecs:" + target(), "*", onCluster));
        }
        return calls;
    }

    private void runTask(JsonNode json, String cluster, List<AwsCall> calls) {
        Map<String, String> onCluster = Map.of("ecs:cluster", cluster);
        String definition = arn("ecs", "task-definition/", json.path("taskDefinition").asText());
        boolean revision = definition.matches(".*:\\d+");
        calls.add(
                new AwsCall(
                        actor(),
                        "ecs:RunTask",
                        revision ? definition : definition + ":1",
                        onCluster));
        if (!json.path("tags").isEmpty()) {
            calls.add(
                    new AwsCall(
                            actor(),
                            "ecs:TagResource",
                            cluster.replace(":cluster/", ":task/") + "/new",
                            Map.of("ecs:CreateAction", "RunTask")));
        }
        for (JsonNode volume : json.path("volumeConfigurations")) {
            calls.add(
                    new AwsCall(
                            actor(),
                            "iam:PassRole",
                            volume.path("managedEBSVolume").path("roleArn").asText(),
                            Map.of("iam:PassedToService", "ecs.amazonaws.com")));
        }
    }

    private AwsCall lambda() {
        Matcher name = Pattern.compile(".*/functions/([^/]+)/invocations").matcher(path);
        return name.matches() && method.equals("POST")
                ? call(
                        "lambda:InvokeFunction",
                        arn("lambda", "function:", URLDecoder.decode(name.group(1), UTF_8)))
                : call("lambda:" + method + " " + path, "*");
    }

    private AwsCall call(String action, String resource) {
        return AwsCall.of(actor(), action, resource);
    }

    private String named(String service, String kind, String field) {
        String name = json().path(field).asText();
        return arn(service, kind, name.startsWith("/") ? name.substring(1) : name);
    }

    private String arn(String service, String kind, String name) {
        return name.startsWith("arn:")
                ? name
                : "arn:aws:" + service + ":eu-central-1:" + account + ":" + kind + name;
    }

    /** A field of a body as the query protocol writes it. */
    String form(String field) {
        for (String pair : body.split("&", -1)) {
            if (pair.startsWith(field + "=")) {
                return URLDecoder.decode(pair.substring(field.length() + 1), UTF_8);
            }
        }
        return "";
    }

    private String scope(int group) {
        Matcher matcher = CREDENTIAL.matcher(headers.getOrDefault("authorization", ""));
        if (!matcher.find()) {
            throw new IllegalStateException("not signed: " + method + " " + path);
        }
        return matcher.group(group);
    }
}
