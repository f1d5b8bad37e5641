package dev.muster.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The one endpoint that stands for AWS: notes every call, answers for ECS and for asynchronous
 * invocations of functions itself, and passes on everything else to the emulator.
 */
final class AwsFront implements AutoCloseable {
    /** What the client sets itself. */
    private static final Set<String> NOT_PASSED_ON =
            Set.of("host", "connection", "content-length", "expect", "upgrade", "http2-settings");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI emulator;
    private final String account;
    private final Ecs ecs;
    private final List<AwsCall> calls = new CopyOnWriteArrayList<>();
    private final List<Invoked> invoked = new ArrayList<>();

    /** A function that was asked to run, by nobody who waits for its answer. */
    record Invoked(String function, String event) {}

    private AwsFront(HttpServer server, URI emulator, String account, Ecs ecs) {
        this.server = server;
        this.emulator = emulator;
        this.account = account;
        this.ecs = ecs;
    }

    static AwsFront start(URI emulator, String account, Ecs ecs) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AwsFront front = new AwsFront(server, emulator, account, ecs);
        server.setExecutor(front.threads);
        server.createContext("/", front::handle);
        server.start();
        return front;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** All calls so far. */
    List<AwsCall> calls() {
        return List.copyOf(calls);
    }

    /** The invocations that wait; they are the caller's now. */
    List<Invoked> takeInvoked() {
        synchronized (invoked) {
            List<Invoked> taken = List.copyOf(invoked);
            invoked.clear();
            return taken;
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            AwsRequest request = request(exchange, body);
            calls.addAll(request.calls());
            if (request.service().equals("ecs")) {
                Ecs.Reply reply = ecs.answer(request);
                exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
                reply(exchange, reply.status(), reply.body().getBytes(UTF_8));
            } else if (request.service().equals("lambda")) {
                synchronized (invoked) {
                    String resource = request.calls().getFirst().resource();
                    invoked.add(
                            new Invoked(resource.replaceFirst(".*:function:", ""), request.body()));
                }
                reply(exchange, 202, new byte[0]);
            } else {
                passOn(exchange, body);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private AwsRequest request(HttpExchange exchange, byte[] body) {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) ->
                        headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        URI uri = exchange.getRequestURI();
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        return new AwsRequest(
                account,
                exchange.getRequestMethod(),
                uri.getRawPath(),
                query,
                headers,
                new String(body, UTF_8));
    }

    private void passOn(HttpExchange exchange, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(emulator.resolve(exchange.getRequestURI()))
                        .method(
                                exchange.getRequestMethod(),
                                HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders()
                .forEach((name, values) -> {
                    if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                        values.forEach(value -> request.header(name, value));
                    }
                });
        HttpResponse<byte[]> response =
                client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        boolean head = exchange.getRequestMethod().equals("HEAD");
        response.headers()
                .map()
                .forEach((name, values) -> {
                    String lower = name.toLowerCase(Locale.ROOT);
                    boolean framing =
                            lower.equals("connection") || lower.equals("transfer-encoding");
                    if (!framing && (head || !lower.equals("content-length"))) {
                        exchange.getResponseHeaders().put(name, values);
                    }
                });
        if (head) {
            exchange.sendResponseHeaders(response.statusCode(), -1);
        } else {
            reply(exchange, response.statusCode(), response.body());
        }
    }

    private static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        client.close();
    }
}
