package dev.muster.stores;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.muster.contract.plan.BackupsSpec;
import dev.muster.contract.plan.S3Spec;
import dev.muster.contract.plan.SecretRef;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists a bucket that does not fit into the heap, in a process whose heap is small. */
class ListingMemoryIT {
    private static final int PAGES = 300;
    private static final int PAGE = 1000;

    @TempDir Path directory = Path.of("unset");

    @Test
    void threeHundredThousandObjectsAreListedIn32MiBOfHeap() throws Exception {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", ListingMemoryIT::answer);
        server.start();
        try {
            Path log = directory.resolve("log");
            Process child =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                    "-Xmx32m",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    ListingMemoryIT.class.getName(),
                                    "http://127.0.0.1:" + server.getAddress().getPort())
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            assertThat(child.waitFor(180, TimeUnit.SECONDS)).isTrue();
            assertThat(Files.readString(log)).contains("300000 objects, 5 candidates");
            assertThat(child.exitValue()).isZero();
        } finally {
            server.stop(0);
        }
    }

    /** The process with the small heap. */
    public static void main(String[] arguments) throws IOException {
        S3Spec spec =
                new S3Spec(
                        "many",
                        "",
                        URI.create(arguments[0]),
                        "us-east-1",
                        true,
                        SecretRef.parse("env:KEY"));
        Secrets secrets = new Secrets(Map.of("KEY", "a:b"), _ -> {});
        try (S3Store store = new S3Store(spec, secrets, Transfer.USUAL)) {
            BackupListing listing =
                    Backups.list(
                            List.of(store),
                            new BackupsSpec(
                                    "shop-{timestamp:yyyy-MM-dd-HHmmss}-*.dump", ZoneOffset.UTC),
                            new Window(
                                    Instant.parse("2026-11-23T00:00:00Z"),
                                    Instant.parse("2026-11-24T00:00:00Z")));
            System.out.println(
                    listing.stores().getFirst().objects()
                            + " objects, "
                            + listing.candidates().size()
                            + " candidates "
                            + listing.stores().getFirst().failure());
        }
    }

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
            String day = last && i < 5 ? "2026-11-23-000000" : "2020-01-01-000000";
            xml.append("<Contents><Key>shop-%s-%08d.dump</Key>".formatted(day, page * PAGE + i))
                    .append("<LastModified>2026-11-23T00:00:00.000Z</LastModified>")
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
