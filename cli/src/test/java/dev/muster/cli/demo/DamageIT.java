package dev.muster.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.Session;
import dev.muster.cli.terminal.ProgressDisplay;
import dev.muster.cli.terminal.Screen;
import dev.muster.contract.ContractJson;
import dev.muster.contract.Finding;
import dev.muster.contract.Severity;
import dev.muster.contract.result.DrillResult;
import dev.muster.restore.postgres.server.Installation;
import dev.muster.restore.postgres.server.Installations;
import dev.muster.restore.postgres.server.ThrowawayServer;
import dev.muster.restore.postgres.server.WorkDirectory;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of damage, on a backup of the last day, drilled with the demo's own plan. */
class DamageIT {
    @TempDir static Path directory;

    private static Instant time;
    private static WorkDirectory work;
    private static ThrowawayServer server;
    private static SevenDays days;

    @BeforeAll
    static void openShop() throws Exception {
        Installation postgres =
                Installations.find(System.getenv()).all().stream()
                        .filter(Installation::complete)
                        .findFirst()
                        .orElseThrow();
        String id = "damage-" + UUID.randomUUID().toString().substring(0, 8);
        time = SevenDays.times(Instant.now()).getLast();
        work = WorkDirectory.create(id, System.getenv());
        server = ThrowawayServer.start(postgres, work, 2);
        SampleShop shop = new SampleShop(server::connect);
        shop.create(time);
        DemoFolder folder = new DemoFolder(directory);
        FernetKey key = FernetKey.random();
        folder.prepare(key);
        BackupJob job =
                new BackupJob(
                        List.of(postgres.program("pg_dump").toString(), "--dbname=shop"),
                        server.clientEnvironment(),
                        key);
        PrintWriter nowhere =
                new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Screen screen = new Screen(nowhere, nowhere, false, 80, false, true);
        days = new SevenDays(shop, job, folder, ProgressDisplay.on(screen));
    }

    @AfterAll
    static void closeShop() {
        server.close();
        work.close();
    }

    @ParameterizedTest
    @EnumSource
    void damageIsCaughtAndNamed(Damage damage) throws Exception {
        days.pass(List.of(time), new Harm(damage, time, false));
        Path json = directory.resolve("result.json");

        Session session =
                Session.muster(
                        "drill",
                        "shop",
                        "--config",
                        directory.resolve("muster.yaml").toString(),
                        "--json",
                        json.toString());

        DrillResult result = ContractJson.readResult(Files.readString(json));
        assertThat(result.verdict()).as(session.out()).isEqualTo(damage.verdict());
        assertThat(result.findings())
                .filteredOn(finding -> finding.severity() != Severity.INFO)
                .extracting(Finding::code)
                .contains(damage.finding());
        assertThat(session.out()).contains("  " + damage.verdict().name() + " ");
        assertThat(session.exitCode()).isEqualTo(damage.verdict().exitCode());
    }
}
