package dev.muster.restore.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.muster.contract.ContractJson;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.ArchiveFacts;
import dev.muster.contract.result.BackupFacts;
import dev.muster.contract.result.DrillResult;
import dev.muster.servers.S3Proxy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Builds the image and drills real backups in it as Fargate would run it: an ordinary user, a
 * read-only root file system, one volume, no capabilities, limits of processors and memory, and a
 * network in which nothing but this machine answers.
 */
class ImageIT {
    private static final String IMAGE = "muster-image-it";
    private static final String RUN = UUID.randomUUID().toString().substring(0, 8);
    private static final String NETWORK = "muster-it-" + RUN;
    private static final byte[] KEY = new byte[32];

    /** Refuses Landlock as kernels before 5.13 do, which know no such call. */
    private static final String NO_LANDLOCK =
            """
            { "defaultAction": "SCMP_ACT_ALLOW",
              "syscalls": [ { "names": [ "landlock_create_ruleset" ], "action": "SCMP_ACT_ERRNO",
                              "errnoRet": 38 } ] }
            """;

    /** Makes a database and dumps it in four ways; prints them as a tar. */
    private static final String DUMPS =
            """
            set -e
            export PATH=$PATH:$(echo /usr/lib/postgresql/*/bin)
            cd /work
            initdb -D data -U postgres --auth=trust --no-sync >/dev/null
            pg_ctl -D data -w -o "-c listen_addresses='' -c unix_socket_directories=/work -c fsync=off" start >/dev/null
            psql -q -h /work -U postgres <<'SQL'
            CREATE ROLE clerk;
            CREATE TABLE tenants (id int PRIMARY KEY, name text NOT NULL COLLATE "de_DE.utf8");
            CREATE TABLE sales (id bigserial PRIMARY KEY, tenant int NOT NULL REFERENCES tenants, note jsonb);
            GRANT SELECT ON sales TO clerk;
            INSERT INTO tenants SELECT i, 'Mieter ' || i FROM generate_series(1, 50) i;
            INSERT INTO sales (tenant, note) SELECT 1 + i % 50, jsonb_build_object('n', i, 'text', md5(i::text))
              FROM generate_series(1, 20000) i;
            SQL
            pg_dump -h /work -U postgres -Fc -Z0 postgres | gzip -1 >shop.dump.gz
            pg_dump -h /work -U postgres postgres | gzip -1 >shop.sql.gz
            pg_dump -h /work -U postgres -Fd -f shop postgres
            tar cf shop.tar shop
            pg_ctl -D data -m immediate stop >/dev/null
            tar cf - shop.dump.gz shop.sql.gz shop.tar
            """;

    private static final String SLOW_RESTORE =
            """
            --
            -- PostgreSQL database dump
            --

            -- Dumped from database version 17.0
            -- Dumped by pg_dump version 17.0

            CREATE TABLE public.slow (id integer);
            INSERT INTO public.slow SELECT 1 FROM pg_catalog.pg_sleep(600);

            --
            -- PostgreSQL database dump complete
            --
            """;

    /** The rule is not enforced while it is restored, and is evaluated when it is checked. */
    private static final String SLOW_CHECK =
            """
            --
            -- PostgreSQL database dump
            --

            -- Dumped from database version 17.0
            -- Dumped by pg_dump version 17.0

            CREATE TABLE public.slow (id integer);
            COPY public.slow (id) FROM stdin;
            1
            \\.
            ALTER TABLE public.slow
                ADD CONSTRAINT slow CHECK (pg_catalog.pg_sleep(600 * id)::text IS NOT NULL) NOT VALID;

            --
            -- PostgreSQL database dump complete
            --
            """;

    @TempDir static Path directory = Path.of("unset");
    private static S3Proxy s3;
    private static S3Client client;
    private static String gateway = "unset";
    private static String plan = "unset";

