package dev.muster.contract.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.Cause;
import dev.muster.contract.CheckKind;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Proof;
import dev.muster.contract.Severity;
import dev.muster.contract.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VerdictRuleTest {
    private static final CheckResult ROWS =
            check(
                    CheckKind.ROW_COUNTS,
                    ObjectOutcome.counted("public.film", 1000, 1000),
                    ObjectOutcome.counted("public.actor", 200, 200));

    @Test
    void comparedRowsWithoutFindingsAreProvenConsistent() {
        Judgement judgement = VerdictRule.judge(List.of(), List.of(ROWS));

        assertThat(judgement)
                .isEqualTo(new Judgement(Verdict.PROVEN, null, Proof.CONSISTENT, List.of()));
    }

    @Test
    void archiveThatIsNotAccountedForIsNotProven() {
        Judgement judgement = VerdictRule.judge(List.of(), List.of(ROWS), (Ledger) null);

        assertThat(judgement.verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(VerdictRule.judge(List.of(), List.of(ROWS), ledger(2, null)).verdict())
                .isEqualTo(Verdict.PROVEN);
    }

    @Test
    void holeInTheLedgerIsADefectOfMuster() {
        Ledger hole = new Ledger(3, 1, null, List.of(tables(2, 1)), List.of("table public.actor"));

        Judgement judgement = VerdictRule.judge(List.of(), List.of(ROWS), hole);

        assertThat(judgement.verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(judgement.cause()).isEqualTo(Cause.MUSTER);
        assertThat(judgement.findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.LEDGER_INCOMPLETE);
    }

    @Test
    void objectInTwoStatesIsAHoleToo() {
        Ledger twice = new Ledger(3, 1, null, List.of(tables(2, 3)), List.of());

        assertThat(VerdictRule.judge(List.of(), List.of(ROWS), twice).cause())
                .isEqualTo(Cause.MUSTER);
    }

    @Test
    void entryThatIsInNoKindIsAHoleToo() {
        Ledger lost = new Ledger(4, 1, null, List.of(tables(2, 2)), List.of());

        assertThat(VerdictRule.judge(List.of(), List.of(ROWS), lost).cause())
                .isEqualTo(Cause.MUSTER);
    }

    @Test
    void holeDoesNotHideThatTheBackupIsBroken() {
        Ledger hole = new Ledger(3, 1, null, List.of(tables(2, 1)), List.of("table public.actor"));

        assertThat(VerdictRule.judge(List.of(error(Cause.BACKUP)), List.of(ROWS), hole).verdict())
                .isEqualTo(Verdict.BROKEN);
    }

    @Test
    void drillOfTheSchemaAloneIsNeverProven() {
        LedgerScope scope = new LedgerScope(true, List.of(), List.of(), 2, 2);

        Judgement judgement = VerdictRule.judge(List.of(), List.of(ROWS), ledger(0, scope));

        assertThat(judgement.verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(judgement.cause()).isEqualTo(Cause.ENVIRONMENT);
        assertThat(judgement.findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.SCHEMA_ONLY);
    }

    @Test
    void partOfTheBackupIsProvenOnlyWithATable() {
        LedgerScope scope = new LedgerScope(false, List.of("film"), List.of(), 1, 2);

        assertThat(VerdictRule.judge(List.of(), List.of(ROWS), ledger(1, scope)).verdict())
                .isEqualTo(Verdict.PROVEN);
        assertThat(VerdictRule.judge(List.of(), List.of(ROWS), ledger(0, scope)).findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.NOTHING_VERIFIED);
    }

    private static Ledger ledger(int verified, @Nullable LedgerScope scope) {
        LedgerKind tables =
                new LedgerKind(
                        "TABLE",
                        2,
                        2,
                        List.of(new LedgerKind.Verified(List.of(CheckKind.ROW_COUNTS), verified)),
                        verified == 2
                                ? List.of()
                                : List.of(
                                        new LedgerKind.Others(
                                                ObjectState.NOT_CHECKED,
                                                "not chosen",
                                                2 - verified,
                                                List.of())));
        return new Ledger(3, 1, scope, List.of(tables), List.of());
    }

    private static LedgerKind tables(int objects, int verified) {
        return new LedgerKind(
                "TABLE",
                objects,
                objects,
                List.of(new LedgerKind.Verified(List.of(CheckKind.ROW_COUNTS), verified)),
                List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "BACKUP, BROKEN",
        "SOURCE, BROKEN",
        "ENVIRONMENT, UNPROVEN",
        "MUSTER, UNPROVEN",
    })
    void oneErrorDecidesByItsCause(Cause cause, Verdict verdict) {
        Judgement judgement = VerdictRule.judge(List.of(error(cause)), List.of(ROWS));

        assertThat(judgement.verdict()).isEqualTo(verdict);
        assertThat(judgement.cause()).isEqualTo(cause);
        assertThat(judgement.proof()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "BACKUP, SOURCE, BACKUP",
        "BACKUP, ENVIRONMENT, BACKUP",
        "BACKUP, MUSTER, BACKUP",
        "SOURCE, ENVIRONMENT, SOURCE",
        "SOURCE, MUSTER, SOURCE",
        "ENVIRONMENT, MUSTER, ENVIRONMENT",
    })
    void theWeightierOfTwoCausesDecidesInAnyOrder(Cause a, Cause b, Cause weightier) {
        assertThat(VerdictRule.judge(List.of(error(a), error(b)), List.of(ROWS)).cause())
                .isEqualTo(weightier);
        assertThat(VerdictRule.judge(List.of(error(b), error(a)), List.of(ROWS)).cause())
                .isEqualTo(weightier);
    }

    @ParameterizedTest
    @EnumSource(
            value = Severity.class,
            names = {"WARNING", "INFO"})
    void whatIsNoErrorDoesNotDecide(Severity severity) {
        Finding finding =
                Finding.of(FindingCode.SEQUENCE_BEHIND, "public.film_seq", "is behind")
                        .withSeverity(severity);

        Judgement judgement = VerdictRule.judge(List.of(finding), List.of(ROWS));

        assertThat(judgement.verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(judgement.findings()).containsExactly(finding);
    }

    @Test
    void acceptedErrorDoesNotDecideAndStaysVisible() {
        Finding accepted = error(Cause.BACKUP).accept("known since 2019");

        Judgement judgement = VerdictRule.judge(List.of(accepted), List.of(ROWS));

        assertThat(judgement.verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(judgement.findings()).containsExactly(accepted);
    }

    @Test
    void nothingAtAllIsUnproven() {
        Judgement judgement = VerdictRule.judge(List.of(), List.of());

        assertThat(judgement.verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(judgement.cause()).isEqualTo(Cause.ENVIRONMENT);
        assertThat(judgement.findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.NOTHING_VERIFIED);
    }

    @Test
    void zeroOfManyIsNoPass() {
        CheckResult unchecked =
                check(
                        CheckKind.ROW_COUNTS,
                        ObjectOutcome.notChecked("public.film", "its rows could not be counted"));

        assertThat(VerdictRule.judge(List.of(), List.of(unchecked)).verdict())
                .isEqualTo(Verdict.UNPROVEN);
        assertThat(VerdictRule.judge(List.of(), List.of(check(CheckKind.ROW_COUNTS))).verdict())
                .isEqualTo(Verdict.UNPROVEN);
    }

    @Test
    void emptyTablesComparedAreVerified() {
        CheckResult empty = check(CheckKind.ROW_COUNTS, ObjectOutcome.counted("public.film", 0, 0));

        Judgement judgement = VerdictRule.judge(List.of(), List.of(empty));

        assertThat(judgement.verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(judgement.proof()).isEqualTo(Proof.CONSISTENT);
    }

    @ParameterizedTest
    @EnumSource(
            value = CheckKind.class,
            names = {"OBJECTS", "UNIQUE_KEYS", "SEQUENCES", "STRUCTURE", "HISTORY"})
    void checksThatReadNoRowsVerifyNoData(CheckKind kind) {
        CheckResult check = check(kind, ObjectOutcome.read("public.film", 1000));

        assertThat(VerdictRule.judge(List.of(), List.of(check)).verdict())
                .isEqualTo(Verdict.UNPROVEN);
    }

    @ParameterizedTest
    @EnumSource(
            value = CheckKind.class,
            names = {"FOREIGN_KEYS", "NOT_NULL", "CHECK_CONSTRAINTS", "READABLE_VALUES", "RULES"})
    void scansVerifyDataOnlyWithRowsRead(CheckKind kind) {
        CheckResult vacuous =
                check(
                        kind,
                        ObjectOutcome.passed("public.film"),
                        ObjectOutcome.read("public.actor", 0));
        CheckResult real = check(kind, ObjectOutcome.read("public.film", 1));

        assertThat(VerdictRule.judge(List.of(), List.of(vacuous)).verdict())
                .isEqualTo(Verdict.UNPROVEN);
        Judgement judgement = VerdictRule.judge(List.of(), List.of(real));
        assertThat(judgement.verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(judgement.proof()).isEqualTo(Proof.RESTORED);
    }

    @ParameterizedTest
    @EnumSource(
            value = CheckKind.class,
            names = {"KEY_TABLES", "LARGE_OBJECTS"})
    void keyTablesAndLargeObjectsVerifyData(CheckKind kind) {
        Judgement judgement =
                VerdictRule.judge(
                        List.of(), List.of(check(kind, ObjectOutcome.passed("public.film"))));

        assertThat(judgement.verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(judgement.proof()).isEqualTo(Proof.RESTORED);
    }

    @Test
    void tableThatCouldNotBeComparedLowersTheProof() {
        CheckResult partly =
                check(
                        CheckKind.ROW_COUNTS,
                        ObjectOutcome.counted("public.film", 1000, 1000),
                        ObjectOutcome.notChecked("public.actor", "its rows could not be counted"));

        assertThat(VerdictRule.judge(List.of(), List.of(partly)).proof()).isEqualTo(Proof.RESTORED);
    }

    @Test
    void tableWithoutDataInTheArchiveKeepsTheProof() {
        CheckResult partly =
                check(
                        CheckKind.ROW_COUNTS,
                        ObjectOutcome.counted("public.film", 1000, 1000),
                        ObjectOutcome.noData("public.log", "the archive holds no data of it"));

        assertThat(VerdictRule.judge(List.of(), List.of(partly)).proof())
                .isEqualTo(Proof.CONSISTENT);
    }

    @Test
    void onlyTablesWithoutDataVerifyNothing() {
        CheckResult excluded =
                check(
                        CheckKind.ROW_COUNTS,
                        ObjectOutcome.noData("public.log", "the archive holds no data of it"));

        assertThat(VerdictRule.judge(List.of(), List.of(excluded)).verdict())
                .isEqualTo(Verdict.UNPROVEN);
    }

    @Test
    void failedObjectWithoutFindingIsADefect() {
        CheckResult keys =
                check(CheckKind.FOREIGN_KEYS, ObjectOutcome.failed("public.rental.fk", "orphans"));

        Judgement judgement = VerdictRule.judge(List.of(), List.of(ROWS, keys));

        assertThat(judgement.verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(judgement.cause()).isEqualTo(Cause.MUSTER);
        assertThat(judgement.findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.code()).isEqualTo(FindingCode.DEFECT);
                    assertThat(finding.message())
                            .isEqualTo(
                                    "check foreign-keys has failed objects that no finding explains: 1, first \"public.rental.fk\"");
                });
    }

    @Test
    void failedObjectBesideAWarningOnlyIsADefect() {
        CheckResult keys =
                check(CheckKind.FOREIGN_KEYS, ObjectOutcome.failed("public.rental.fk", "orphans"));
        Finding warning =
                Finding.of(FindingCode.FOREIGN_KEY_NOT_VALID, "public.rental.fk", "2 orphans");

        assertThat(VerdictRule.judge(List.of(warning), List.of(ROWS, keys)).cause())
                .isEqualTo(Cause.MUSTER);
    }

    @Test
    void acceptedErrorExplainsItsObjectOnly() {
        Finding accepted =
                Finding.of(FindingCode.FOREIGN_KEY_ORPHANS, "public.rental.fk", "2 orphans")
                        .accept("imported so");
        CheckResult one =
                check(
                        CheckKind.FOREIGN_KEYS,
                        ObjectOutcome.failed("public.rental.fk", "2 orphans"));
        CheckResult two =
                check(
                        CheckKind.FOREIGN_KEYS,
                        ObjectOutcome.failed("public.rental.fk", "2 orphans"),
                        ObjectOutcome.failed("public.payment.fk", "9 orphans"));

        assertThat(VerdictRule.judge(List.of(accepted), List.of(ROWS, one)).verdict())
                .isEqualTo(Verdict.PROVEN);
        assertThat(VerdictRule.judge(List.of(accepted), List.of(ROWS, two)).cause())
                .isEqualTo(Cause.MUSTER);
    }

    @Test
    void acceptedErrorExplainsNoObjectWhoseNameOnlyBeginsLikeItsOwn() {
        Finding accepted =
                Finding.of(FindingCode.ROWS_MISSING, "public.order", "rows are missing")
                        .accept("a cache");
        assertThat(judgeFailed(accepted, "public.order")).isEqualTo(Verdict.PROVEN);
        assertThat(judgeFailed(accepted, "crm: public.order")).isEqualTo(Verdict.PROVEN);
        assertThat(judgeFailed(accepted, "public.orders")).isEqualTo(Verdict.UNPROVEN);
        assertThat(judgeFailed(accepted.about(List.of("public.orders", "x")), "public.orders"))
                .isEqualTo(Verdict.PROVEN);
        assertThat(judgeFailed(accepted.withConsequences(3, List.of()), "public.orders"))
                .isEqualTo(Verdict.UNPROVEN);
    }

    @Test
    void failureThatFollowsFromAnAcceptedErrorIsExplained() {
        CheckResult objects =
                check(
                        CheckKind.OBJECTS,
                        ObjectOutcome.failed("index public.order_idx", "it is missing")
                                .byAnother());
        Finding accepted =
                Finding.of(FindingCode.OBJECT_MISSING, "public.order", "it is missing")
                        .accept("a cache");
        assertThat(VerdictRule.judge(List.of(accepted), List.of(ROWS, objects)).verdict())
                .isEqualTo(Verdict.PROVEN);
    }

    private static Verdict judgeFailed(Finding accepted, String object) {
        CheckResult counts =
                check(CheckKind.OBJECTS, ObjectOutcome.failed(object, "rows are missing"));
        return VerdictRule.judge(List.of(accepted), List.of(ROWS, counts)).verdict();
    }

    @Test
    void errorsOfTheDrillItselfAreNotDrownedInAddedFindings() {
        Finding disk = Finding.of(FindingCode.DISK_FULL, null, "the disk was full after 3.1 GB");

        assertThat(VerdictRule.judge(List.of(disk), List.of()).findings()).containsExactly(disk);
    }

    private static Finding error(Cause cause) {
        return Finding.of(FindingCode.RESTORE_ENTRY_FAILED, null, "an entry failed")
                .withCause(cause);
    }

    private static CheckResult check(CheckKind kind, ObjectOutcome... objects) {
        return new CheckResult(kind, 0.1, List.of(objects));
    }
}
