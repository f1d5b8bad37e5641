package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.ContractJson;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Proof;
import dev.muster.contract.Severity;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.BackupFacts;
import dev.muster.contract.result.DrillResult;
import dev.muster.servers.AwsSettings;
import dev.muster.servers.PostgresCluster;
import dev.muster.servers.Program;
import dev.muster.servers.S3Proxy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** A manifest beside its backup in buckets, and a plan that requires it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManifestInS3IT {
    private static final String KEY = "daily/shop-20260101.dump.gz";

    @TempDir static Path directory = Path.of("unset");
    private S3Proxy s3;
    private S3Client client;
    private AwsSettings settings;
    private SignedManifests manifests;
    private byte[] backup = {};
    private byte[] manifest = {};

    @BeforeAll
    void dump() throws Exception {
        manifests = new SignedManifests(directory);
        Path dump = directory.resolve("shop.dump");
        Path file = directory.resolve("shop.json");
        try (PostgresCluster server = SourceServer.start()) {
            server.sql("postgres", "CREATE DATABASE shop TEMPLATE template0");
            server.sql(
                    "shop",
                    "CREATE TABLE sales (id serial PRIMARY KEY, amount numeric)",
                    "INSERT INTO sales (amount) SELECT i / 3.0 FROM generate_series(1, 3000) i");
            List<String> call = server.call("pg_dump", "-Fc", "-f", dump.toString(), "shop");
            call.addFirst("--");
            assertThat(manifests.take(file, call).exitCode()).isZero();
        }
        Program.run(List.of("gzip", dump.toString()));
        backup = Files.readAllBytes(directory.resolve("shop.dump.gz"));
        manifest = Files.readAllBytes(file);
        s3 = S3Proxy.start(directory);
        settings = s3.asThisProcessesAws();
        client = s3.clients().build();
        client.createBucket(r -> r.bucket("first"));
        client.createBucket(r -> r.bucket("second"));
    }

    @AfterAll
    void stop() {
        if (s3 != null) {
            client.close();
            settings.close();
            s3.close();
        }
    }

    @BeforeEach
    void storeTheBackupTwiceWithoutItsManifest() {
        for (String bucket : List.of("first", "second")) {
            put(bucket, KEY, backup);
            client.deleteObject(r -> r.bucket(bucket).key(KEY + ".manifest.json"));
        }
    }

    private void put(String bucket, String key, byte[] content) {
        client.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromBytes(content));
    }

    private DrillResult drill() throws IOException {
        Path plans =
                Files.writeString(
                        directory.resolve("muster.yaml"),
                        """
                        plans:
                          shop:
                            stores:
                              - s3: { bucket: first, prefix: daily/, endpoint: "%1$s" }
                              - s3: { bucket: second, prefix: daily/, endpoint: "%1$s" }
                            select: { mode: latest }
                            expect: { encrypted: false }
                            manifest: { required: true, key: "%2$s" }
                        """
                                .formatted(s3.endpoint(), manifests.trust().getLast()));
        Path json = directory.resolve("result.json");
        Session session =
                Session.muster(
                        "drill",
                        "shop",
                        "--config",
                        plans.toString(),
                        "--records",
                        directory.resolve("records").toString(),
                        "--json",
                        json.toString());
        DrillResult result = ContractJson.readResult(Files.readString(json));
        assertThat(session.exitCode()).as(session.err()).isEqualTo(result.verdict().exitCode());
        return result;
    }

    private static List<FindingCode> errors(DrillResult result) {
        return result.findings().stream()
                .filter(f -> f.severity() == Severity.ERROR)
                .map(Finding::code)
                .toList();
    }

    @Test
    void itIsFoundBesideTheBackup() throws Exception {
        put("first", KEY + ".manifest.json", manifest);
        DrillResult result = drill();
        assertThat(errors(result)).isEmpty();
        assertThat(result.proof()).isEqualTo(Proof.IDENTICAL);
        assertThat(result.backup()).extracting(BackupFacts::key).isEqualTo("shop-20260101.dump.gz");
    }

    @Test
    void itIsFoundBesideAnotherCopy() throws Exception {
        put("second", KEY + ".manifest.json", manifest);
        assertThat(drill().proof()).isEqualTo(Proof.IDENTICAL);
    }

    @Test
    void aRequiredOneThatIsMissingBreaks() throws Exception {
        DrillResult result = drill();
        assertThat(result.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(errors(result)).containsExactly(FindingCode.MANIFEST_MISSING);
    }

    @Test
    void oneThatWasChangedIsNotTrusted() throws Exception {
        String changed =
                new String(manifest, StandardCharsets.UTF_8).replaceFirst("3000,", "3001,");
        assertThat(changed).isNotEqualTo(new String(manifest, StandardCharsets.UTF_8));
        put("first", KEY + ".manifest.json", changed.getBytes(StandardCharsets.UTF_8));
        DrillResult result = drill();
        assertThat(result.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(errors(result)).containsExactly(FindingCode.MANIFEST_NOT_TRUSTED);
    }

    @Test
    void itBelongsToWhatPgDumpWroteHoweverThatIsWrapped() throws Exception {
        put("first", KEY + ".manifest.json", manifest);
        byte[] other = backup.clone();
        other[9] = 7; // The operating system that gzip names.
        put("first", KEY, other);
        put("second", KEY, other);
        assertThat(drill().proof()).isEqualTo(Proof.IDENTICAL);
    }
}
