package dev.muster.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chooses among hundreds of thousands of keys, for several plans at once, in a small heap. */
class TriggerMemoryIT {
    private static final int PLANS = 2;
    private static final int PAGES = 250;
    private static final int PAGE = 1000;

    @TempDir Path directory = Path.of("unset");

    @Test
    void twoPlansOfAQuarterOfAMillionKeysEachAreStartedIn48MiBOfHeap() throws Exception {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", TriggerMemoryIT::answer);
        server.setExecutor(Executors.newFixedThreadPool(2));
        server.start();
        try {
            Path log = directory.resolve("log");
            Process child =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                    "-Xmx48m",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    TriggerMemoryIT.class.getName(),
                                    directory.toString(),
                                    "http://127.0.0.1:" + server.getAddress().getPort())
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            assertThat(child.waitFor(240, TimeUnit.SECONDS)).isTrue();
            assertThat(Files.readString(log)).contains("2 started");
            assertThat(child.exitValue()).isZero();
        } finally {
            server.stop(0);
        }
    }

    /** The process with the small heap. */
    public static void main(String[] arguments) throws IOException {
        try (Stack stack = new Stack(Path.of(arguments[0]))) {
            StringBuilder yaml = new StringBuilder("plans:\n");
            for (int i = 0; i < PLANS; i++) {
                yaml.append(
                        """
                          shop-%d:
                            stores:
                              - s3: { bucket: many-%d, endpoint: "%s", region: us-east-1, pathStyle: true, credentials: "env:KEY" }
                            backups: { pattern: "shop-{timestamp:yyyy-MM-dd-HHmmss}-*.dump" }
                            select: { within: 2d }
                        """
                                .formatted(i, i, arguments[1]));
            }
            Answer answer = stack.plans(yaml.toString()).set("KEY", "id:secret").answer("{}");
            System.out.println(answer.summary() + " " + answer.drills());
        }
        System.exit(0);
    }

    /** A bucket whose last page has five backups of the day before the drill. */
    private static void answer(HttpExchange exchange) throws IOException {
        Matcher token =
                Pattern.compile("continuation-token=(\\d+)")
                        .matcher(String.valueOf(exchange.getRequestURI().getQuery()));
        int page = token.find() ? Integer.parseInt(token.group(1)) : 0;
        boolean last = page == PAGES - 1;
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
            String day = last && i < 5 ? "2026-11-30-000000" : "2020-01-01-000000";
            xml.append("<Contents><Key>shop-%s-%08d.dump</Key>".formatted(day, page * PAGE + i))
                    .append("<LastModified>2026-11-30T00:00:00.000Z</LastModified>")
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
}
