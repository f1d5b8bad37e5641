package dev.muster.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.contract.MusterException;
import dev.muster.servers.AwsSettings;
import dev.muster.servers.S3Proxy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/** Records in a real S3 server that verifies signatures. */
class S3RecordStoreIT extends RecordStoreContract {
    private static final AtomicInteger PLACES = new AtomicInteger();

    @TempDir static Path directory = Path.of("unset");
    private static @Nullable S3Proxy server;
    private static @Nullable AwsSettings settings;
    private String place = "";

    @BeforeAll
    static void startServer() throws IOException, InterruptedException {
        S3Proxy started = S3Proxy.start(directory);
        server = started;
        settings = started.asThisProcessesAws();
        try (S3Client client = S3Clients.make()) {
            client.createBucket(r -> r.bucket("records"));
        }
    }

    @AfterAll
    static void stopServer() {
        if (settings != null) {
            settings.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void newPlace() {
        place = "s3://records/place-" + PLACES.incrementAndGet();
    }

    @Override
    RecordStore store() {
        return RecordStores.open(place);
    }

    @Test
    void moreThanAPageIsListedToItsEnd() {
        try (S3Client client = S3Clients.make()) {
            RecordStore store = new S3RecordStore(S3Place.parse(place), client);
            for (int i = 0; i < 1005; i++) {
                store.create("orders/%04d.json".formatted(i), utf8("{}"));
            }
            assertThat(store.list("orders"))
                    .hasSize(1005)
                    .startsWith("orders/0000.json")
                    .endsWith("orders/1004.json");
        }
    }

    @Test
    void missingBucketIsAnErrorWithAHintAndNeverAnEmptyPlace() {
        RecordStore nowhere = RecordStores.open("s3://no-such-bucket/x");

        assertThatThrownBy(() -> nowhere.list(""))
                .isInstanceOfSatisfying(
                        MusterException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo("RECORDS_FAILED");
                            assertThat(e.hint()).contains("bucket");
                        });
        assertThatThrownBy(() -> nowhere.create("a", utf8("x")))
                .isInstanceOf(MusterException.class);
        assertThatThrownBy(() -> nowhere.replaceIf("a", utf8("x"), "\"e\""))
                .isInstanceOf(MusterException.class);
        assertThatThrownBy(() -> nowhere.read("a")).isInstanceOf(MusterException.class);
    }

    @Test
    void locationIsTheObjectsAddress() {
        assertThat(store().location("shop/a/report.html")).isEqualTo(place + "/shop/a/report.html");
    }
}
