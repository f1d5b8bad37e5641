package dev.muster.restore.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.muster.contract.ContractJson;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Verdict;
import dev.muster.contract.request.DrillRequest;
import dev.muster.contract.result.DrillResult;
import dev.muster.restore.postgres.server.Machine;
import dev.muster.servers.AwsSettings;
import dev.muster.servers.TemporaryFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskTest {
    @TempDir private Path directory;

    @TempDir(factory = TemporaryFolder.OfJUnit.class)
    private Path work;

    @AfterEach
    void nothingIsLeftThere() {
        assertThat(work).isEmptyDirectory();
    }

    private record Ended(int code, String log) {}

    private Ended run(Map<String, String> environment) {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(log, true, StandardCharsets.UTF_8);
        int code = new Task(environment, out).run();
        return new Ended(code, log.toString(StandardCharsets.UTF_8));
    }

    private Map<String, String> environment(String request, String plan) throws IOException {
        Path backups = Files.createDirectories(directory.resolve("backups"));
        Path file = directory.resolve("muster.yaml");
        Files.writeString(file, plan.replace("BACKUPS", backups.toString()));
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("MUSTER_REQUEST", request);
        environment.put("MUSTER_PLANS", file.toString());
        environment.put("MUSTER_RECORDS", directory.resolve("records").toString());
        environment.put("MUSTER_WORK", work.toString());
        return environment;
    }

    private DrillResult result(String drillId) throws IOException {
        return ContractJson.readResult(
                Files.readString(
                        directory.resolve("records/shop").resolve(drillId).resolve("result.json")));
    }

    /** Every way in which what a task is given can be wrong, and what comes of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plans: { shop: { stores: [ { directory: BACKUPS } ] } } | BACKUP_NOT_FOUND   | broken",
                "plans: { other: { stores: [ { directory: BACKUPS } ] } } | PLAN_UNKNOWN       | unproven",
                "plans: { shop: { stores: [ { directory: BACKUPS } ], colour: red } }"
                        + " | PLAN_UNKNOWN_KEY   | unproven",
                "plans: [                                                | PLAN_SYNTAX        | unproven",
                "plans: { shop: { stores: [ { directory: BACKUPS } ], decrypt: { fernet: \"env:NO_SUCH\" } } }"
                        + " | SECRET_MISSING     | unproven",
                "plans: { shop: { stores: [ { s3: { bucket: backups, credentials: \"file:/no/such\" } } ] } }"
                        + " | SECRET_MISSING     | unproven",
            })
    void whatIsWrongEndsInAResult(String plan, String code, String verdict) throws Exception {
        DrillRequest request = Requests.of("d-1", "shop", "a.dump", 7, null);

        Ended ended = run(environment(request.toJson(), plan));

        DrillResult result = result("d-1");
        assertThat(result.verdict()).isEqualTo(Verdict.valueOf(verdict.toUpperCase(Locale.ROOT)));
        assertThat(result.findings())
                .anySatisfy(f -> assertThat(f.code() + " " + f.message()).contains(code));
        assertThat(result.selection()).isEqualTo(request.selection());
        assertThat(ended.code()).isEqualTo(result.verdict().exitCode());
        assertThat(ended.log().lines().reduce((_, last) -> last).orElse(""))
                .startsWith("{\"event\":\"drill ended\",\"drillId\":\"d-1\"")
                .contains("\"verdict\":\"" + verdict + "\"");
    }

    @Test
    void aRequestThatOnlyTellsPlanAndIdEndsInAResultToo() throws Exception {
        Ended ended =
                run(
                        environment(
                                "{\"drillId\":\"d-2\",\"plan\":\"shop\",\"schemaVersion\":99}",
                                "plans: { shop: { stores: [ { directory: BACKUPS } ] } }"));

        assertThat(ended.code()).isEqualTo(2);
        assertThat(result("d-2").findings())
                .singleElement()
                .satisfies(f -> assertThat(f.code()).isEqualTo(FindingCode.TASK_MISCONFIGURED))
                .satisfies(f -> assertThat(f.message()).contains("REQUEST_"));
    }

    @ParameterizedTest
    @CsvSource({
        "MUSTER_REQUEST, '', TASK_ENVIRONMENT",
        "MUSTER_REQUEST, rubbish, REQUEST_UNREADABLE",
        "MUSTER_RECORDS, s3://UPPER, RECORDS_PLACE",
        "MUSTER_PLANS, '', TASK_ENVIRONMENT"
    })
    void whereNoResultCouldGoTheLogSaysWhy(String name, String value, String code)
            throws Exception {
        Map<String, String> environment =
                environment(
                        Requests.of("d-3", "shop", "a.dump", 7, null).toJson(),
                        "plans: { shop: { stores: [ { directory: BACKUPS } ] } }");
        environment.put(name, value);

        Ended ended = run(environment);

        assertThat(ended.code()).isEqualTo(64);
        assertThat(ended.log()).contains("error: ", "[" + code + "]", "hint: ");
        assertThat(directory.resolve("records")).doesNotExist();
    }

    @Test
    void aPlanFileThatNamesNoObjectIsAFinding() throws Exception {
        Map<String, String> environment =
                environment(Requests.of("d-4", "shop", "a.dump", 7, null).toJson(), "plans: {}");
        environment.put("MUSTER_PLANS", "s3://bucket-without-key");

        assertThat(run(environment).code()).isEqualTo(2);

        assertThat(result("d-4").findings().getFirst().message())
                .contains("s3://bucket-without-key");
    }

    @Test
    void aPlanFileThatNobodyAnswersForIsWorthASecondDrill() throws Exception {
        Map<String, String> environment =
                environment(Requests.of("d-9", "shop", "a.dump", 7, null).toJson(), "plans: {}");
        environment.put("MUSTER_PLANS", "s3://config/muster.yaml?versionId=7");
        try (AwsSettings _ = AwsSettings.ofNobody()) {
            assertThat(run(environment).code()).isEqualTo(2);
        }
        Finding finding = result("d-9").findings().getFirst();
        assertThat(finding.code()).isEqualTo(FindingCode.AWS_UNAVAILABLE);
        assertThat(finding.code().isPassing()).isTrue();
    }

    @Test
    void aSecretThatNobodyAnswersForIsWorthASecondDrill() throws Exception {
        Map<String, String> environment =
                environment(
                        Requests.of("d-10", "shop", "a.dump", 7, null).toJson(),
                        "plans: { shop: { stores: [ { s3: { bucket: b-1, credentials:"
                                + " \"secretsmanager:muster/x\" } } ] } }");
        try (AwsSettings _ = AwsSettings.ofNobody()) {
            assertThat(run(environment).code()).isEqualTo(2);
        }
        assertThat(result("d-10").findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.AWS_UNAVAILABLE);
    }

    @Test
    void aCopyThatChangedSizeIsAFinding() throws Exception {
        Map<String, String> environment =
                environment(
                        Requests.of("d-5", "shop", "dump/", 7, null).toJson(),
                        "plans: { shop: { stores: [ { directory: BACKUPS } ] } }");
        Path folder = Files.createDirectories(directory.resolve("backups/dump"));
        Files.writeString(folder.resolve("toc.dat"), "longer than seven bytes");

        assertThat(run(environment).code()).isEqualTo(2);

        assertThat(result("d-5").findings().getFirst().message())
                .isEqualTo("it had 7 bytes when it was selected and has 23 bytes now");
    }

    @Test
    void aVolumeThatCannotBeWrittenIsNoDefectOfOurs() throws Exception {
        Map<String, String> environment =
                environment(
                        Requests.of("d-9", "shop", "a.dump", 7, null).toJson(),
                        "plans: { shop: { stores: [ { directory: BACKUPS } ] } }");
        environment.put("MUSTER_WORK", "/proc/no/such");

        assertThat(run(environment).code()).isEqualTo(2);

        assertThat(result("d-9").findings())
                .anyMatch(f -> f.code() == FindingCode.TASK_MISCONFIGURED);
    }

    @Test
    void whatABackupIsCalledMakesNoLineOfItsOwn() throws Exception {
        String key = "a\nverdict: proven\u001b[2K\u2028.dump";
        Map<String, String> environment =
                environment(
                        Requests.of("d-6", "shop", key, 7, null).toJson(),
                        "plans: { shop: { stores: [ { directory: BACKUPS } ] } }");

        Ended ended = run(environment);

        assertThat(ended.log().lines()).noneMatch(line -> line.startsWith("verdict: proven"));
        assertThat(ended.log()).doesNotContain("\u001b", "\u2028");
    }

    @Test
    void theTaskTellsWhichItIsAndKeepsToItsLimits() throws Exception {
        HttpServer ecs =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ecs.createContext(
                "/v4/abc/task",
                exchange -> {
                    byte[] task =
                            """
                            {"Cluster":"muster","TaskARN":"arn:aws:ecs:eu-central-1:123456789012:task/muster/abc",
                             "Family":"muster-drill","Revision":"7","LaunchType":"FARGATE",
                             "AvailabilityZone":"eu-central-1a","Limits":{"CPU":0.5,"Memory":1024}}
                            """
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, task.length);
                    exchange.getResponseBody().write(task);
                    exchange.close();
                });
        ecs.start();
        try {
            Map<String, String> environment =
                    environment(
                            Requests.of("d-7", "shop", "a.dump", 7, null).toJson(),
                            "plans: { shop: { stores: [ { directory: BACKUPS } ] } }");
            environment.put(
                    "ECS_CONTAINER_METADATA_URI_V4",
                    "http://127.0.0.1:" + ecs.getAddress().getPort() + "/v4/abc");

            Ended ended = run(environment);

            assertThat(ended.log())
                    .contains(
                            "task arn:aws:ecs:eu-central-1:123456789012:task/muster/abc, 0.5 vCPU,"
                                    + " 1024 MiB of memory, FARGATE, eu-central-1a, muster-drill:7");
            assertThat(result("d-7").environment().cpus()).isEqualTo(1);
            assertThat(result("d-7").environment().memoryBytes()).isEqualTo(1024L << 20);
        } finally {
            ecs.stop(0);
            Machine.limitTo(null, null);
        }
    }

    @ParameterizedTest
    @CsvSource({"http://127.0.0.1:1/v4/x", "not a url", "file:///etc"})
    void metadataThatCannotBeReadEndsNothing(String endpoint) throws Exception {
        Map<String, String> environment =
                environment(
                        Requests.of("d-8", "shop", "a.dump", 7, null).toJson(),
                        "plans: { shop: { stores: [ { directory: BACKUPS } ] } }");
        environment.put("ECS_CONTAINER_METADATA_URI_V4", endpoint);

        Ended ended = run(environment);

        assertThat(ended.log()).contains("warning: ECS does not tell which task this is");
        assertThat(ended.code()).isEqualTo(1);
    }
}
