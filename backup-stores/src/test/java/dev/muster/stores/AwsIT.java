package dev.muster.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.contract.MusterException;
import dev.muster.contract.plan.S3Spec;
import dev.muster.contract.plan.SecretRef;
import dev.muster.servers.AwsSettings;
import dev.muster.servers.Moto;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** Reads secrets and a bucket as in AWS, from moto's server. */
class AwsIT {
    @TempDir static Path directory = Path.of("unset");
    private static @Nullable Moto moto;
    private static @Nullable AwsSettings settings;
    private static URI endpoint = URI.create("http://unset");
    private final Secrets secrets = new Secrets(Map.of(), _ -> {});

    @BeforeAll
    static void startMoto() throws IOException, InterruptedException {
        Moto started = Moto.start(directory);
        moto = started;
        endpoint = started.endpoint();
        settings = started.asThisProcessesAws();
    }

    @AfterAll
    static void stopMoto() {
        if (settings != null) {
            settings.close();
        }
        if (moto != null) {
            moto.close();
        }
    }

    @Test
    void aSecretIsReadByNameByArnAndByField() {
        try (SecretsManagerClient client = SecretsManagerClient.create()) {
            String arn =
                    client.createSecret(r ->
                                    r.name("shop/key")
                                            .secretString("{\"fernet\":\"k3y\",\"n\":{}}"))
                            .arn();
            client.createSecret(
                    r -> r.name("binary").secretBinary(SdkBytes.fromByteArray(new byte[] {1, -1})));
            assertThat(secrets.text(SecretRef.parse("secretsmanager:shop/key#fernet")))
                    .isEqualTo("k3y");
            assertThat(secrets.text(SecretRef.parse("secretsmanager:" + arn + "#fernet")))
                    .isEqualTo("k3y");
            assertThat(secrets.text(SecretRef.parse("secretsmanager:" + arn))).startsWith("{");
            assertThat(secrets.bytes(SecretRef.parse("secretsmanager:binary")))
                    .containsExactly(1, -1);
            refused("secretsmanager:shop/key#none", "no JSON that has this field");
            refused("secretsmanager:shop/key#n", "no JSON that has this field");
            refused("secretsmanager:shop/none", "there is none");
        }
    }

    @Test
    void aParameterIsReadDecrypted() {
        try (SsmClient client = SsmClient.create()) {
            client.putParameter(
                    r -> r.name("/shop/pass").type(ParameterType.SECURE_STRING).value("p4ss"));
        }
        assertThat(secrets.text(SecretRef.parse("ssm:/shop/pass"))).isEqualTo("p4ss");
        refused("ssm:/shop/none", "there is none");
    }

    @Test
    void aBucketIsReadWithTheMachinesOwnCredentials() throws IOException {
        try (S3Client client = S3Client.builder().forcePathStyle(true).build()) {
            client.createBucket(r ->
                    r.bucket("machine")
                            .createBucketConfiguration(c -> c.locationConstraint("eu-central-1")));
            client.putObject(
                    r ->
                            r.bucket("machine")
                                    .key("d/x.dump")
                                    .checksumAlgorithm(ChecksumAlgorithm.SHA256),
                    RequestBody.fromString("content"));
        }
        S3Spec spec = new S3Spec("machine", "d", endpoint, "eu-central-1", null, null);
        try (S3Store store = new S3Store(spec, secrets, Transfer.USUAL)) {
            List<StoredObject> found = new ArrayList<>();
            store.list(found::add);
            assertThat(found).extracting(StoredObject::key).containsExactly("x.dump");
            try (CopyStream in = store.open(found.getFirst())) {
                assertThat(in.readAllBytes()).asString().isEqualTo("content");
            }
            // printf content | sha256sum
            assertThat(store.sha256(found.getFirst()))
                    .contains("ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73");
            assertThat(store.sha256(new StoredObject("none", 1, Instant.EPOCH, "e"))).isEmpty();
        }
    }

    private void refused(String reference, String why) {
        assertThatThrownBy(() -> secrets.text(SecretRef.parse(reference)))
                .hasMessageContaining(why)
                .hasMessageContaining(reference)
                .isInstanceOfSatisfying(
                        MusterException.class,
                        e -> assertThat(e.code()).isEqualTo("SECRET_UNREADABLE"));
    }
}