    @BeforeAll
    static void buildTheImageAndTheBackups() throws Exception {
        assumeThat(Docker.answers()).as("a Docker engine answers").isTrue();
        Path root = Path.of("..").toAbsolutePath().normalize();
        assumeThat(root.resolve("restore-task/target/lib"))
                .as("what Maven's package phase makes, which comes before integration tests")
                .isDirectory();
        Docker.succeed(
                "build", "-q", "-t", IMAGE, "--build-arg", "PROGRAM=target", root.toString());
        // No way leads out of an internal network but to this machine itself.
        Docker.succeed("network", "create", "--internal", NETWORK);
        gateway =
                Docker.succeed(
                        "network", "inspect", "-f", "{{(index .IPAM.Config 0).Gateway}}", NETWORK);
        s3 = S3Proxy.startForContainers(directory);
        client = s3.clients().build();
        for (String bucket : List.of("backups", "config", "records")) {
            client.createBucket(r -> r.bucket(bucket));
        }
        new SecureRandom().nextBytes(KEY);
        dump();
        plan =
                """
                plans:
                  shop:
                    stores:
                      - s3: { bucket: backups, endpoint: "http://%s:%d" }
                    decrypt: { fernet: "env:FERNET_KEY" }
                    expect: { encrypted: false }
                """
                        .formatted(gateway, s3.port());
        put("config", "muster.yaml", plan.getBytes(StandardCharsets.UTF_8));
    }

    @AfterAll
    static void removeAll() throws Exception {
        if (client != null) {
            client.close();
        }
        if (s3 != null) {
            s3.close();
        }
        if (!gateway.equals("unset")) {
            Docker.run("network", "rm", NETWORK);
        }
    }

    private static void dump() throws Exception {
        Path tar = directory.resolve("dumps.tar");
        Docker.outputOf(
                List.of(
                        "run",
                        "--rm",
                        "--network",
                        "none",
                        "--entrypoint",
                        "sh",
                        IMAGE,
                        "-c",
                        DUMPS),
                tar);
        assertThat(
                        new ProcessBuilder("tar", "xf", tar.toString(), "-C", directory.toString())
                                .inheritIO()
                                .start()
                                .waitFor())
                .isZero();
        byte[] custom = Files.readAllBytes(directory.resolve("shop.dump.gz"));
        put("backups", "shop.dump.gz.enc", fernet(custom));
        put("backups", "shop.sql.gz", Files.readAllBytes(directory.resolve("shop.sql.gz")));
        put("backups", "shop.tar", Files.readAllBytes(directory.resolve("shop.tar")));
        byte[] cut = Arrays.copyOf(custom, custom.length - custom.length / 3);
        put("backups", "cut.dump.gz.enc", fernet(cut));
        put("backups", "slow-restore.sql", SLOW_RESTORE.getBytes(StandardCharsets.UTF_8));
        put("backups", "slow-check.sql", SLOW_CHECK.getBytes(StandardCharsets.UTF_8));
    }

