package dev.muster.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.plan.BackupsSpec;
import dev.muster.contract.plan.S3Spec;
import dev.muster.contract.plan.SecretRef;
import dev.muster.servers.CrowdedBucket;
import dev.muster.servers.SmallHeap;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists a bucket that does not fit into the heap, in a process whose heap is small. */
class ListingMemoryIT {
    @TempDir Path directory = Path.of("unset");

    @Test
    void threeHundredThousandObjectsAreListedIn32MiBOfHeap() throws Exception {
        try (CrowdedBucket bucket = CrowdedBucket.start(300, LocalDate.of(2026, 11, 23))) {
            String endpoint = bucket.endpoint().toString();
            assertThat(SmallHeap.run(32, ListingMemoryIT.class, directory, endpoint))
                    .contains("300000 objects, 5 candidates");
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
}
