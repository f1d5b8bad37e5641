package dev.muster.restore.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.Cause;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Severity;
import dev.muster.contract.Verdict;
import dev.muster.contract.plan.PlanFile;
import dev.muster.contract.result.DrillResult;
import dev.muster.records.DirectoryRecordStore;
import dev.muster.records.Results;
import dev.muster.restore.Cancellation;
import dev.muster.restore.DrillOrder;
import dev.muster.restore.postgres.server.Installation;
import dev.muster.restore.postgres.server.Installations;
import dev.muster.servers.TemporaryFolder;
import dev.muster.stores.Secrets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task whose plan asks for upgrades to be rehearsed. */
class UpgradesIT {
    @TempDir private Path directory;
    private @Nullable Installation found;

    @TempDir(factory = TemporaryFolder.OfJUnit.class)
    private Path work = Path.of("unset");

    @BeforeEach
    void makeABackup() throws IOException {
        found =
                Installations.find(System.getenv()).all().stream()
                        .filter(Installation::complete)
                        .findFirst()
                        .orElseGet(() -> Assumptions.abort("PostgreSQL is not installed"));
        Files.createDirectories(directory.resolve("backups"));
        Path backup = Files.writeString(directory.resolve("backups/shop.sql"), Training.DUMP);
        // As it was when it was listed.
        Files.setLastModifiedTime(backup, FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));
    }

    private Installation installed() {
        return Objects.requireNonNull(found);
    }

    @Test
    void whatGoesWrongOnANewerVersionIsADrillOfItsOwnAndLeavesTheVerdictAsItIs() throws Exception {
        String both = installed().bin() + ":" + claimingToBe(installed().major() + 1);

        Ended ended = run(both, "verify: { upgrades: true }");

        assertThat(ended.code()).as(ended.log()).isZero();
        DrillResult own = result("d-1");
        assertThat(own.verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(own.findings())
                .extracting(Finding::code)
                .doesNotContain(FindingCode.UPGRADE_NOT_REHEARSED);
        DrillResult upgrade = result("d-1-u1");
        assertThat(upgrade.verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(upgrade.cause()).isEqualTo(Cause.ENVIRONMENT);
        assertThat(upgrade.backup()).isNotNull();
        assertThat(upgrade.findings())
                .extracting(Finding::message)
                .anyMatch(m -> m.contains("PostgreSQL " + (installed().major() + 1) + ".0"));
        assertThat(results().find("shop", "d-1-u2")).isEmpty();
        assertThat(results().kept("shop", "d-1")).as("before the upgrades").isPresent();
        assertThat(ended.log()).contains("drill d-1-u1 on PostgreSQL " + (installed().major() + 1));
    }

    @Test
    void whereNothingNewerIsInstalledTheResultSaysSo() throws Exception {
        Ended ended = run("" + installed().bin(), "verify: { upgrades: true }");

        assertThat(ended.code()).as(ended.log()).isZero();
        assertThat(result("d-1").findings())
                .filteredOn(f -> f.code() == FindingCode.UPGRADE_NOT_REHEARSED)
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.severity()).isEqualTo(Severity.WARNING);
                    assertThat(f.message()).contains("no PostgreSQL newer than");
                    assertThat(f.hint()).contains("PG_MAJORS");
                });
        assertThat(results().find("shop", "d-1-u1")).isEmpty();
    }

    @Test
    void aPlanThatDoesNotAskForItHasOneDrill() throws Exception {
        String both = installed().bin() + ":" + claimingToBe(installed().major() + 1);

        run(both, "verify: { upgrades: false }");

        assertThat(result("d-1").verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(results().find("shop", "d-1-u1")).isEmpty();
        assertThat(results().kept("shop", "d-1")).isEmpty();
    }

    @Test
    void oneThatFitsNoMoreIntoItsTimeIsToldAndNotBegun() throws Exception {
        Log log = new Log(new PrintStream(new ByteArrayOutputStream()));
        String both = installed().bin() + ":" + claimingToBe(installed().major() + 1);
        run(both, "verify: { upgrades: false }");
        DrillResult proven = result("d-1");
        Path plans = plans("verify: { upgrades: true }");
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("MUSTER_PG_BIN", both);
        var order =
                new DrillOrder(
                        "d-2",
                        PlanFile.read(plans).plan("shop"),
                        null,
                        null,
                        0,
                        List.of(),
                        null,
                        null,
                        environment);

        DrillResult told =
                new Upgrades(
                                new DirectoryRecordStore(directory.resolve("other")),
                                log,
                                new Cancellation(),
                                result -> {
                                    throw new AssertionError("drilled: " + result.drillId());
                                })
                        .completed(
                                proven,
                                order,
                                new Secrets(environment, _ -> {}),
                                Instant.now().minusSeconds(1));

        assertThat(told.verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(told.findings())
                .filteredOn(f -> f.code() == FindingCode.UPGRADE_NOT_REHEARSED)
                .extracting(Finding::message)
                .singleElement()
                .asString()
                .contains("restore.timeout is over, which is 4h");
    }

    /**
     * A second installation, which tells another version than it is. Its server cannot start: it is
     * a script, and what the sandbox lets run is programs of an installation.
     */
    private Path claimingToBe(int major) throws IOException {
        Path bin = Files.createDirectories(directory.resolve("newer/bin"));
        for (String program : installed().programs()) {
            Path script = bin.resolve(program);
            Files.writeString(
                    script,
                    """
                    #!/bin/sh
                    if [ "$1" = --version ]; then echo "%s (PostgreSQL) %d.0"; exit; fi
                    exec %s "$@"
                    """
                            .formatted(program, major, installed().program(program)));
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        for (Path open : List.of(directory, directory.resolve("newer"), bin)) {
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return bin;
    }

    private Path plans(String verify) throws IOException {
        return Files.writeString(
                directory.resolve("muster.yaml"),
                """
                plans:
                  shop:
                    stores: [ { directory: "%s" } ]
                    %s
                """
                        .formatted(directory.resolve("backups"), verify));
    }

    private record Ended(int code, String log) {}

    private Ended run(String installations, String verify) throws IOException {
        Map<String, String> environment = new HashMap<>(System.getenv());
        long size = Files.size(directory.resolve("backups/shop.sql"));
        environment.put(
                "MUSTER_REQUEST", Requests.of("d-1", "shop", "shop.sql", size, null).toJson());
        environment.put("MUSTER_PLANS", plans(verify).toString());
        environment.put("MUSTER_RECORDS", directory.resolve("records").toString());
        environment.put("MUSTER_WORK", work.toString());
        environment.put("MUSTER_PG_BIN", installations);
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(log, true, StandardCharsets.UTF_8);
        int code = new Task(environment, out).run();
        return new Ended(code, log.toString(StandardCharsets.UTF_8));
    }

    private Results results() {
        return new Results(new DirectoryRecordStore(directory.resolve("records")));
    }

    private DrillResult result(String drillId) {
        return results().find("shop", drillId).orElseThrow();
    }
}
