package dev.muster.servers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bucket of any name with so many keys that no heap should hold them: {@code
 * shop-DAY-000000-NUMBER.dump}, all of 2020 but for five on the last page. No S3 server makes that
 * many in a test's time; this one only lists.
 */
public final class CrowdedBucket implements AutoCloseable {
    private static final int PAGE = 1000;
    private static final int RECENT = 5;
    private static final Pattern TOKEN = Pattern.compile("continuation-token=(\\d+)");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final int pages;
    private final LocalDate recent;

    private CrowdedBucket(HttpServer server, int pages, LocalDate recent) {
        this.server = server;
        this.pages = pages;
        this.recent = recent;
    }

    /**
     * Starts to serve.
     *
     * @param pages of 1,000 keys each
     * @param recent the day of the last page's first five
     */
    public static CrowdedBucket start(int pages, LocalDate recent) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        CrowdedBucket bucket = new CrowdedBucket(server, pages, recent);
        server.createContext("/", bucket::answer);
        server.setExecutor(bucket.threads);
        server.start();
        return bucket;
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        Matcher token = TOKEN.matcher(String.valueOf(exchange.getRequestURI().getQuery()));
        int page = token.find() ? Integer.parseInt(token.group(1)) : 0;
        boolean last = page == pages - 1;
        StringBuilder xml =
                new StringBuilder("<ListBucketResult><Name>many</Name><IsTruncated>")
                        .append(!last)
                        .append("</IsTruncated>");
        if (!last) {
            xml.append("<NextContinuationToken>")
                    .append(page + 1)
                    .append("</NextContinuationToken>");
        }
        for (int i = 0; i < PAGE; i++) {
            String day = last && i < RECENT ? recent.toString() : "2020-01-01";
            xml.append("<Contents><Key>shop-")
                    .append(day)
                    .append("-000000-%08d.dump</Key>".formatted(page * PAGE + i))
                    .append("<LastModified>")
                    .append(recent)
                    .append("T00:00:00.000Z</LastModified>")
                    .append("<ETag>\"d41d8cd98f00b204e9800998ecf8427e\"</ETag>")
                    .append("<Size>1</Size></Contents>");
        }
        byte[] bytes =
                xml.append("</ListBucketResult>").toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/xml");
        exchange.sendResponseHeaders(200, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
