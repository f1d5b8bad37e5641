package dev.muster.restore.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.CheckKind;
import dev.muster.manifest.Manifest;
import dev.muster.manifest.take.PgDumpCommand;
import dev.muster.manifest.take.TakeFailed;
import dev.muster.manifest.take.TakeManifest;
import dev.muster.manifest.take.TakeOrder;
import dev.muster.manifest.take.Taken;
import dev.muster.restore.verify.LocalServer.Database;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Manifests of a database that is written to at full speed meanwhile. The property {@code
 * muster.liveRuns} says how often; 3 times where it is not set.
 */
class LiveManifestIT {
    private static final int RUNS = Integer.getInteger("muster.liveRuns", 3);

    @TempDir Path directory;

    private final Database source = LocalServer.shared().database();

    @Test
    void aDumpOfABusyDatabaseIsIdenticalToItsManifestEveryTime() throws Exception {
        source.program("pgbench", "-i", "-q", "-s", "2");
        source.sql(
                "CREATE TABLE log (id bigserial PRIMARY KEY, at timestamptz DEFAULT now(), v float8)",
                "CREATE SEQUENCE ticks INCREMENT -3");
        Path script =
                Files.writeString(
                        directory.resolve("busy.sql"),
                        """
                        \\set a random(1, 200000)
                        INSERT INTO log (v) SELECT random() FROM generate_series(1, 3);
                        UPDATE pgbench_accounts SET abalance = abalance + 1 WHERE aid = :a;
                        SELECT nextval('ticks');
                        DELETE FROM log WHERE id = (SELECT min(id) FROM log);
                        """);
        Process pgbench = start(script);
        try {
            for (int run = 0; run < RUNS; run++) {
                String before = source.value("SELECT last_value FROM log_id_seq");
                identical(run);
                assertThat(source.value("SELECT last_value FROM log_id_seq")).isNotEqualTo(before);
                assertThat(pgbench.isAlive()).isTrue();
            }
        } finally {
            pgbench.destroy();
            pgbench.waitFor(20, TimeUnit.SECONDS);
        }
    }

    private Process start(Path script) throws IOException {
        return new ProcessBuilder(
                        source.call(
                                "pgbench", "-n", "-f", script.toString(), "-c", "3", "-T", "600"))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("pgbench.log").toFile())
                .start();
    }

    private void identical(int run) throws TakeFailed {
        Path file = directory.resolve("dump" + run);
        List<String> dump = source.call("pg_dump", "-Fc", "-f", file.toString());
        Manifest manifest = take(PgDumpCommand.of(dump), OutputStream.nullOutputStream());
        assertThat(manifest.dump()).isNotNull();
        Database copy = restored(file);
        Drilled drilled = Taking.compare(copy, manifest);
        assertThat(drilled.findings()).isEmpty();
        assertThat(Taking.notPassed(drilled)).isEmpty();
        assertThat(drilled.outcomes(CheckKind.CONTENT)).hasSize(5 + 2 + 1);
    }

    private static Database restored(Path file) {
        Database copy = LocalServer.shared().database();
        List<String> call = new ArrayList<>(copy.call("pg_restore", "--exit-on-error"));
        call.set(call.size() - 1, "-d");
        call.add(copy.name());
        call.add(file.toString());
        try {
            assertThat(new ProcessBuilder(call).inheritIO().start().waitFor()).isZero();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return copy;
    }

    private Manifest take(PgDumpCommand dump, OutputStream output) throws TakeFailed {
        TakeOrder order =
                new TakeOrder(
                        source.connections()::open,
                        dump,
                        Map.of(),
                        null,
                        2,
                        0,
                        "test",
                        () -> false,
                        _ -> {});
        Taken taken = TakeManifest.run(order, output);
        return taken.manifest();
    }

    @Test
    void whatTheDumpLeavesOutIsNotLost() throws Exception {
        source.sql(
                "CREATE TABLE kept (id serial PRIMARY KEY)",
                "CREATE TABLE emptied (id int); INSERT INTO emptied VALUES (1)",
                "CREATE TABLE skipped (id serial); INSERT INTO skipped DEFAULT VALUES",
                "INSERT INTO kept DEFAULT VALUES");
        for (String format : new String[] {"c", "p", "t"}) {
            Path file = directory.resolve("scoped." + format);
            List<String> call =
                    source.call(
                            "pg_dump",
                            "-F" + format,
                            "-T",
                            "skipped",
                            "--exclude-table-data=emptied");
            Manifest manifest;
            try (OutputStream out = Files.newOutputStream(file)) {
                manifest = take(PgDumpCommand.of(call), out);
            }
            assertThat(manifest.dump()).isNotNull();
            assertThat(manifest.tables())
                    .filteredOn(t -> t.notDumped() != null)
                    .extracting(t -> t.name())
                    .as(format)
                    .containsExactly("emptied", "skipped");
            assertThat(manifest.definitions())
                    .extracting(d -> d.name())
                    .as(format)
                    .contains("public.kept", "public.emptied", "public.kept.id")
                    .doesNotContain("public.skipped", "public.skipped.id");
        }
    }

    @Test
    void aFailedDumpIsToldApartFromAFailedManifest() {
        List<String> call = source.call("pg_dump", "-t", "nowhere");
        try {
            take(PgDumpCommand.of(call), OutputStream.nullOutputStream());
        } catch (TakeFailed e) {
            assertThat(e.dump()).isEqualTo(TakeFailed.Dump.FAILED);
            assertThat(e.code()).isEqualTo("DUMP_FAILED");
            return;
        }
        throw new AssertionError("pg_dump of no table was taken for a success");
    }
}
