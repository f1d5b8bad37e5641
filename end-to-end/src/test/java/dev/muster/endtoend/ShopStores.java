package dev.muster.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.servers.S3Proxy;
import dev.muster.servers.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** The shop's backups in two stores, the secrets that open them, and the plans that name them. */
final class ShopStores {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

    /** As B2's page shows them. */
    private static final String KEYS_OF_COPIES =
            "{\"keyId\":\"%s\",\"applicationKey\":\"%s\"}".formatted(S3Proxy.ID, S3Proxy.SECRET);

    private ShopStores() {}

    /**
     * Puts yesterday's backup into both stores, its first half into one, and the plans in place.
     */
    static void fill(Cloud cloud, S3Proxy copies, byte[] backup) throws IOException {
        String name = name(1);
        try (S3Client s3 = cloud.s3();
                S3Client other = copies.clients().build();
                SecretsManagerClient secrets = cloud.client(SecretsManagerClient.builder())) {
            s3.createBucket(r ->
                    r.bucket("shop-backups")
                            .createBucketConfiguration(c -> c.locationConstraint("eu-central-1")));
            other.createBucket(r -> r.bucket("shop-copies"));
            s3.putObject(
                    r -> r.bucket("shop-backups").key("daily/" + name),
                    RequestBody.fromBytes(backup));
            other.putObject(
                    r -> r.bucket("shop-copies").key("daily/" + name),
                    RequestBody.fromBytes(backup));
            byte[] truncated = Arrays.copyOf(backup, backup.length / 2);
            s3.putObject(
                    r -> r.bucket("shop-backups").key("damaged/" + name),
                    RequestBody.fromBytes(truncated));
            secrets.createSecret(r -> r.name("muster/shop/fernet").secretString(Fernet.key()));
            secrets.createSecret(r -> r.name("muster/shop/copies").secretString(KEYS_OF_COPIES));
            // The template asks for it, and moto's CloudFormation passes it over.
            s3.putBucketVersioning(r ->
                    r.bucket(cloud.configBucket())
                            .versioningConfiguration(v -> v.status("Enabled")));
        }
        URI nobody = URI.create("http://127.0.0.1:" + ServerProcess.freePort());
        replacePlans(cloud, plans(copies.endpoint(), nobody));
    }

    /** A backup's name that was made so many days ago. */
    static String name(int daysAgo) {
        return "shop-" + TIME.format(Instant.now().minus(daysAgo, ChronoUnit.DAYS)) + ".dump.enc";
    }

    /** Leaves one plan, whose drill needs more than the disk that a task has of its own. */
    static void replacePlansByALargeOne(Cloud cloud) {
        replacePlans(
                cloud,
                """
                plans:
                  large:
                    stores: [ { s3: { bucket: shop-backups, prefix: daily/, region: eu-central-1 } } ]
                    backups: { pattern: "shop-{timestamp:yyyyMMdd'T'HHmmss}.dump.enc" }
                    select: { mode: latest, within: 7d }
                    decrypt: { fernet: "secretsmanager:muster/shop/fernet" }
                    restore: { disk: 300GiB }
                """);
    }

    static void replacePlans(Cloud cloud, String plans) {
        try (S3Client s3 = cloud.s3()) {
            s3.putObject(
                    r -> r.bucket(cloud.configBucket()).key("muster.yaml"),
                    RequestBody.fromString(plans, UTF_8));
        }
    }

    private static String plans(URI copies, URI nobody) {
        String rest =
                """
                    backups: { pattern: "shop-{timestamp:yyyyMMdd'T'HHmmss}.dump.enc" }
                    select: { mode: latest, within: 7d }
                    decrypt: { fernet: "secretsmanager:muster/shop/fernet" }
                    expect: { tables: [tenants, sales] }
                """;
        return """
        plans:
          shop:
            stores:
              - s3: { bucket: shop-backups, prefix: daily/, region: eu-central-1 }
              - s3: { bucket: shop-copies, prefix: daily/, endpoint: "%1$s", credentials: "secretsmanager:muster/shop/copies" }
        %3$s
          damaged:
            stores:
              - s3: { bucket: shop-backups, prefix: damaged/, region: eu-central-1 }
        %3$s
          empty:
            stores:
              - s3: { bucket: shop-backups, prefix: none/, region: eu-central-1 }
        %3$s
          failover:
            stores:
              - s3: { bucket: shop-backups, prefix: daily/, endpoint: "%2$s", credentials: "secretsmanager:muster/shop/copies" }
              - s3: { bucket: shop-copies, prefix: daily/, endpoint: "%1$s", credentials: "secretsmanager:muster/shop/copies" }
        %3$s
        """
                .formatted(copies, nobody, rest);
    }
}
