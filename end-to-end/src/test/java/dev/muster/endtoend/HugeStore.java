package dev.muster.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** A bucket that says it holds one backup, larger than any test could store; nobody reads it. */
final class HugeStore implements AutoCloseable {
    private final Instant made =
            Instant.now().minus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);

    private final HttpServer server;
    private final String key;
    private final long size;

    private HugeStore(HttpServer server, String key, long size) {
        this.server = server;
        this.key = key;
        this.size = size;
    }

    static HugeStore start(String key, long size) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        HugeStore store = new HugeStore(server, key, size);
        server.createContext("/", store::handle);
        server.start();
        return store;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean isObject = exchange.getRequestURI().getPath().endsWith("/" + key);
            if (exchange.getRequestMethod().equals("HEAD") && isObject) {
                exchange.getResponseHeaders().set("Content-Length", "" + size);
                exchange.getResponseHeaders().set("ETag", "\"e\"");
                exchange.getResponseHeaders()
                        .set(
                                "Last-Modified",
                                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                        made.atOffset(ZoneOffset.UTC)));
                exchange.sendResponseHeaders(200, -1);
            } else if (("" + exchange.getRequestURI().getQuery()).contains("list-type=2")) {
                byte[] listing = listing().getBytes(UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/xml");
                exchange.sendResponseHeaders(200, listing.length);
                exchange.getResponseBody().write(listing);
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private String listing() {
        return """
        <?xml version="1.0" encoding="UTF-8"?>
        <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
        <Name>huge</Name><KeyCount>1</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>
        <Contents><Key>%s</Key><LastModified>%s</LastModified><ETag>"e"</ETag><Size>%d</Size>
        <StorageClass>STANDARD</StorageClass></Contents>
        </ListBucketResult>
        """
                .formatted(key, made, size);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
