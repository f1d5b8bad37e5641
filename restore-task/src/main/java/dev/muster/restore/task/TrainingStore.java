package dev.muster.restore.task;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** As much of S3 as one drill asks for, in memory, on the loopback interface. */
final class TrainingStore implements AutoCloseable {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");
    private static final String EMPTY_LISTING =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">\
            <Name>records</Name><KeyCount>0</KeyCount><IsTruncated>false</IsTruncated>\
            </ListBucketResult>
            """;

    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final HttpServer server;

    private TrainingStore(HttpServer server) {
        this.server = server;
    }

    static TrainingStore start() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        TrainingStore store = new TrainingStore(server);
        server.createContext("/", store::answer);
        server.start();
        return store;
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Keeps an object and gives its ETag. */
    String put(String path, byte[] content) {
        objects.put(path, content);
        return etag(content);
    }

    private static String etag(byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        return Long.toHexString(crc.getValue());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] content = objects.get(path);
            if (exchange.getRequestMethod().equals("PUT")) {
                exchange.getResponseHeaders()
                        .set("ETag", put(path, exchange.getRequestBody().readAllBytes()));
                exchange.sendResponseHeaders(200, -1);
            } else if (content != null) {
                give(exchange, content);
            } else if (exchange.getRequestMethod().equals("GET")) {
                byte[] listing = EMPTY_LISTING.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/xml");
                exchange.sendResponseHeaders(200, listing.length);
                exchange.getResponseBody().write(listing);
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private static void give(HttpExchange exchange, byte[] content) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("ETag", '"' + etag(content) + '"');
        headers.set("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT");
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", Integer.toString(content.length));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        String asked = exchange.getRequestHeaders().getFirst("Range");
        Matcher range = RANGE.matcher(asked == null ? "" : asked);
        if (!range.matches()) {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
            return;
        }
        int from = Integer.parseInt(range.group(1));
        int to = Math.min(Integer.parseInt(range.group(2)), content.length - 1);
        headers.set("Content-Range", "bytes %d-%d/%d".formatted(from, to, content.length));
        exchange.sendResponseHeaders(206, to - from + 1);
        exchange.getResponseBody().write(content, from, to - from + 1);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
