package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.muster.contract.CheckKind;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Outcome;
import dev.muster.contract.Proof;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.CheckResult;
import dev.muster.contract.result.DrillResult;
import dev.muster.servers.PostgresCluster;
import dev.muster.servers.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Taking a manifest by the command line: its pace, its end before its time, and afterwards. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManifestCommandIT {
    /** Of a session that is neither the one that asks nor the server's own. */
    private static final String OTHERS =
            "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <>"
                    + " pg_backend_pid()";

    /** SIGINT in a mask of signals. */
    private static final long INTERRUPT = 1L << 1;

    /** Three pieces of 8 MiB, as they are read where a rate is to be kept. */
    private static final int PIECES = 3;

    @TempDir static Path root = Path.of("unset");
    private Path directory = Path.of("unset");
    @RegisterExtension final Launched launched = new Launched();

    private PostgresCluster server;

    @BeforeAll
    void fillADatabase() throws Exception {
        server = SourceServer.start();
        server.sql("postgres", "CREATE DATABASE shop TEMPLATE template0 ENCODING 'UTF8'");
        server.sql(
                "shop",
                "CREATE TABLE wide (id int PRIMARY KEY, t text)",
                "ALTER TABLE wide ALTER t SET STORAGE PLAIN",
                "INSERT INTO wide SELECT i, repeat(md5(i::text), 220) FROM generate_series(1, %d) i"
                        .formatted(PIECES * 1024),
                "CREATE TABLE counted (id serial PRIMARY KEY, v numeric, at timestamptz)",
                "INSERT INTO counted (v, at) SELECT i / 7.0, timestamptz '2020-01-01 00:00+00' + i *"
                        + " interval '1 h' FROM generate_series(1, 20000) i");
        server.sql("postgres", "CREATE DATABASE scoped TEMPLATE template0 ENCODING 'UTF8'");
        server.sql(
                "scoped",
                "CREATE EXTENSION citext",
                "CREATE TABLE kept (id serial PRIMARY KEY, note text)",
                "INSERT INTO kept (note) SELECT 'n' || n FROM generate_series(1, 50) n",
                "SELECT lo_from_bytea(0, '\\x0102')",
                "CREATE SCHEMA aside",
                "CREATE TABLE aside.wide (id serial PRIMARY KEY, name text)",
                "INSERT INTO aside.wide (name) SELECT 'w' || n FROM generate_series(1, 70) n",
                "CREATE MATERIALIZED VIEW aside.sums AS SELECT count(*) FROM aside.wide",
                "CREATE FUNCTION aside.one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "CREATE ROLE reader LOGIN",
                "GRANT SELECT ON kept, kept_id_seq TO reader");
        server.sql("postgres", "CREATE DATABASE spans TEMPLATE template0 ENCODING 'UTF8'");
        server.sql(
                "spans",
                "CREATE TYPE span AS RANGE (subtype = numeric)",
                "CREATE TABLE stays (id int PRIMARY KEY, during span)",
                "INSERT INTO stays SELECT i, span(i, i + 1) FROM generate_series(1, 30) i");
    }

    @AfterAll
    void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void aFolderForEachTest() throws IOException {
        directory = Files.createTempDirectory(root, "test");
    }

    private List<String> dump(String... options) {
        List<String> call = server.call("pg_dump", options);
        call.add("shop");
        call.addFirst("--");
        return call;
    }

    @Test
    void aRateIsKept() throws Exception {
        SignedManifests manifests = new SignedManifests(directory);
        List<String> more = new ArrayList<>(List.of("--jobs", "4", "--rate", "8MB/s"));
        more.addAll(dump("-Fc", "-f", directory.resolve("shop.dump").toString()));
        Session taken = manifests.take(directory.resolve("m.json"), more);
        assertThat(taken.exitCode()).as(taken.err()).isZero();
        Matcher seconds = Pattern.compile("hashed in (\\d+\\.\\d) s").matcher(taken.err());
        assertThat(seconds.find()).as(taken.err()).isTrue();
        // The first piece is read at once, each other waits for the one before.
        assertThat(Double.parseDouble(seconds.group(1))).isBetween(PIECES - 1.0, 60.0);
    }

    @Test
    void interruptedAfterTheDumpItLeavesTheDumpAlone() throws Exception {
        assumeFalse(
                ignoresInterrupts(),
                "SIGINT is ignored here, as behind nohup or &, and so by what the tests start");
        Path dump = directory.resolve("shop.dump");
        Process manifest = startSlowly(dump("-Fc", "-f", dump.toString()));
        await().atMost(Duration.ofSeconds(60)).until(() -> sessions() == 3 || !manifest.isAlive());
        await().atMost(Duration.ofSeconds(60)).until(() -> sessionsOfPgDump() == 0);

        Program.run(List.of("kill", "-INT", "" + manifest.pid()));

        assertThat(manifest.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(manifest.exitValue()).as(log()).isEqualTo(2);
        assertThat(log()).contains("[INTERRUPTED]").contains("The dump is there");
        nothingElseIsLeft("shop.dump");
        server.program("pg_restore", "-f", "/dev/null", dump.toString());
    }

    @Test
    void interruptedDuringTheDumpItEndsTheDump() throws Exception {
        // Nobody reads what pg_dump writes, which therefore waits.
        Process manifest = startSlowly(dump());
        await().atMost(Duration.ofSeconds(60))
                .until(() -> (sessionsOfPgDump() == 1 && sessions() == 4) || !manifest.isAlive());

        manifest.destroy(); // SIGTERM

        assertThat(manifest.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(manifest.exitValue()).as(log()).isEqualTo(1);
        nothingElseIsLeft();
    }

    /** Of this process; Java leaves a signal alone that it was started to ignore. */
    private static boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return false;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("SigIgn:"))
                    .map(line -> line.substring("SigIgn:".length()).strip())
                    .anyMatch(mask -> (Long.parseUnsignedLong(mask, 16) & INTERRUPT) != 0);
        }
    }

    private void nothingElseIsLeft(String... files) throws Exception {
        await().atMost(Duration.ofSeconds(20)).until(() -> sessions() == 0);
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left.map(file -> "" + file.getFileName()))
                    .filteredOn(name -> !name.equals("log") && !name.startsWith("manifest."))
                    .containsExactlyInAnyOrder(files);
        }
    }

    private int sessions() throws Exception {
        return Integer.parseInt(server.sql("postgres", OTHERS));
    }

    private int sessionsOfPgDump() throws Exception {
        return Integer.parseInt(
                server.sql("postgres", OTHERS + " AND application_name = 'pg_dump'"));
    }

    private String log() throws IOException {
        return Files.readString(directory.resolve("log"));
    }

    private Process startSlowly(List<String> dump) throws Exception {
        SignedManifests manifests = new SignedManifests(directory);
        List<String> arguments = new ArrayList<>(List.of("manifest", "--rate", "100kB"));
        arguments.addAll(manifests.options(directory.resolve("shop.json")));
        arguments.addAll(dump);
        return launched.startUnread(directory.resolve("log"), arguments);
    }

    /** Whose digits, month names and hours are others than those of the source. */
    @Test
    void localeAndTimeZoneOfWhoeverRunsItDoNotMatter() throws Exception {
        SignedManifests manifests = new SignedManifests(directory);
        Path dump = directory.resolve("shop.dump");
        List<String> arguments = new ArrayList<>(List.of("manifest"));
        arguments.addAll(manifests.options(directory.resolve("shop.dump.manifest.json")));
        arguments.addAll(dump("-Fc", "-f", dump.toString()));
        for (String[] where :
                new String[][] {
                    {"ne", "NP", "Asia/Kathmandu"}, {"ar", "EG", "Africa/Cairo"},
                    {"tr", "TR", "Europe/Istanbul"}, {"de", "DE", "America/St_Johns"}
                }) {
            List<String> java =
                    List.of(
                            "-Duser.language=" + where[0],
                            "-Duser.country=" + where[1],
                            "-Duser.timezone=" + where[2]);
            Session taken = Launched.run(java, arguments);
            assertThat(taken.exitCode()).as(taken.err()).isZero();
            Path json = directory.resolve("result.json");
            List<String> drill =
                    new ArrayList<>(
                            List.of("drill", "--file", dump.toString(), "--json", json.toString()));
            drill.addAll(manifests.trust());
            Session drilled = Launched.run(java, drill);
            assertThat(drilled.exitCode()).as(drilled.err()).isZero();
            assertThat(json)
                    .content()
                    .as(where[0])
                    .contains("\"proof\" : \"identical\"")
                    .doesNotContainPattern("[\\u0660-\\u0669\\u0966-\\u096f]");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-Fc, --exclude-table=aside.*, aside.wide",
        "-Fp, --exclude-table=aside.*, aside.wide",
        "-Ft, --exclude-schema=aside, aside.wide",
        "-Fp, --exclude-schema=aside, aside.wide",
        "-Fc, --table=public.kept, aside.wide",
        "-Fp, --table=public.kept, aside.wide",
        "-Fc, --schema=public, aside.wide",
        "-Fp, --schema=public, aside.wide",
        "-Fc, --exclude-table-data=aside.wide, aside.wide",
        "-Fp, --exclude-table-data=aside.wide, aside.wide"
    })
    void whatTheDumpsOptionsLeaveOutIsNotLost(String format, String option, String leftOut)
            throws Exception {
        SignedManifests manifests = new SignedManifests(directory);
        Path dump = directory.resolve("scoped.dump");
        List<String> command = server.call("pg_dump", format, option, "-f", "" + dump, "scoped");
        command.addFirst("--");
        Session taken = manifests.take(directory.resolve("scoped.dump.manifest.json"), command);
        assertThat(taken.exitCode()).as(taken.err()).isZero();

        DrillResult result = manifests.drill(dump);

        assertThat(result.findings()).filteredOn(Finding::decides).isEmpty();
        assertThat(result.verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(result.checks())
                .filteredOn(check -> check.check() == CheckKind.CONTENT)
                .flatExtracting(CheckResult::objects)
                .filteredOn(object -> object.object().equals(leftOut))
                .singleElement()
                .satisfies(object -> {
                    assertThat(object.outcome()).isEqualTo(Outcome.NOT_CHECKED);
                    assertThat(object.reason()).contains("the dump leaves it out");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Fc", "-Fp"})
    void whatComesWithARangeTypeOfItsOwnAccordIsNotExtra(String format) throws Exception {
        SignedManifests manifests = new SignedManifests(directory);
        Path dump = directory.resolve("spans.dump");
        List<String> command = server.call("pg_dump", format, "-f", dump.toString(), "spans");
        command.addFirst("--");
        Session taken = manifests.take(directory.resolve("spans.dump.manifest.json"), command);
        assertThat(taken.exitCode()).as(taken.err()).isZero();

        DrillResult result = manifests.drill(dump);

        assertThat(result.findings()).filteredOn(Finding::decides).isEmpty();
        assertThat(result.proof()).isEqualTo(Proof.IDENTICAL);
    }

    @Test
    void whatTheDumpLeavesOutNeedNotBeReadable() throws Exception {
        SignedManifests manifests = new SignedManifests(directory);
        Path dump = directory.resolve("scoped.dump");
        List<String> command =
                server.call(
                        "pg_dump",
                        "-Fc",
                        "--table=kept",
                        "-f",
                        "" + dump,
                        "scoped",
                        "-U",
                        "reader");
        command.addFirst("--");
        Session taken = manifests.take(directory.resolve("scoped.dump.manifest.json"), command);
        assertThat(taken.exitCode()).as(taken.err()).isZero();
        assertThat(taken.err()).doesNotContain("could not be hashed");

        assertThat(manifests.drill(dump).checks())
                .filteredOn(check -> check.check() == CheckKind.CONTENT)
                .flatExtracting(CheckResult::objects)
                .filteredOn(object -> object.outcome() == Outcome.NOT_CHECKED)
                .isNotEmpty()
                .allSatisfy(o -> assertThat(o.reason()).contains("the dump leaves it out"));
    }

    @Test
    void whereTheManifestCannotBeWrittenTheDumpStands() throws Exception {
        Path dump = directory.resolve("shop.sql");
        Path gone = directory.resolve("gone");
        List<String> command = dump("-f", dump.toString());
        Path script = directory.resolve("pg_dump");
        Files.writeString(
                script,
                "#!/bin/sh\nrm -r '%s'\nexec '%s' \"$@\"\n".formatted(gone, command.get(1)));
        assertThat(script.toFile().setExecutable(true)).isTrue();
        command.set(1, script.toString());

        Session taken = new SignedManifests(directory).take(gone.resolve("m.json"), command);

        assertThat(taken.exitCode()).as(taken.err()).isEqualTo(2);
        assertThat(taken.err())
                .contains("[OUTPUT_UNWRITABLE]")
                .contains("The dump is there; there is no manifest of it.");
        assertThat(dump).isNotEmptyFile();
    }

    @Test
    void aManifestNeverReplacesTheDump() throws Exception {
        SignedManifests manifests = new SignedManifests(directory);
        Path dump = directory.resolve("shop.dump");
        Session refused = manifests.take(dump, dump("-Fc", "-f", dump.toString()));
        assertThat(refused.exitCode()).isEqualTo(64);
        assertThat(refused.err()).contains("--out names the dump itself");

        Files.writeString(dump, "a dump");
        Session after =
                manifests.take(
                        directory.resolve("../" + directory.getFileName() + "/shop.dump"),
                        List.of("--after", "--dump", "" + dump, "--source", "file:" + address()));
        assertThat(after.exitCode()).isEqualTo(64);
        assertThat(dump).hasContent("a dump");
    }

    @Test
    void aManifestTakenAfterwardsSaysWhatAgreesAndNeverIdentical() throws Exception {
        SignedManifests manifests = new SignedManifests(directory);
        Path dump = directory.resolve("shop.dump");
        server.program("pg_dump", "-Fc", "-f", dump.toString(), "shop");
        Path manifest = directory.resolve("shop.dump.manifest.json");
        List<String> afterwards =
                List.of("--after", "--dump", dump.toString(), "--source", "file:" + address());

        assertThat(manifests.take(manifest, afterwards).exitCode()).isZero();
        DrillResult agrees = manifests.drill(dump);
        assertThat(agrees.verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(agrees.proof()).isEqualTo(Proof.CONSISTENT);
        assertThat(agrees.findings()).noneMatch(f -> f.code() == FindingCode.CONTENT_MOVED_ON);

        server.sql("shop", "UPDATE counted SET v = v + 1 WHERE id = 5");
        try {
            assertThat(manifests.take(manifest, afterwards).exitCode()).isZero();
        } finally {
            server.sql("shop", "UPDATE counted SET v = v - 1 WHERE id = 5");
        }
        DrillResult moved = manifests.drill(dump);
        assertThat(moved.verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(moved.proof()).isEqualTo(Proof.CONSISTENT);
        assertThat(moved.findings())
                .filteredOn(f -> f.code() == FindingCode.CONTENT_MOVED_ON)
                .singleElement()
                .satisfies(f -> assertThat(f.examples().toString()).contains("public.counted"));
    }

    private Path address() throws IOException {
        return Files.writeString(
                directory.resolve("manifest.address"),
                "host=%s user=postgres dbname=shop".formatted(server.folder()));
    }
}
