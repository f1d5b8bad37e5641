package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.contract.ContractJson;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.DrillResult;
import dev.muster.restore.postgres.server.Reaper;
import dev.muster.servers.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class InterruptionIT {
    /** A restore that takes longer than any test waits. */
    private static final String SLOW_DUMP =
            """
            --
            -- PostgreSQL database dump
            --

            -- Dumped from database version 15.4
            -- Dumped by pg_dump version 15.4

            CREATE TABLE public.slow (id integer);
            INSERT INTO public.slow SELECT 1 FROM pg_catalog.pg_sleep(600);

            --
            -- PostgreSQL database dump complete
            --
            """;

    @RegisterExtension final Launched launched = new Launched();
    @TempDir Path directory;

    @TempDir(factory = TemporaryFolder.OfJUnit.class)
    Path work;

    @AfterEach
    void endTheServerOfAKilledDrill() {
        Reaper.reap(Map.of("MUSTER_WORK", work.toString()));
    }

    @Test
    void terminatedDrillCleansUpAndTellsItsResult() throws Exception {
        Path json = directory.resolve("result.json");
        Process drill = startSlowDrill(json);

        drill.destroy(); // SIGTERM

        assertThat(drill.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(drill.exitValue()).isEqualTo(2);
        DrillResult result = ContractJson.readResult(Files.readString(json));
        assertThat(result.verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(result.findings()).anyMatch(f -> f.code() == FindingCode.INTERRUPTED);
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void killedDrillIsReaped() throws Exception {
        Process drill = startSlowDrill(directory.resolve("result.json"));
        drill.destroyForcibly();
        assertThat(drill.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(work).isNotEmptyDirectory();

        Process doctor = start("doctor", "--reap");

        assertThat(doctor.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(doctor.exitValue()).isZero();
        assertThat(work).isEmptyDirectory();
    }

    private Process startSlowDrill(Path json) throws Exception {
        Path dump = Files.writeString(directory.resolve("slow.sql"), SLOW_DUMP);
        Process drill = start("drill", "--file", dump.toString(), "--json", json.toString());
        await().atMost(Duration.ofSeconds(60)).until(() -> isServerUp() || !drill.isAlive());
        assertThat(drill.isAlive()).isTrue();
        TimeUnit.SECONDS.sleep(1);
        return drill;
    }

    private boolean isServerUp() throws Exception {
        try (Stream<Path> files = Files.walk(work)) {
            return files.anyMatch(file -> file.endsWith("postmaster.pid"));
        } catch (java.io.UncheckedIOException e) {
            return false; // The drill is creating and renaming files meanwhile.
        }
    }

    private Process start(String... arguments) throws IOException {
        Map<String, String> variables = Map.of("MUSTER_WORK", work.toString());
        return launched.start(directory.resolve("log"), variables, List.of(arguments));
    }
}
