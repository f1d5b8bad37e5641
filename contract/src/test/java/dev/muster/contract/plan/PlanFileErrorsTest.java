package dev.muster.contract.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.muster.contract.MusterException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanFileErrorsTest {
    @TempDir Path directory = Path.of("unset");

    private MusterException refused(byte[] content) throws IOException {
        Path file = Files.write(directory.resolve("muster.yaml"), content);
        MusterException refused =
                catchThrowableOfType(MusterException.class, () -> PlanFile.read(file));
        assertThat(refused).isNotNull();
        assertThat(refused.hint()).isNotBlank();
        return refused;
    }

    private MusterException refused(String content) throws IOException {
        return refused(content.getBytes(StandardCharsets.UTF_8));
    }

    private static MusterException refusedAt(Path file) {
        return catchThrowableOfType(MusterException.class, () -> PlanFile.read(file));
    }

    @Test
    void anUnknownKeyIsPlacedAndTheRightOneGuessed() throws IOException {
        MusterException e =
                refused(
                        """
                        plans:
                          shop:
                            stores:
                              - s3:
                                  bukket: shop
                        """);
        assertThat(e.code()).isEqualTo("PLAN_MISSING_KEY");
        assertThat(e.getMessage())
                .contains("muster.yaml:5:11: plans.shop.stores[0].s3: \"bucket\" is missing")
                .contains("muster.yaml:5:11: plans.shop.stores[0].s3: unknown key \"bukket\"");
        assertThat(e.hint()).startsWith("did you mean \"bucket\"? known here: bucket, prefix");
    }

    @Test
    void allProblemsOfAFileAreToldAtOnce() throws IOException {
        MusterException e =
                refused(
                        """
                        plans:
                          shop:
                            stores: [{directory: /x}]
                            select: { mode: newest, within: 7 days }
                            restore: { jobs: many, timeout: 0h, disk: lots }
                            accept: [{ code: ROWS_XTRA, reason: "" }]
                        """);
        assertThat(
                        String.valueOf(e.getMessage())
                                .lines()
                                .filter(line -> line.contains("muster.yaml:")))
                .hasSize(7);
        assertThat(e.getMessage())
                .contains(":4:21: plans.shop.select.mode: \"newest\" is not known here")
                .contains("plans.shop.select.within: \"7 days\" is no length of time")
                .contains("plans.shop.accept[0].code: \"ROWS_XTRA\" is not known here")
                .contains("did you mean \"ROWS_EXTRA\"?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plans: {shop: {stores: []}} | plans.shop.stores: there is no store",
                "plans: {} | plans: there is no plan",
                "plans: | plans: there is no plan",
                "[] | expected a mapping, found a list",
                "just text | expected a mapping, found text",
                "{} | \"plans\" is missing",
                "plans: {shop: } | \"stores\" is missing",
                "plans: {shop: {stores: {directory: [1]}}} | expected a mapping, found a list",
                "plans: {shop: {stores: {directory: /a, s3: {bucket: abc}}}} | exactly one of [s3, directory]",
                "plans: {shop: {stores: [{directory: /a}, {directory: /a/}]}} | the same store is named twice",
                "plans: {shop: {stores: [{s3: {bucket: a/b}}]}} | \"a/b\" is no bucket's name",
                "plans: {shop: {stores: [{s3: {bucket: abc, endpoint: localhost}}]}} | no URL of a store",
                "plans: {shop: {stores: [{s3: {bucket: abc, endpoint: 'http://h/abc'}}]}} | has a path",
                "plans: {shop: {stores: [{s3: {bucket: abc, pathStyle: maybe}}]}} | neither true nor false",
                "plans: {shop: {stores: {directory: /a}, backups: {pattern: 'x-{timestamp:YYYY-mm}'}}} | plans.shop.backups.pattern: ",
                "plans: {shop: {stores: {directory: /a}, backups: {pattern: {timestamp: yyyy}}}} | expected one piece of text, found a mapping",
                "plans: {shop: {stores: {directory: /a}, backups: {zone: Middle/Earth}}} | no time zone",
                "plans: {shop: {stores: {directory: /a}, select: {mode: key}}} | mode key names no key",
                "plans: {shop: {stores: {directory: /a}, select: {mode: latest, key: x}}} | a key has no use in mode latest",
                "plans: {shop: {stores: {directory: /a}, select: {bands: [30d, 7d]}}} | the bands do not rise",
                "plans: {shop: {stores: {directory: /a}, restore: {into: {server: {host: h}}}}} | \"user\" is missing",
                "plans: {shop: {stores: {directory: /a}, restore: {into: {server: {host: h, user: u, port: 99999}}}}} | 99999 is no port",
                "plans: {shop: {stores: {directory: /a}, restore: {into: {server: {host: h, user: u, rootCertificate: 'file:/ca', sslmode: require}}}}} | with this sslmode nothing is checked against it",
                "plans: {shop: {stores: {directory: /a}, restore: {into: throw-away}}} | expected one of [throwaway, server]",
                "plans: {shop: {stores: {directory: /a}, restore: {jobs: -1}}} | no number of jobs",
                "plans: {shop: {stores: {directory: /a}, expect: {ignoreExtensions: {postgis: ''}}}} | the text is empty",
                "plans: {shop: {stores: {directory: /a}, expect: {rules: {mine: {}}}}} | plans.shop.expect.rules.mine: the rule asserts nothing",
                "plans: {shop: {stores: {directory: /a}, expect: {rules: {mine: {sql: SELECT 1}}}}} | plans.shop.expect.rules.mine.sql: the rule does not say what its answer must be",
                "plans: {shop: {stores: {directory: /a}, expect: {rules: {mine: {expect: 1, rows: {table: t, min: 1}}}}}} | rules.mine.expect: expect has no use without sql",
                "plans: {shop: {stores: {directory: /a}, expect: {rules: {mine: {sql: SELECT 1, expect: about 3}}}}} | rules.mine.expect: \"about 3\" is no comparison",
                "plans: {shop: {stores: {directory: /a}, expect: {rules: {mine: {sql: SELECT 1, expect: between 3 and 2}}}}} | nothing is between 3 and 2",
                "plans: {shop: {stores: {directory: /a}, expect: {rules: {mine: {sql: SELECT 1, expect: 1, rows: {table: t, min: 1}}}}}} | the rule asserts several things",
                "plans: {shop: {stores: {directory: /a}, expect: {rules: {mine: {rows: {table: t}}}}}} | neither min nor max is given",
                "plans: {shop: {stores: {directory: /a}, expect: {rules: {mine: {rows: {table: t, min: 2, max: 1}}}}}} | rules.mine.rows.max: max 1 is less than min 2",
                "plans: {shop: {stores: {directory: /a}, expect: {rules: {mine: {rows: {min: 2}}}}}} | \"table\" is missing",
                "plans: {shop: {stores: {directory: /a}, expect: {rules: {mine: {rows: {table: t, min: many}}}}}} | no whole number",
                "plans: {shop: {stores: {directory: /a}, expect: {rules: {mine: {rows: {table: t, min: 1}, show: true}}}}} | show has no use without sql",
                "plans: {shop: {stores: {directory: /a}, expect: {rules: {mine: {rows: {table: t, min: 1}, severity: info}}}}} | rules.mine.severity: a rule that fails is not just told",
                "plans: {shop: {stores: {directory: /a}, expect: {rules: {mine: {newest: {table: t, column: c}}}}}} | \"within\" is missing",
                "plans: {shop: {stores: {directory: /a}, expect: {rules: {mine: {canary: {table: t, column: c, where: a = 1}}}}}} | \"equals\" is missing",
                "plans: {shop: {stores: {directory: /a}, expect: {rules: {mine: {query: SELECT 1}}}}} | unknown key \"query\"",
                "plans: {shop: {stores: {directory: /a}, compare: {}}} | plans.shop.compare: \"connection\" is missing",
                "plans: {shop: {stores: {directory: /a}, compare: {connection: env:URL, perDay: any}}} | compare.perDay: any is no growth of a day",
                "plans: {shop: {stores: {directory: /a}, compare: {connection: env:URL, rows: 5}}} | compare.rows: \"5\" is no share of the rows",
                "plans: {shop: {stores: {directory: /a}, compare: {connection: env:URL, countUpTo: 0}}} | compare.countUpTo: \"0\" is no room at all",
                "plans: {shop: {stores: {directory: /a}, compare: {connection: env:URL, severity: fatal}}} | compare.severity: \"fatal\" is not known here",
                "plans: {shop: {stores: {directory: /a}, compare: {connection: env:URL, table: {}}}} | unknown key \"table\"",
                "plans: {shop: {stores: {directory: /a}, rehearse: {up: a.sql}}} | plans.shop.rehearse: \"down\" is missing",
                "plans: {shop: {stores: {directory: /a}, rehearse: {up: [], down: a.sql}}} | plans.shop.rehearse.up: there is no file",
                "plans: {shop: {stores: {directory: /a}, rehearse: {up: {command: []}, down: a.sql}}} | rehearse.up.command: there is no program",
                "plans: {shop: {stores: {directory: /a}, rehearse: {up: {comand: [x]}, down: a.sql}}} | unknown key \"comand\"",
                "plans: {shop: {stores: {directory: /a}, rehearse: {up: {files: a, command: b}, down: a.sql}}} | exactly one of [files, command]",
                "plans: {shop: {stores: {directory: /a}, rehearse: {up: , down: a.sql}}} | expected one of [files, command], found nothing",
                "plans: {shop: {stores: {directory: /a}, rehearse: {up: [{a: b}], down: a.sql}}} | plans.shop.rehearse.up[0]: expected one piece of text, found a mapping",
                "plans: {shop: {stores: {directory: /a}, rehearse: {up: a.sql, down: b.sql, pass: [A=B]}}} | rehearse.pass: this is no variable's name",
                "plans: {shop: {stores: {directory: /a}, rehearse: {up: a.sql, down: b.sql, severity: info}}} | rehearse.severity: a failed migration is not just told",
                "plans: {shop: {stores: {directory: /a}, accept: [{code: ROWS_EXTRA}]}} | \"reason\" is missing",
                "plans: {shop: {stores: {directory: /a}, objectives: {rto: }}} | there is no value",
                "plans: {'a b': {stores: {directory: /a}}} | cannot be a plan's name",
                "plans: {shop: {stores: {directory: /a}}, shop: {stores: {directory: /b}}} | \"shop\" stands here a second time",
                "plans: {shop: !!java.io.File {stores: {directory: /a}}} | tag is not allowed",
                "plans: {shop: {? [a] : b}} | a key must be a word",
                "plans: {shop: {<<: {stores: 1}}} | unknown key \"<<\"",
            })
    void whatIsWrongIsSaid(String yaml, String what) throws IOException {
        MusterException e = refused(yaml);
        assertThat(e.getMessage()).contains(what).containsPattern("muster\\.yaml:1:\\d+: ");
        assertThat(e.code()).startsWith("PLAN_");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "decrypt: { fernet: hunter2hunter2= }",
                "decrypt: { passphrase: [ 'hunter2:with colon' ] }",
                "decrypt: { passphrase: 'env:hunter2-hunter2!' }",
                "decrypt: { passphrase: { hunter2x: y } }",
                "decrypt: { age: [[hunter2]] }",
                "restore: { into: { server: { host: h, user: u, password: hunter2 } } }",
                "compare: { connection: 'postgresql://app:hunter2@db/shop' }",
                "stores: { s3: { bucket: abc, credentials: 'AKIA:hunter2' } }",
                "stores: { s3: { bucket: abc, endpoint: 'https://user:hunter2@host' } }",
            })
    void aSecretWrittenOutIsRefusedAndNotRepeated(String option) throws IOException {
        String stores = option.startsWith("stores") ? "" : "    stores: {directory: /x}\n";
        MusterException e = refused("plans:\n  shop:\n" + stores + "    " + option + "\n");
        assertThat(e.getMessage() + e.hint())
                .doesNotContain("hunter2 ")
                .doesNotContain("hunter2\"");
        if (!option.contains("hunter2x")) {
            assertThat(e.getMessage() + e.hint()).doesNotContain("hunter2");
        }
    }

    @Test
    void aCanarysValueIsNotRepeated() throws IOException {
        String rule =
                "plans: {shop: {stores: {directory: /a}, expect: {rules: {mine: {canary: {table: t,"
                        + " column: c, equals: hunter2}, severity: info}}}}}";
        MusterException e = refused(rule);
        assertThat(e.getMessage() + e.hint()).doesNotContain("hunter2");
    }

    @Test
    void aTabIsNamedWithItsLine() throws IOException {
        MusterException e = refused("plans:\n\tshop:\n");
        assertThat(e.code()).isEqualTo("PLAN_SYNTAX");
        assertThat(e.getMessage()).contains("muster.yaml:2:1: ");
        assertThat(e.hint()).contains("spaces");
    }

    @Test
    void whatIsNoUtf8IsNamedWithItsLine() throws IOException {
        byte[] latin1 = "plans:\n  # f\u00fcr\n  shop:\n".getBytes(StandardCharsets.ISO_8859_1);
        MusterException e = refused(latin1);
        assertThat(e.code()).isEqualTo("PLAN_SYNTAX");
        assertThat(e.getMessage()).contains("muster.yaml:2: the file is not UTF-8");
        assertThat(refused("plans:".getBytes(StandardCharsets.UTF_16)).getMessage())
                .contains("UTF-16");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# only a comment\n", "---\n", "\uFEFF"})
    void anEmptyFileIsNamed(String content) throws IOException {
        assertThat(refused(content).getMessage())
                .containsAnyOf("empty", "found nothing", "\"plans\" is missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plans: {shop: {stores: [",
                "plans: {shop: \"unclosed",
                "plans: a: b",
                "plans:\n  pattern: *.dump\n",
                "--- a\n--- b\n",
                "plans: \u0000",
                "&a [*a, *a]",
                "plans: &a {b: *a}",
                "%YAML 9.9\n---\nplans: {}",
            })
    void brokenYamlIsASyntaxErrorOrAProblemButNeverAnythingElse(String content) throws IOException {
        assertThat(refused(content).code()).startsWith("PLAN_");
    }

    @Test
    void aBombOfAliasesGoesOffWithoutHarm() throws IOException {
        StringBuilder bomb = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x, x]\n");
        for (char c = 'b'; c <= 'z'; c++) {
            String last = "*" + (char) (c - 1);
            bomb.append("%c: &%c [%s]\n".formatted(c, c, (last + ", ").repeat(9) + last));
        }
        assertThat(refused(bomb + "plans: *z\n").code()).startsWith("PLAN_");
        assertThat(refused(bomb + "plans: {shop: {stores: *z}}\n").code()).startsWith("PLAN_");
        assertThat(refused("[".repeat(50_000)).code()).isEqualTo("PLAN_SYNTAX");
        assertThat(refused("{a: ".repeat(50_000)).code()).isEqualTo("PLAN_SYNTAX");
    }

    @Test
    void aFileThatIsNoneIsNamed() throws IOException {
        assertThat(refusedAt(directory.resolve("none.yaml")).code()).isEqualTo("PLAN_FILE_MISSING");
        assertThat(refusedAt(directory).code()).isEqualTo("PLAN_FILE_UNREADABLE");
        assertThat(refused(new byte[2_000_000]).code()).isEqualTo("PLAN_FILE_UNREADABLE");
    }

    @Test
    void anUnknownPlanIsNamedWithTheNearest() throws IOException {
        Path file = directory.resolve("muster.yaml");
        Files.writeString(file, "plans: {shop: {stores: {directory: /a}}}");
        Plans plans = PlanFile.read(file);
        MusterException e = catchThrowableOfType(MusterException.class, () -> plans.plan("shpo"));
        assertThat(e.code()).isEqualTo("PLAN_UNKNOWN");
        assertThat(e.hint()).startsWith("did you mean \"shop\"?");
    }

    @Property(tries = 300)
    void anyTextIsReadOrRefused(@ForAll String text) throws IOException {
        Path file = Files.createTempFile(Path.of("target"), "muster", ".yaml");
        try {
            Files.writeString(file, "plans: {shop: {stores: {directory: /a}, expect: " + text);
            MusterException e =
                    catchThrowableOfType(MusterException.class, () -> PlanFile.read(file));
            assertThat(e == null || e.code().startsWith("PLAN_")).isTrue();
        } catch (java.nio.charset.CharacterCodingException _) {
            // A lone surrogate cannot be written as UTF-8 at all.
        } finally {
            Files.delete(file);
        }
    }
}
