package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.contract.ContractJson;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Proof;
import dev.muster.contract.Severity;
import dev.muster.contract.Verdict;
import dev.muster.contract.request.DrillRequest;
import dev.muster.contract.request.RequestedCopy;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.Environment;
import dev.muster.contract.result.SelectionFacts;
import dev.muster.servers.PostgresCluster;
import dev.muster.servers.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Backups and manifests of the installed PostgreSQL, drilled in the image, which has another major
 * version, all locales and whatever time zone it is told.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OtherMajorDrillIT {
    private static final String IMAGE = "muster-other-major-it";

    @TempDir static Path directory = Path.of("unset");
    private PostgresCluster server;
    private String source = "";

    @BeforeAll
    void makeTheImageAndTheBackups() throws Exception {
        assumeTrue(dockerAnswers(), "no Docker engine answers");
        Path root = Path.of("..").toAbsolutePath().normalize();
        assumeTrue(
                Files.isDirectory(root.resolve("restore-task/target/lib")),
                "Maven's package phase, which the image is made of, did not run");
        server = SourceServer.start();
        source = server.sql("postgres", "SHOW server_version").replaceFirst("[. ].*", "");
        build(root);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        SignedManifests manifests = new SignedManifests(directory);
        server.sql("postgres", "CREATE DATABASE shop TEMPLATE template0 ENCODING 'UTF8'");
        server.sql("shop", SilentDamageIT.SHOP);
        server.sql(
                "shop",
                "CREATE VIEW big AS SELECT id, amount * 2 AS twice FROM orders WHERE amount > 100",
                "CREATE FUNCTION paid() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM"
                        + " orders WHERE state = 'paid'; END");
        for (String format : List.of("c", "p")) {
            Path dump = directory.resolve("shop-" + format);
            List<String> call =
                    server.call("pg_dump", "-F" + format, "-f", dump.toString(), "shop");
            call.addFirst("--");
            Session taken = manifests.take(Path.of(dump + ".manifest.json"), call);
            assertThat(taken.exitCode()).as(taken.err()).isZero();
        }
        server.sql("shop", "UPDATE orders SET amount = amount + 0.01 WHERE id = 4711");
        server.program("pg_dump", "-Fc", "-f", directory.resolve("damaged").toString(), "shop");
        Files.copy(
                directory.resolve("shop-c.manifest.json"),
                directory.resolve("damaged.manifest.json"));
        Files.writeString(
                directory.resolve("muster.yaml"),
                """
                plans:
                  shop:
                    stores: [ { directory: /backups } ]
                    manifest: { required: true, bind: database, key: "file:/backups/manifest.pub" }
                """);
    }

    @AfterAll
    void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    private static boolean dockerAnswers() throws InterruptedException {
        try {
            Program.run(List.of("docker", "info"));
            return true;
        } catch (IOException noDocker) {
            return false;
        }
    }

    private static void build(Path root) throws Exception {
        Process build =
                new ProcessBuilder(
                                "docker",
                                "build",
                                "-q",
                                "-t",
                                IMAGE,
                                "--build-arg",
                                "PROGRAM=target",
                                root.toString())
                        .inheritIO()
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertThat(build.waitFor()).isZero();
    }

    private DrillResult drill(String backup, String locale, String zone) throws Exception {
        Instant made = Files.getLastModifiedTime(directory.resolve(backup)).toInstant();
        String id = backup + "-" + locale.substring(0, 2);
        DrillRequest request =
                new DrillRequest(
                        DrillRequest.SCHEMA_VERSION,
                        id,
                        "shop",
                        backup,
                        made,
                        List.of(
                                new RequestedCopy(
                                        0, Files.size(directory.resolve(backup)), made, null)),
                        new SelectionFacts("key", null, null, 1, "asked for by its key"),
                        made,
                        List.of());
        List<String> command = new ArrayList<>(List.of("docker", "run", "--rm", "--read-only"));
        command.addAll(List.of("--network", "none", "--cap-drop", "ALL"));
        command.addAll(List.of("-v", directory + ":/backups"));
        for (String variable :
                List.of(
                        "LANG=" + locale,
                        "LC_ALL=" + locale,
                        "TZ=" + zone,
                        "MUSTER_REQUEST=" + request.toJson(),
                        "MUSTER_PLANS=/backups/muster.yaml",
                        "MUSTER_RECORDS=/backups/records")) {
            command.addAll(List.of("-e", variable));
        }
        command.add(IMAGE);
        // A drill that is not proven does not end with 0; its result says the rest.
        command.addAll(0, List.of("sh", "-c", "\"$@\" || [ $? -le 2 ]", "sh"));
        String log = Program.run(command);
        return result(id, log);
    }

    private static DrillResult result(String id, String log) throws IOException {
        Path result = directory.resolve("records/shop").resolve(id).resolve("result.json");
        assertThat(result).as(log).exists();
        return ContractJson.readResult(Files.readString(result));
    }

    @ParameterizedTest
    @CsvSource({
        "shop-c, tr_TR.UTF-8, Asia/Kathmandu",
        "shop-p, de_DE.UTF-8, America/St_Johns",
        "shop-c, ne_NP.UTF-8, Asia/Kathmandu",
    })
    void aHealthyBackupIsIdenticalThere(String backup, String locale, String zone)
            throws Exception {
        DrillResult result = drill(backup, locale, zone);
        assertThat(result.environment())
                .extracting(Environment::postgres)
                .asString()
                .doesNotStartWith(source + ".");
        assertThat(result.findings()).noneMatch(f -> f.severity() == Severity.ERROR);
        assertThat(result.proof()).isEqualTo(Proof.IDENTICAL);
    }

    @ParameterizedTest
    @CsvSource({"damaged, tr_TR.UTF-8, Asia/Kathmandu"})
    void aDamagedBackupIsBrokenThere(String backup, String locale, String zone) throws Exception {
        DrillResult result = drill(backup, locale, zone);
        assertThat(result.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(result.findings())
                .filteredOn(f -> f.code() == FindingCode.CONTENT_CHANGED)
                .extracting(f -> f.object())
                .containsExactly("public.orders_2");
    }
}
