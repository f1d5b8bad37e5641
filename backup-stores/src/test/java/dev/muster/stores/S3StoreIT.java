package dev.muster.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.contract.plan.S3Spec;
import dev.muster.contract.plan.SecretRef;
import dev.muster.servers.S3Proxy;
import dev.muster.servers.ServerProcess;
import dev.muster.stores.FaultyProxy.Fault;
import dev.muster.stores.StoreException.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

class S3StoreIT {
    private static final int MIB = 1 << 20;
    private static final Transfer IMPATIENT =
            new Transfer(
                    MIB,
                    4,
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(1),
                    1024,
                    3,
                    Duration.ofMillis(20));
    private static final byte[] CONTENT = new byte[9 * MIB + 12_345];

    @TempDir static Path directory = Path.of("unset");
    private static S3Proxy server;
    private static S3Client client;

    private FaultyProxy proxy;

    @BeforeAll
    static void startServer() throws IOException, InterruptedException {
        new Random(1).nextBytes(CONTENT);
        server = S3Proxy.start(directory);
        client = server.clients().build();
        client.createBucket(b -> b.bucket("backups"));
        put("daily/big.dump", CONTENT);
        put("daily/empty.dump", new byte[0]);
        put("elsewhere.dump", new byte[1]);
    }

    @AfterAll
    static void stopServer() {
        client.close();
        server.close();
    }

    @BeforeEach
    void startProxy() throws IOException {
        proxy = new FaultyProxy(server.port());
    }

    @AfterEach
    void stopProxy() throws IOException {
        proxy.close();
    }

    private static void put(String key, byte[] bytes) {
        client.putObject(b -> b.bucket("backups").key(key), RequestBody.fromBytes(bytes));
    }

    private static S3Store store(int port, String bucket, String credentials) {
        return new S3Store(
                new S3Spec(
                        bucket,
                        "daily/",
                        URI.create("http://127.0.0.1:" + port),
                        null,
                        null,
                        SecretRef.parse("env:CREDENTIALS")),
                new Secrets(Map.of("CREDENTIALS", credentials), _ -> {}),
                IMPATIENT);
    }

    private S3Store store() {
        return store(proxy.port(), "backups", S3Proxy.ID + ":" + S3Proxy.SECRET);
    }

