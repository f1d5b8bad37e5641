package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.CheckKind;
import dev.muster.contract.ContractJson;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Outcome;
import dev.muster.contract.Proof;
import dev.muster.contract.Severity;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.CheckResult;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.Mutant;
import dev.muster.contract.result.Mutant.Fate;
import dev.muster.contract.result.ObjectOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dumps with and without owners, privileges and comments, drilled with their manifests. */
class DumpedRightsIT {
    @TempDir static Path directory;

    private static Warehouse warehouse;

    @BeforeAll
    static void makeSource() throws Exception {
        warehouse = new Warehouse(directory);
    }

    @AfterAll
    static void closeSource() {
        warehouse.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "whole.dump    |                              | ",
                "whole.sql     | -Fp                          | ",
                "whole.tar     | -Ft                          | ",
                "created.dump  | -C                           | ",
                "clean.sql     | -Fp --clean --if-exists      | ",
                // Archives hold owners whatever is said.
                "ownerless.dump| --no-owner                   | ",
                "ownerless.sql | -Fp --no-owner               | owners of ",
                "ungranted.dump| -x                           | privileges of ; default privileges of ",
                "ungranted.sql | -Fp --no-privileges          | privileges of ; default privileges of ",
                "mute.dump     | --no-comments                | comments of ",
                "bare.sql      | -Fp -O -x --no-comments      | owners of ; privileges of ; default privileges of ; comments of ",
                "schema.dump   | -n \"Lager\" -n public           | default privileges of keeper for functions",
                "one.dump      | -n \"Lager\" -n public -x        | privileges of ; default privileges of ",
            })
    void whatTheDumpLeavesOutIsNotCheckedAndTheRestAgrees(
            String file, String options, String leftOut) throws Exception {
        DrillResult result = drill(back(file, options));

        assertThat(result.verdict()).as("" + result.findings()).isEqualTo(Verdict.PROVEN);
        assertThat(result.proof()).isEqualTo(Proof.IDENTICAL);
        assertThat(result.findings())
                .extracting(Finding::code)
                .doesNotContain(
                        FindingCode.PRIVILEGES_CHANGED,
                        FindingCode.OWNER_CHANGED,
                        FindingCode.COMMENT_CHANGED);
        CheckResult rights = rights(result);
        assertThat(rights.failed()).isZero();
        assertThat(rights.warned()).isZero();
        assertThat(rights.passed()).isPositive();
        List<String> lines = leftOut == null ? List.of() : Arrays.asList(leftOut.split(";"));
        assertThat(rights.objects())
                .filteredOn(o -> o.outcome() == Outcome.NOT_CHECKED)
                .hasSameSizeAs(lines)
                .allSatisfy(o ->
                        assertThat(lines).anyMatch(line -> o.object().startsWith(line.strip())));
    }

    /** A dump of one table names roles and grants of that table alone. */
    @Test
    void aDumpOfOneTableIsComparedInItsTable() throws Exception {
        DrillResult result = drill(back("table.dump", "-t suppliers"));
        CheckResult rights = rights(result);
        assertThat(result.findings())
                .filteredOn(f -> f.code().name().endsWith("_CHANGED"))
                .isEmpty();
        assertThat(rights.failed()).isZero();
        assertThat(rights.objects())
                .filteredOn(o -> o.outcome() == Outcome.PASSED)
                .extracting(ObjectOutcome::object)
                .contains("table public.suppliers", "column public.suppliers.rating");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Of the same length, since an archive says how long its texts are.
                "GRANT SELECT,INSERT ON TABLE public.suppliers TO clerk;"
                        + "| GRANT SELECT,DELETE ON TABLE public.suppliers TO clerk;"
                        + "| PRIVILEGES_CHANGED | table public.suppliers",
                "GRANT SELECT,INSERT ON TABLE public.suppliers TO clerk;"
                        + "| GRANT SELECT       ON TABLE public.suppliers TO PUBLIC;"
                        + "| PRIVILEGES_CHANGED | table public.suppliers",
                "REVOKE ALL ON FUNCTION public.heavy(minimum integer) FROM PUBLIC;"
                        + "| GRANT  ALL ON FUNCTION public.heavy(minimum integer) TO   PUBLIC;"
                        + "| PRIVILEGES_CHANGED | function public.heavy(minimum integer)",
                "IS 'who brings what'|IS 'who brings WHAT'"
                        + "| COMMENT_CHANGED | table public.suppliers",
            })
    void anEntryThatWasChangedInTheArchiveIsNoticed(
            String is, String was, String code, String object) throws Exception {
        Path dump = back("honest.dump", "");
        String bytes = Files.readString(dump, StandardCharsets.ISO_8859_1);
        assertThat(bytes).contains(is);
        assertThat(was).hasSameSizeAs(is);
        Path changed =
                Files.writeString(
                        directory.resolve("changed.dump"),
                        bytes.replace(is, was),
                        StandardCharsets.ISO_8859_1);

        DrillResult result =
                drill(
                        changed,
                        "--manifest",
                        Warehouse.manifest(dump).toString(),
                        "--manifest-bind",
                        "database");

        FindingCode expected = FindingCode.valueOf(code);
        assertThat(result.findings())
                .filteredOn(f -> f.code() == expected)
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.object()).isEqualTo(object);
                    // The manifest is of another dump, which may be of a server of other roles.
                    assertThat(f.severity()).isEqualTo(Severity.WARNING);
                });
        assertThat(result.verdict()).isEqualTo(Verdict.PROVEN);
    }

    /** What nobody can notice has a name, and is no defect. */
    @Test
    void whatADumpWithoutOwnersCannotTellSurvivesByName() throws Exception {
        Path dump = back("survivor.sql", "-Fp -O --no-comments");
        Path json = directory.resolve("survivor.json");
        Session session =
                Session.muster(
                        "mutate",
                        "--file",
                        dump.toString(),
                        "--manifest-key",
                        "file:" + warehouse.publicKey(),
                        "--kinds",
                        "change-owner,grant-to-public,revoke-grant,drop-comment",
                        "--json",
                        json.toString());
        assertThat(session.exitCode()).as(session.out() + session.err()).isEqualTo(1);
        DrillResult result = ContractJson.readResult(Files.readString(json));
        assertThat(result.proof()).isEqualTo(Proof.IDENTICAL);
        List<Mutant> mutants = Objects.requireNonNull(result.mutations()).mutants();
        assertThat(mutants)
                .extracting(m -> m.kind() + " " + m.fate())
                .containsExactlyInAnyOrder(
                        "change-owner " + Fate.SURVIVED,
                        "grant-to-public " + Fate.KILLED,
                        "revoke-grant " + Fate.KILLED,
                        "drop-comment " + Fate.NOT_APPLICABLE);
        assertThat(mutants)
                .filteredOn(m -> m.fate() == Fate.SURVIVED)
                .singleElement()
                .extracting(Mutant::reason)
                .isEqualTo(
                        "it is not compared with the manifest: the dump names no owners, as with"
                                + " --no-owner");
        assertThat(result.findings())
                .filteredOn(f -> f.code() == FindingCode.MUTATIONS_SURVIVED)
                .singleElement()
                .extracting(Finding::severity)
                .isEqualTo(Severity.INFO);
    }

    private static Path back(String file, String options) throws Exception {
        String[] all =
                options == null || options.isBlank() ? new String[0] : options.strip().split(" +");
        return warehouse.back(file, all);
    }

    private static CheckResult rights(DrillResult result) {
        return result.checks().stream()
                .filter(c -> c.check() == CheckKind.PRIVILEGES)
                .findFirst()
                .orElseThrow();
    }

    private static DrillResult drill(Path file, String... more) throws IOException {
        Path json = directory.resolve("result.json");
        Files.deleteIfExists(json);
        List<String> all =
                new ArrayList<>(
                        List.of("drill", "--file", file.toString(), "--json", json.toString()));
        all.addAll(List.of("--manifest-key", "file:" + warehouse.publicKey()));
        all.addAll(List.of(more));
        Session session = Session.muster(all.toArray(String[]::new));
        assertThat(json).as(session.out() + session.err()).exists();
        return ContractJson.readResult(Files.readString(json));
    }
}
