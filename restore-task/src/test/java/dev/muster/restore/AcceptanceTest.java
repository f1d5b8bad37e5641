package dev.muster.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.Cause;
import dev.muster.contract.CheckKind;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Verdict;
import dev.muster.contract.plan.PlanFile;
import dev.muster.contract.result.CheckResult;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.Environment;
import dev.muster.contract.result.ObjectOutcome;
import dev.muster.restore.archive.Archive;
import dev.muster.restore.archive.ArchiveContents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plan accepts, however many findings there are and however they are put together. */
class AcceptanceTest {
    @TempDir Path directory = Path.of("unset");

    @Test
    void whatIsAcceptedDoesNotDependOnHowManyThereAre() throws IOException {
        for (int count : List.of(1, 25, 26, 150)) {
            DrillResult result = rowsMissing(count, "legacy.*");
            assertThat(result.verdict()).as("%d tables", count).isEqualTo(Verdict.PROVEN);
            assertThat(result.findings()).hasSize(count > 25 ? 1 : count);
            assertThat(result.findings()).allMatch(f -> "a cache".equals(f.accepted()));
        }
    }

    @Test
    void whatIsNotAcceptedDecidesHoweverManyAreAccepted() throws IOException {
        DrillResult result = rowsMissing(30, "legacy.t1*");
        assertThat(result.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(result.findings()).filteredOn(Finding::decides).hasSize(30 - 11);
    }

    @Test
    void manyOfOneKindBecomeOneWithTheirNumber() throws IOException {
        DrillResult result = rowsMissing(150, "other");
        assertThat(result.findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.message())
                            .isEqualTo("150 problems of this kind; the first: rows are missing");
                    assertThat(f.object()).isNull();
                    assertThat(f.consequences()).isEqualTo(149);
                    assertThat(f.examples()).hasSize(5);
                });
    }

    @Test
    void acceptingOneOfSeveralObjectsLeavesTheOthers() throws IOException {
        Account account = account("legacy.t1");
        account.add(
                Finding.of(FindingCode.ROWS_MISSING, "legacy.t1", "2 tables")
                        .about(List.of("legacy.t1", "legacy.t2")));
        DrillResult result = close(account);
        assertThat(result.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(result.findings())
                .filteredOn(Finding::decides)
                .extracting(Finding::object)
                .containsExactly("legacy.t2");
    }

    @Test
    void failureThatNoFindingExplainsIsADefect() throws IOException {
        Account account = account("legacy.t");
        account.add(Finding.of(FindingCode.ROWS_MISSING, "legacy.t", "rows are missing"));
        account.checked(
                List.of(
                        new CheckResult(
                                CheckKind.OBJECTS,
                                0,
                                List.of(ObjectOutcome.failed("legacy.tt", "it is missing")))),
                "");
        assertThat(close(account).cause()).isEqualTo(Cause.MUSTER);
    }

    private DrillResult rowsMissing(int tables, String accepted) throws IOException {
        Account account = account(accepted);
        List<ObjectOutcome> outcomes = new ArrayList<>();
        outcomes.add(ObjectOutcome.counted("public.users", 7, 7));
        for (int i = 0; i < tables; i++) {
            String table = "legacy.t" + i;
            account.add(Finding.of(FindingCode.ROWS_MISSING, table, "rows are missing"));
            outcomes.add(ObjectOutcome.failed("shop: " + table, "rows are missing"));
        }
        account.checked(List.of(new CheckResult(CheckKind.OBJECTS, 0, outcomes)), "");
        return close(account);
    }

    private Account account(String accepted) throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("muster.yaml"),
                        ("plans: { shop: { stores: [ { directory: . } ], accept: ["
                                        + " { code: ROWS_MISSING, object: '%s', reason: a cache }"
                                        + " ] } }")
                                .formatted(accepted));
        Account account =
                new Account(
                        new DrillOrder(
                                "d1",
                                PlanFile.read(file).plan("shop"),
                                null,
                                null,
                                0,
                                List.of(),
                                null,
                                null,
                                Map.of()));
        account.holds(new Bookkeeping(archive(), null, null));
        return account;
    }

    /** What is on trial here is not the ledger, which each account must have. */
    private ArchiveContents archive() throws IOException {
        String script =
                """
                --
                -- PostgreSQL database dump
                --

                CREATE TABLE public.users (id integer);

                --
                -- PostgreSQL database dump complete
                --
                """;
        return Archive.read(
                Files.writeString(directory.resolve("shop.sql"), script),
                Integer.MAX_VALUE,
                _ -> {},
                () -> false);
    }

    private static DrillResult close(Account account) {
        account.checked(
                List.of(
                        new CheckResult(
                                CheckKind.ROW_COUNTS,
                                0,
                                List.of(ObjectOutcome.counted("public.users", 7, 7)))),
                "");
        return account.close(
                List.of(), new Environment("1", "25", "Linux", null, null, "none", 1, 1, 1L));
    }
}