    private static Kind kindOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable action) {
        Throwable thrown = org.assertj.core.api.Assertions.catchThrowable(action);
        assertThat(thrown).isInstanceOf(StoreException.class);
        assertThat(thrown.getMessage()).doesNotContain(S3Proxy.SECRET).doesNotContain("X-Amz");
        return ((StoreException) thrown).kind();
    }

    @Test
    void aLargeObjectIsReadInOrder() throws IOException {
        try (S3Store store = store();
                CopyStream in = store.open(store.stat("big.dump"))) {
            assertThat(in.readAllBytes()).isEqualTo(CONTENT);
            assertThat(in.resumed()).isZero();
        }
    }

    @Test
    void anEmptyObjectIsReadToItsEnd() throws IOException {
        try (S3Store store = store();
                CopyStream in = store.open(store.stat("empty.dump"))) {
            assertThat(in.readAllBytes()).isEmpty();
        }
    }

    @Test
    void connectionsThatAreCutAreTakenUpWhereTheyWereCut() throws IOException {
        try (S3Store store = store()) {
            StoredObject object = store.stat("big.dump");
            proxy.always(new Fault.CutAfter(300_000));
            try (CopyStream in = store.open(object)) {
                assertThat(in.readAllBytes()).isEqualTo(CONTENT);
                assertThat(in.resumed()).isGreaterThan(20);
            }
        }
    }

    @Test
    void connectionsThatStallAreTakenUpAgain() throws IOException {
        try (S3Store store = store()) {
            StoredObject object = store.stat("big.dump");
            proxy.next(4, new Fault.StallAfter(200_000));
            try (CopyStream in = store.open(object)) {
                assertThat(in.readAllBytes()).isEqualTo(CONTENT);
                assertThat(in.resumed()).isGreaterThanOrEqualTo(3);
            }
        }
    }

    @Test
    void aConnectionThatOnlyDripsIsTakenUpAgain() throws IOException {
        try (S3Store store = store()) {
            StoredObject object = store.stat("big.dump");
            proxy.next(4, new Fault.DripAfter(200_000));
            try (CopyStream in = store.open(object)) {
                assertThat(in.readAllBytes()).isEqualTo(CONTENT);
            }
        }
    }

    @Test
    void aStoreThatNeverGivesAByteIsGivenUpInTime() throws IOException {
        try (S3Store store = store()) {
            StoredObject object = store.stat("big.dump");
            proxy.always(new Fault.StallAfter(0));
            Instant start = Instant.now();
            try (CopyStream in = store.open(object)) {
                assertThat(kindOf(in::readAllBytes)).isEqualTo(Kind.TIMED_OUT);
            }
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    void aStoreThatIsBusyForAMomentIsAskedAgain() throws IOException {
        try (S3Store store = store()) {
            StoredObject object = store.stat("big.dump");
            proxy.next(2, answer(503, "<Error><Code>SlowDown</Code></Error>"));
            try (CopyStream in = store.open(object)) {
                assertThat(in.readAllBytes()).isEqualTo(CONTENT);
            }
        }
    }

    @Test
    void aStoreThatIsBusyForGoodIsGivenUp() throws IOException {
        proxy.always(answer(503, "<Error><Code>SlowDown</Code></Error>"));
        try (S3Store store = store()) {
            assertThatThrownBy(() -> store.list(_ -> {}))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("503 SlowDown");
            assertThat(proxy.connections()).isEqualTo(3);
        }
    }

    @Test
    void aWrongSecretIsDenied() {
        try (S3Store store = store(proxy.port(), "backups", S3Proxy.ID + ":wrong")) {
            assertThat(kindOf(() -> store.list(_ -> {}))).isEqualTo(Kind.DENIED);
            assertThat(kindOf(() -> store.stat("big.dump"))).isEqualTo(Kind.DENIED);
        }
    }

    @Test
    void whatIsNotThereIsMissing() {
        String credentials = S3Proxy.ID + ":" + S3Proxy.SECRET;
        try (S3Store store = store(proxy.port(), "no-such-bucket", credentials)) {
            assertThatThrownBy(() -> store.list(_ -> {}))
                    .hasMessageContaining("no such bucket")
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e -> assertThat(e.kind()).isEqualTo(Kind.MISSING));
        }
        try (S3Store store = store()) {
            assertThat(kindOf(() -> store.stat("none"))).isEqualTo(Kind.MISSING);
            try (CopyStream in = store.open(new StoredObject("none", 5, Instant.EPOCH, null))) {
                assertThat(kindOf(in::readAllBytes)).isEqualTo(Kind.MISSING);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aPortThatNobodyListensOnIsUnreachable() throws IOException {
        try (S3Store store = store(ServerProcess.freePort(), "backups", "a:b")) {
            assertThat(kindOf(() -> store.list(_ -> {}))).isEqualTo(Kind.UNREACHABLE);
        }
    }

    @Test
    void aHostThatDoesNotExistIsUnreachable() {
        S3Spec spec =
                new S3Spec(
                        "backups",
                        "",
                        URI.create("http://store.invalid"),
                        null,
                        null,
                        SecretRef.parse("env:C"));
        try (S3Store store =
                new S3Store(spec, new Secrets(Map.of("C", "a:b"), _ -> {}), IMPATIENT)) {
            assertThat(kindOf(() -> store.list(_ -> {}))).isEqualTo(Kind.UNREACHABLE);
        }
    }

    @Test
    void anAnswerThatIsNoS3IsAFailure() {
        proxy.always(answer(200, "<html>Welcome to the hotel's network</html>"));
        try (S3Store store = store()) {
            assertThat(kindOf(() -> store.list(_ -> {}))).isEqualTo(Kind.FAILED);
        }
        proxy.always(new Fault.Answer("SSH-2.0-OpenSSH_9.2\r\n"));
        try (S3Store store = store()) {
            assertThat(kindOf(() -> store.list(_ -> {}))).isIn(Kind.FAILED, Kind.CUT);
        }
    }

    @Test
    void aBucketOfAnotherRegionIsNamed() {
        String moved =
                """
                HTTP/1.1 301 Moved Permanently
                x-amz-bucket-region: eu-north-1
                Content-Length: 0
                Connection: close

                """;
        proxy.always(new Fault.Answer(moved.replace("\n", "\r\n")));
        try (S3Store store = store()) {
            assertThatThrownBy(() -> store.list(_ -> {}))
                    .hasMessageContaining("lies in region eu-north-1");
        }
    }

    @Test
    void aRegionThatAStoreExpectsIsNamed() {
        proxy.always(
                answer(
                        400,
                        "<Error><Code>AuthorizationHeaderMalformed</Code><Message>the region"
                                + " 'us-east-1' is wrong; expecting 'home-1'</Message></Error>"));
        try (S3Store store = store()) {
            assertThatThrownBy(() -> store.list(_ -> {}))
                    .hasMessageContaining("lies in region home-1, not in us-east-1");
        }
    }

    @Test
    void anObjectThatIsReplacedAfterItsListingIsTold() throws IOException {
        put("daily/changing.dump", new byte[2 * MIB]);
        try (S3Store store = store()) {
            StoredObject before = store.stat("changing.dump");
            put("daily/changing.dump", new byte[3 * MIB]);
            try (CopyStream in = store.open(before)) {
                assertThat(kindOf(in::readAllBytes)).isEqualTo(Kind.CHANGED);
            }
        }
    }

    @Test
    void aListingOfManyPagesIsWholeAndRelative() throws IOException {
        for (int i = 0; i < 1_050; i++) {
            put("daily/pages/%04d".formatted(i), new byte[0]);
        }
        List<String> keys = new ArrayList<>();
        try (S3Store store = store()) {
            store.list("pages/", object -> keys.add(object.key()));
        }
        assertThat(keys).hasSize(1_050).startsWith("pages/0000").endsWith("pages/1049");
    }

    @Test
    void oddKeysAreReadAsTheyAre() throws IOException {
        String odd = "a b+c%20d/été & 'x'.dump";
        put("daily/odd/" + odd, new byte[] {1, 2, 3});
        try (S3Store store = store()) {
            List<StoredObject> found = new ArrayList<>();
            store.list("odd/", found::add);
            assertThat(found).extracting(StoredObject::key).containsExactly("odd/" + odd);
            try (CopyStream in = store.open(found.getFirst())) {
                assertThat(in.readAllBytes()).containsExactly(1, 2, 3);
            }
        }
    }

    @Test
    void aStreamThatIsClosedEarlyLeavesNoConnectionBehind() throws IOException {
        try (S3Store store = store()) {
            StoredObject object = store.stat("big.dump");
            for (int i = 0; i < 30; i++) {
                try (CopyStream in = store.open(object)) {
                    assertThat(in.read()).isEqualTo(CONTENT[0] & 0xFF);
                }
            }
            try (CopyStream in = store.open(object)) {
                assertThat(in.readAllBytes()).isEqualTo(CONTENT);
            }
        }
    }

    private static Fault answer(int status, String body) {
        return new Fault.Answer(
                "HTTP/1.1 %d Said\r\nContent-Type: application/xml\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                        .formatted(status, body.length(), body));
    }
}