    private static void put(String bucket, String key, byte[] content) {
        client.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromBytes(content));
    }

    /** As Python's cryptography encrypts a whole file. */
    private static byte[] fernet(byte[] plain) throws GeneralSecurityException {
        byte[] iv = new byte[16];
        new SecureRandom().nextBytes(iv);
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(KEY, 16, 16, "AES"),
                new IvParameterSpec(iv));
        ByteArrayOutputStream token = new ByteArrayOutputStream();
        token.write(0x80);
        token.writeBytes(ByteBuffer.allocate(8).putLong(Instant.now().getEpochSecond()).array());
        token.writeBytes(iv);
        token.writeBytes(cipher.doFinal(plain));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, 0, 16, "HmacSHA256"));
        token.writeBytes(mac.doFinal(token.toByteArray()));
        return Base64.getUrlEncoder().encode(token.toByteArray());
    }

    /** A container of the image, as the task definition would have it run. */
    private static final class Container implements AutoCloseable {
        final String drillId;
        final String volume;
        final String id;

        Container(String key, String plans, String... more) throws Exception {
            drillId =
                    key.replaceAll("[^a-z]+", "-")
                            + "-"
                            + UUID.randomUUID().toString().substring(0, 6);
            var head = client.headObject(r -> r.bucket("backups").key(key));
            String request =
                    Requests.of(
                                    drillId,
                                    "shop",
                                    key,
                                    head.contentLength(),
                                    head.eTag().replace("\"", ""))
                            .toJson();
            volume = Docker.succeed("volume", "create");
            List<String> command =
                    new ArrayList<>(
                            List.of(
                                    "run",
                                    "-d",
                                    "--read-only",
                                    "--network",
                                    NETWORK,
                                    "--user",
                                    "10001:10001",
                                    "--cap-drop",
                                    "ALL",
                                    "--security-opt",
                                    "no-new-privileges",
                                    "--memory",
                                    "1g",
                                    "--cpus",
                                    "1",
                                    "-v",
                                    volume + ":/work",
                                    "-e",
                                    "AWS_ACCESS_KEY_ID=" + S3Proxy.ID,
                                    "-e",
                                    "AWS_SECRET_ACCESS_KEY=" + S3Proxy.SECRET,
                                    "-e",
                                    "AWS_REGION=us-east-1",
                                    "-e",
                                    "AWS_ENDPOINT_URL_S3=http://" + gateway + ":" + s3.port(),
                                    "-e",
                                    "FERNET_KEY=" + Base64.getUrlEncoder().encodeToString(KEY),
                                    "-e",
                                    "MUSTER_PLANS=s3://config/" + plans,
                                    "-e",
                                    "MUSTER_RECORDS=s3://records/evidence",
                                    "-e",
                                    "MUSTER_REQUEST=" + request));
            command.addAll(List.of(more));
            command.add(IMAGE);
            Docker.Ended ended = Docker.run(command);
            if (ended.code() != 0) {
                Docker.run("volume", "rm", volume);
                throw new IOException("docker run failed: " + ended.output());
            }
            id = ended.output().strip();
        }

        int await() throws Exception {
            return Integer.parseInt(Docker.succeed("wait", id));
        }

        String log() throws Exception {
            return Docker.run("logs", id).output();
        }

        DrillResult result() throws Exception {
            byte[] json =
                    client.getObjectAsBytes(r ->
                                    r.bucket("records")
                                            .key("evidence/shop/" + drillId + "/result.json"))
                            .asByteArray();
            return ContractJson.readResult(new String(json, StandardCharsets.UTF_8));
        }

        /** What is left on the volume. */
        String left() throws Exception {
            return Docker.succeed(
                    "run",
                    "--rm",
                    "-v",
                    volume + ":/work",
                    "--entrypoint",
                    "ls",
                    IMAGE,
                    "-A",
                    "/work");
        }

        @Override
        public void close() throws IOException {
            Docker.run("rm", "-f", id);
            Docker.run("volume", "rm", volume);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "shop.dump.gz.enc, proven, 'fernet gzip', custom",
        "shop.sql.gz,      proven, 'gzip',        plain",
        "shop.tar,         proven, 'tar',         directory",
        "cut.dump.gz.enc,  broken, '',            ''"
    })
    void realBackupsAreDrilled(String key, String verdict, String layers, String format)
            throws Exception {
        try (Container task = new Container(key, "muster.yaml")) {
            int code = task.await();
            String log = task.log();

            DrillResult result = task.result();
            assertThat(result.verdict().name().toLowerCase(Locale.ROOT)).as(log).isEqualTo(verdict);
            assertThat(code).isEqualTo(result.verdict().exitCode());
            assertThat(result.environment().cpus()).isEqualTo(1);
            assertThat(result.environment().memoryBytes()).isEqualTo(1L << 30);
            assertThat(result.environment().sandbox()).contains("seccomp");
            assertThat(log.lines().reduce((_, last) -> last).orElse(""))
                    .contains("\"drillId\":\"" + task.drillId + "\"")
                    .contains("\"result\":\"s3://records/evidence/shop/" + task.drillId)
                    .contains("\"exitCode\":" + code);
            assertThat(log).doesNotContain(S3Proxy.SECRET).doesNotContain("Exception");
            assertThat(task.left()).isEmpty();
            if (result.verdict() == Verdict.PROVEN) {
                BackupFacts backup = Objects.requireNonNull(result.backup());
                ArchiveFacts archive = Objects.requireNonNull(backup.archive());
                assertThat(String.join(" ", backup.layers())).isEqualTo(layers);
                assertThat(archive.format()).isEqualTo(format);
                assertThat(archive.rows()).isEqualTo(20_050L);
                assertThat(result.findings())
                        .noneMatch(f -> f.code() == FindingCode.LOCALE_MISSING);
            }
        }
    }

    @Test
    void aKernelWithoutLandlockDrillsAllTheSame() throws Exception {
        Path profile = Files.writeString(directory.resolve("no-landlock.json"), NO_LANDLOCK);
        try (Container task =
                new Container(
                        "shop.sql.gz", "muster.yaml", "--security-opt", "seccomp=" + profile)) {
            assertThat(task.await()).as(task.log()).isZero();
            assertThat(task.result().environment().sandbox()).isEqualTo("seccomp");
        }
    }

    /** ECS sends SIGTERM, and SIGKILL 30 s later where the task definition says nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"fetch", "restore", "verify"})
    void theOrderToStopLeadsToAResultInTime(String stage) throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            String plans = "muster.yaml";
            String key = stage.equals("verify") ? "slow-check.sql" : "slow-restore.sql";
            if (stage.equals("fetch")) {
                plans = "silent.yaml";
                String other = plan.replace(":" + s3.port(), ":" + silent.getLocalPort());
                put("config", plans, other.getBytes(StandardCharsets.UTF_8));
            }
            try (Container task = new Container(key, plans)) {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> task.log().contains("\n" + stage + ": "));
                Thread.sleep(1_500);
                assertThat(environmentOfTheTask(task)).contains("Permission denied");

                Instant stopped = Instant.now();
                Docker.succeed("stop", "-t", "30", task.id);
                Duration took = Duration.between(stopped, Instant.now());

                assertThat(task.await()).as(task.log()).isEqualTo(2);
                assertThat(took).isLessThan(Duration.ofSeconds(20));
                DrillResult result = task.result();
                assertThat(result.verdict()).isEqualTo(Verdict.UNPROVEN);
                assertThat(result.findings())
                        .as(task.log())
                        .anyMatch(f -> f.code() == FindingCode.INTERRUPTED)
                        .noneMatch(f -> f.code() == FindingCode.DEFECT);
                assertThat(task.left()).isEmpty();
            }
        }
    }

    /** What another process of the same user sees of the variables that lead to credentials. */
    private static String environmentOfTheTask(Container task) throws Exception {
        return Docker.run("exec", task.id, "cat", "/proc/1/environ").output();
    }

    @Test
    void aTaskThatIsToldNothingSaysWhatItLacks() throws Exception {
        Docker.Ended ended = Docker.run("run", "--rm", "--read-only", "--network", "none", IMAGE);

        assertThat(ended.code()).isEqualTo(64);
        assertThat(ended.output())
                .contains("error: the environment has no MUSTER_REQUEST [TASK_ENVIRONMENT]")
                .contains("hint: ");
    }

    @Test
    void theImageRunsAsAnOrdinaryUserWithOneVolume() throws IOException {
        String config =
                Docker.succeed(
                        "image",
                        "inspect",
                        "-f",
                        "{{.Config.User}} {{json .Config.Volumes}} {{.Config.StopSignal}}",
                        IMAGE);

        assertThat(config).isEqualTo("muster {\"/work\":{}} SIGTERM");
    }
}
