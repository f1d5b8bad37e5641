package dev.muster.restore.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Verdict;
import dev.muster.contract.request.DrillRequest;
import dev.muster.contract.request.RequestedCopy;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.LastRestorable;
import dev.muster.contract.result.LastRestorable.Tried;
import dev.muster.contract.result.SelectionFacts;
import dev.muster.records.DirectoryRecordStore;
import dev.muster.records.Results;
import dev.muster.restore.postgres.server.Installation;
import dev.muster.restore.postgres.server.Installations;
import dev.muster.restore.postgres.server.ThrowawayServer;
import dev.muster.restore.postgres.server.WorkDirectory;
import dev.muster.servers.TemporaryFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task whose drill ends broken, and the backups that it drills then. */
class OtherBackupsIT {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("'shop-'yyyyMMdd'T'HHmmss'.dump'").withZone(ZoneOffset.UTC);

    private static byte[] dump = {};

    @TempDir private Path directory;
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @TempDir(factory = TemporaryFolder.OfJUnit.class)
    private Path work = Path.of("unset");

    @BeforeAll
    static void dump() throws Exception {
        Installation installation =
                Installations.find(System.getenv()).all().stream()
                        .filter(Installation::complete)
                        .findFirst()
                        .orElseGet(() -> Assumptions.abort("PostgreSQL is not installed"));
        String id = "others-" + UUID.randomUUID().toString().substring(0, 8);
        try (WorkDirectory place = WorkDirectory.create(id, System.getenv());
                ThrowawayServer server = ThrowawayServer.start(installation, place, 2)) {
            try (Connection connection = server.connect("postgres");
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE goods AS SELECT generate_series(1, 3000) AS id");
            }
            ProcessBuilder pgDump =
                    new ProcessBuilder(
                            installation.program("pg_dump").toString(), "-Fc", "postgres");
            pgDump.environment().putAll(server.clientEnvironment());
            Process process = pgDump.redirectError(ProcessBuilder.Redirect.INHERIT).start();
            dump = process.getInputStream().readAllBytes();
            assertThat(process.waitFor()).isZero();
        }
    }

    @BeforeEach
    void makeAStore() throws IOException {
        Files.createDirectories(directory.resolve("backups"));
    }

