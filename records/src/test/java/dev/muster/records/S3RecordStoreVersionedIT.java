package dev.muster.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.servers.AwsSettings;
import dev.muster.servers.Moto;
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
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** Records in a bucket with versions and Object Lock, of an emulated AWS. */
class S3RecordStoreVersionedIT extends RacingRecordStoreContract {
    private static final AtomicInteger PLACES = new AtomicInteger();

    @TempDir static Path directory = Path.of("unset");
    private static @Nullable Moto server;
    private static @Nullable AwsSettings settings;
    private String place = "";

    @BeforeAll
    static void startServer() throws IOException, InterruptedException {
        Moto started = Moto.start(directory);
        server = started;
        settings = started.asThisProcessesAws();
        try (S3Client client = S3Clients.make()) {
            client.createBucket(r -> r.bucket("locked").objectLockEnabledForBucket(true));
            client.putBucketVersioning(r ->
                    r.bucket("locked")
                            .versioningConfiguration(
                                    v -> v.status(BucketVersioningStatus.ENABLED)));
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
        place = "s3://locked/place-" + PLACES.incrementAndGet();
    }

    @Override
    RecordStore store() {
        return RecordStores.open(place);
    }

    @Test
    void replacedDocumentKeepsItsFormerVersions() {
        store().replace("index.html", utf8("1"));
        store().replace("index.html", utf8("2"));

        assertThat(store().read("index.html").orElseThrow()).isEqualTo(utf8("2"));
        try (S3Client client = S3Clients.make()) {
            String prefix = S3Place.parse(place).prefix();
            assertThat(client.listObjectVersions(r -> r.bucket("locked").prefix(prefix)).versions())
                    .hasSize(2);
        }
    }
}
