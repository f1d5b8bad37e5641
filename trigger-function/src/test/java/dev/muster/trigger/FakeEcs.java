package dev.muster.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.muster.contract.ContractJson;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.ecs.EcsClient;

/**
 * A fake of ECS that speaks its protocol for RunTask and ListTasks. Unlike the emulators to be had,
 * it keeps to client tokens as ECS does, and says what it is told to say.
 */
final class FakeEcs implements AutoCloseable {
    private static final String ARN = "arn:aws:ecs:eu-central-1:123456789012:task/muster/";

    /** What is said in place of starting a task: a status and a body. */
    record Said(int status, String body) {}

    private final HttpServer server;
    private final Map<String, String> taskByToken = new LinkedHashMap<>();
    private final Map<String, JsonNode> running = new LinkedHashMap<>();
    private final Map<String, JsonNode> requests = new LinkedHashMap<>();
    private final Deque<Said> script = new ArrayDeque<>();
    private volatile @Nullable Said toList;
    private int answersToLose;
    private int asked;
    private int most;

    FakeEcs() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    EcsClient client() {
        return EcsClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .endpointOverride(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "key")))
                .overrideConfiguration(o ->
                        o.retryStrategy(StandardRetryStrategy.builder().maxAttempts(1).build()))
                .build();
    }

    /** Says this to the next requests for a task, before it starts tasks again. */
    synchronized void say(Said... answers) {
        for (Said answer : answers) {
            script.add(answer);
        }
    }

    /** Says this to whoever wants to count tasks. */
    void sayToList(Said answer) {
        toList = answer;
    }

    /** Starts the next tasks, and says that it failed. */
    synchronized void loseAnswers(int number) {
        answersToLose = number;
    }

    private static Said conflict(@Nullable String arn) {
        ObjectNode body = ContractJson.mapper().createObjectNode();
        body.put("__type", "ConflictException");
        body.put("message", "The client token is in use with another request.");
        body.putArray("resourceIds").add(arn);
        return new Said(400, body.toString());
    }

    /** An error as ECS answers it. */
    static Said error(int status, String code, String message) {
        ObjectNode body = ContractJson.mapper().createObjectNode();
        body.put("__type", code).put("message", message);
        return new Said(status, body.toString());
    }

    /** An answer without a task. */
    static Said failure(String reason, @Nullable String detail) {
        ObjectNode body = ContractJson.mapper().createObjectNode();
        body.putArray("tasks");
        body.putArray("failures").addObject().put("reason", reason).put("detail", detail);
        return new Said(200, body.toString());
    }

    private void answer(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        JsonNode request = ContractJson.mapper().readTree(exchange.getRequestBody().readAllBytes());
        Said said =
                String.valueOf(target).endsWith(".RunTask")
                        ? runTask(request)
                        : toList != null ? toList : new Said(200, listTasks(request).toString());
        byte[] bytes = said.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(said.status(), bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private synchronized Said runTask(JsonNode request) {
        asked++;
        Said said = script.poll();
        if (said != null) {
            return said;
        }
        String token = request.path("clientToken").asText();
        JsonNode before = requests.get(token);
        String arn = taskByToken.get(token);
        if (before != null && !before.equals(request)) {
            return conflict(arn);
        }
        if (arn == null) {
            arn = ARN + "%032x".formatted(taskByToken.size() + 1);
            taskByToken.put(token, arn);
            requests.put(token, request);
            running.put(arn, request);
            most = Math.max(most, running.size());
        }
        if (answersToLose > 0) {
            answersToLose--;
            return error(503, "ServiceUnavailableException", "the answer was lost on its way");
        }
        ObjectNode body = ContractJson.mapper().createObjectNode();
        body.putArray("tasks").addObject().put("taskArn", arn).put("lastStatus", "PROVISIONING");
        body.putArray("failures");
        return new Said(200, body.toString());
    }

    private synchronized ObjectNode listTasks(JsonNode request) {
        ObjectNode body = ContractJson.mapper().createObjectNode();
        var arns = body.putArray("taskArns");
        running.forEach((arn, task) -> {
            if (task.path("taskDefinition").asText().equals(request.path("family").asText())) {
                arns.add(arn);
            }
        });
        return body;
    }

    /** Ends the task that has run for the longest; null where none runs. */
    synchronized @Nullable JsonNode endOne() {
        var first = running.entrySet().iterator();
        if (!first.hasNext()) {
            return null;
        }
        JsonNode task = first.next().getValue();
        first.remove();
        return task;
    }

    /** The requests that started a task, by their token. */
    synchronized Map<String, JsonNode> started() {
        return new LinkedHashMap<>(requests);
    }

    synchronized int running() {
        return running.size();
    }

    /** How many ran at the same time at most. */
    synchronized int most() {
        return most;
    }

    /** How often a task was asked for. */
    synchronized int asked() {
        return asked;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