    @AfterEach
    void nothingIsLeftThere() {
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void theNewestBackupThatRestoresIsInTheResultAndEachDrillLeavesItsOwn() throws Exception {
        broken(1);
        broken(2);
        String good = healthy(3);
        healthy(4);

        Ended ended = run("walkBack: { backups: 3, within: 30d }");

        assertThat(ended.code()).as(ended.log()).isEqualTo(1);
        DrillResult result = result("d-1");
        assertThat(result.verdict()).isEqualTo(Verdict.BROKEN);
        LastRestorable found = Objects.requireNonNull(result.lastRestorable());
        assertThat(found.backup()).isEqualTo(good);
        assertThat(found.ageSeconds()).isBetween(71 * 3600.0, 73 * 3600.0);
        assertThat(found.tried())
                .extracting(Tried::verdict)
                .containsExactly(Verdict.BROKEN, Verdict.BROKEN, Verdict.PROVEN);
        assertThat(found.tried())
                .extracting(Tried::drillId)
                .containsExactly("d-1", "d-1-w1", "d-1-w2");
        assertThat(found.notTried()).isEqualTo(1);
        assertThat(result("d-1-w1").verdict()).isEqualTo(Verdict.BROKEN);
        DrillResult proven = result("d-1-w2");
        assertThat(proven.verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(Objects.requireNonNull(proven.selection()).mode()).isEqualTo("walk-back");
        // Kept before the others were drilled.
        DrillResult kept = results().kept("shop", "d-1").orElseThrow();
        assertThat(kept.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(kept.lastRestorable()).isNull();
    }

    @Test
    void itGoesNoFurtherThanThePlanAllows() throws Exception {
        broken(1);
        broken(2);
        healthy(3);

        run("walkBack: { backups: 1, within: 30d }");

        LastRestorable found = Objects.requireNonNull(result("d-1").lastRestorable());
        assertThat(found.backup()).isNull();
        assertThat(found.notTried()).isEqualTo(1);
        assertThat(found.ended()).isEqualTo("the plan allows 1 after a broken one");
        assertThat(results().find("shop", "d-1-w2")).isEmpty();
    }

    @Test
    void aPlanThatDoesNotAskForItHasOneDrill() throws Exception {
        broken(1);
        healthy(2);

        run("within: 7d");

        assertThat(result("d-1").lastRestorable()).isNull();
        assertThat(results().kept("shop", "d-1")).isEmpty();
        assertThat(results().find("shop", "d-1-w1")).isEmpty();
    }

    @Test
    void aBackupThatRestoresIsFollowedByNoOther() throws Exception {
        healthy(1);
        healthy(2);

        assertThat(run("walkBack: { backups: 3 }").code()).isZero();

        assertThat(result("d-1").lastRestorable()).isNull();
        assertThat(results().find("shop", "d-1-w1")).isEmpty();
    }

    @Test
    void aTaskThatIsStoppedMeanwhileLeavesTheBrokenVerdictInTime() throws Exception {
        broken(1);
        for (int day = 2; day < 30; day++) {
            broken(day);
        }
        Process running = start("walkBack: { backups: 29, within: 60d }");
        for (int i = 0; i < 600 && results().find("shop", "d-1-w1").isEmpty(); i++) {
            Thread.sleep(100);
        }

        running.destroy(); // SIGTERM

        assertThat(running.waitFor(25, TimeUnit.SECONDS)).isTrue();
        LastRestorable found = Objects.requireNonNull(result("d-1").lastRestorable());
        assertThat(result("d-1").verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(found.backup()).isNull();
        assertThat(found.ended()).isEqualTo("the run was interrupted");
        assertThat(found.notTried()).isPositive();
        assertThat(result("d-1").findings())
                .extracting(f -> f.code())
                .doesNotContain(FindingCode.INTERRUPTED);
    }

    @Test
    void whereThereWasNoBackupToDrillTheOthersAreDrilledAllTheSame() throws Exception {
        broken(20);
        String good = healthy(25);
        Map<String, String> environment = environment("walkBack: { backups: 3, within: 30d }");
        environment.put("MUSTER_REQUEST", withoutBackup().toJson());

        Ended ended = run(environment);

        assertThat(ended.code()).as(ended.log()).isEqualTo(1);
        DrillResult result = result("d-1");
        assertThat(result.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(result.backup()).isNull();
        assertThat(result.findings())
                .extracting(f -> f.code())
                .containsExactly(FindingCode.NO_BACKUP_IN_WINDOW);
        LastRestorable found = Objects.requireNonNull(result.lastRestorable());
        assertThat(found.backup()).isEqualTo(good);
        assertThat(found.tried()).extracting(Tried::drillId).containsExactly("d-1-w1", "d-1-w2");
        assertThat(result("d-1-w2").verdict()).isEqualTo(Verdict.PROVEN);
    }

    @Test
    void withoutABackupTheDrillIsBrokenAlsoWhereItsKeysCannotBeRead() throws Exception {
        healthy(25);
        Map<String, String> environment =
                environment("walkBack: { backups: 3 } }\n    decrypt: { fernet: \"env:NONE\"");
        environment.put("MUSTER_REQUEST", withoutBackup().toJson());

        assertThat(run(environment).code()).isEqualTo(1);

        DrillResult result = result("d-1");
        assertThat(result.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(result.findings())
                .extracting(f -> f.code())
                .containsExactly(FindingCode.NO_BACKUP_IN_WINDOW, FindingCode.TASK_MISCONFIGURED);
    }

    private DrillRequest withoutBackup() {
        Finding none =
                Finding.of(FindingCode.NO_BACKUP_IN_WINDOW, null, "no backup of the last 7d");
        return DrillRequest.withoutBackup("d-1", "shop", at(20), List.of(none));
    }

    private record Ended(int code, String log) {}

    private Ended run(String select) throws Exception {
        return run(environment(select));
    }

    private static Ended run(Map<String, String> environment) {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(log, true, StandardCharsets.UTF_8);
        int code = new Task(environment, out).run();
        return new Ended(code, log.toString(StandardCharsets.UTF_8));
    }

    private Process start(String select) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Task.class.getName());
        builder.environment().putAll(environment(select));
        return builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve("task.log").toFile())
                .start();
    }

    /** The request is for the newest. */
    private Map<String, String> environment(String select) throws IOException {
        Path plan =
                Files.writeString(
                        directory.resolve("muster.yaml"),
                        """
                        plans:
                          shop:
                            stores: [ { directory: "%s" } ]
                            backups: { pattern: "shop-{timestamp:yyyyMMdd'T'HHmmss}.dump" }
                            select: { mode: latest, %s }
                        """
                                .formatted(directory.resolve("backups"), select));
        Path newest = backup(1);
        Instant made = at(1);
        boolean isThere = Files.exists(newest);
        if (isThere) {
            // As it was when it was listed.
            Files.setLastModifiedTime(newest, FileTime.from(made));
        }
        DrillRequest request =
                new DrillRequest(
                        DrillRequest.SCHEMA_VERSION,
                        "d-1",
                        "shop",
                        NAME.format(made),
                        made,
                        List.of(new RequestedCopy(0, isThere ? Files.size(newest) : 0, made, null)),
                        new SelectionFacts("latest", "7d", null, 3, "the latest"),
                        made,
                        List.of());
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("MUSTER_REQUEST", request.toJson());
        environment.put("MUSTER_PLANS", plan.toString());
        environment.put("MUSTER_RECORDS", directory.resolve("records").toString());
        environment.put("MUSTER_WORK", work.toString());
        return environment;
    }

    private Results results() {
        return new Results(new DirectoryRecordStore(directory.resolve("records")));
    }

    private DrillResult result(String drillId) {
        return results().find("shop", drillId).orElseThrow();
    }

    private Instant at(int daysAgo) {
        return now.minus(daysAgo, ChronoUnit.DAYS);
    }

    private Path backup(int daysAgo) {
        return directory.resolve("backups").resolve(NAME.format(at(daysAgo)));
    }

    private String healthy(int daysAgo) throws IOException {
        return "" + Files.write(backup(daysAgo), dump).getFileName();
    }

    private void broken(int daysAgo) throws IOException {
        Files.write(backup(daysAgo), Arrays.copyOf(dump, dump.length / 2));
    }
}
