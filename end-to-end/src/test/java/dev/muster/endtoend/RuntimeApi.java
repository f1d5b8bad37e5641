package dev.muster.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The side of Lambda that a function's runtime talks to: hands out events one by one and takes the
 * answers. Speaks version 2018-06-01 of the Lambda runtime API.
 */
final class RuntimeApi implements AutoCloseable {
    private static final String ROOT = "/2018-06-01/runtime/";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<Invocation> waiting = new LinkedBlockingQueue<>();
    private final Map<String, Invocation> running = new ConcurrentHashMap<>();
    private final AtomicBoolean restored = new AtomicBoolean();
    private final CompletableFuture<Instant> initialized = new CompletableFuture<>();
    private final String functionArn;
    private final Duration timeout;

    /** One event and the answer that it will get. */
    private record Invocation(String id, String event, CompletableFuture<Answer> answer) {}

    /**
     * What a function made of an event.
     *
     * @param failed whether the function threw; the body is then the error as Lambda tells it
     */
    record Answer(boolean failed, String body) {}

    private RuntimeApi(HttpServer server, String functionArn, Duration timeout) {
        this.server = server;
        this.functionArn = functionArn;
        this.timeout = timeout;
    }

    /**
     * @param timeout what a function reads as its remaining time at each event's start
     */
    static RuntimeApi start(String functionArn, Duration timeout) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
        RuntimeApi api = new RuntimeApi(server, functionArn, timeout);
        server.setExecutor(api.threads);
        server.createContext(ROOT, api::handle);
        server.start();
        return api;
    }

    /** What belongs into {@code AWS_LAMBDA_RUNTIME_API}. */
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Hands this event to the function, after those that wait already. */
    CompletableFuture<Answer> invoke(String event) {
        Invocation invocation =
                new Invocation(UUID.randomUUID().toString(), event, new CompletableFuture<>());
        waiting.add(invocation);
        return invocation.answer;
    }

    /** Done when the function asks for its first event; fails with what its start failed with. */
    CompletableFuture<Instant> initialized() {
        return initialized;
    }

    /** Whether the function was started and put away, to be restored for its first event. */
    boolean restored() {
        return restored.get();
    }

    /** Ends what still waits for an answer, because the function's process is no more. */
    void processEnded(String why) {
        IOException cause = new IOException(why);
        initialized.completeExceptionally(cause);
        running.values().forEach(i -> i.answer.completeExceptionally(cause));
        waiting.forEach(i -> i.answer.completeExceptionally(cause));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring(ROOT.length());
            byte[] body = exchange.getRequestBody().readAllBytes();
            switch (path) {
                case "invocation/next" -> next(exchange);
                case "init/error" -> {
                    initialized.completeExceptionally(new IOException(new String(body, UTF_8)));
                    reply(exchange, 202, "{\"status\":\"OK\"}");
                }
                // With SnapStart, a snapshot is taken here, and the answer comes after the restore.
                case "restore/next" -> {
                    restored.set(true);
                    reply(exchange, 200, "{}");
                }
                default -> answer(exchange, path, new String(body, UTF_8));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void next(HttpExchange exchange) throws IOException, InterruptedException {
        initialized.complete(Instant.now());
        Invocation invocation = waiting.poll(10, TimeUnit.MINUTES);
        if (invocation == null) {
            reply(exchange, 500, "{}");
            return;
        }
        running.put(invocation.id, invocation);
        var headers = exchange.getResponseHeaders();
        headers.set("Lambda-Runtime-Aws-Request-Id", invocation.id);
        headers.set("Lambda-Runtime-Invoked-Function-Arn", functionArn);
        headers.set("Lambda-Runtime-Deadline-Ms", "" + Instant.now().plus(timeout).toEpochMilli());
        headers.set("Lambda-Runtime-Trace-Id", "Root=1-00000000-000000000000000000000000");
        reply(exchange, 200, invocation.event);
    }

    private void answer(HttpExchange exchange, String path, String body) throws IOException {
        String[] parts = path.split("/", -1);
        Invocation invocation =
                parts.length == 3 && parts[0].equals("invocation")
                        ? running.remove(parts[1])
                        : null;
        if (invocation == null) {
            reply(exchange, 404, "{}");
            return;
        }
        reply(exchange, 202, "{\"status\":\"OK\"}");
        invocation.answer.complete(new Answer(parts[2].equals("error"), body));
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        reply(exchange, status, body.getBytes(UTF_8));
    }

    private static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
