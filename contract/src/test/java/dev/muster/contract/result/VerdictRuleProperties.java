package dev.muster.contract.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.Cause;
import dev.muster.contract.CheckKind;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Outcome;
import dev.muster.contract.Severity;
import dev.muster.contract.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What must hold of the verdict whatever a drill brings. */
class VerdictRuleProperties {

    @Property(tries = 500)
    void anErrorNeverLeavesADrillProven(
            @ForAll("findings") List<Finding> findings,
            @ForAll("checks") List<CheckResult> checks,
            @ForAll Cause cause) {
        Finding error =
                Finding.of(FindingCode.OBJECT_MISSING, "a.b", "it is missing").withCause(cause);

        Judgement judgement = VerdictRule.judge(with(findings, error), checks);

        assertThat(judgement.verdict()).isNotEqualTo(Verdict.PROVEN);
    }

    @Property(tries = 500)
    void aFindingThatIsNoErrorNeverChangesTheVerdict(
            @ForAll("findings") List<Finding> findings,
            @ForAll("checks") List<CheckResult> checks,
            @ForAll FindingCode code) {
        Finding warning = Finding.of(code, "a.b", "worth a look").withSeverity(Severity.WARNING);

        Judgement before = VerdictRule.judge(findings, checks);
        Judgement after = VerdictRule.judge(with(findings, warning), checks);

        assertThat(after.verdict()).isEqualTo(before.verdict());
        assertThat(after.cause()).isEqualTo(before.cause());
        assertThat(after.proof()).isEqualTo(before.proof());
    }

    @Property(tries = 500)
    void acceptingEveryErrorLeavesNoneOfTheirCausesToDecide(
            @ForAll("findings") List<Finding> findings,
            @ForAll("checks") List<CheckResult> checks) {
        List<Finding> accepted = findings.stream().map(f -> f.accept("known")).toList();

        Judgement judgement = VerdictRule.judge(accepted, checks);

        assertThat(judgement.verdict()).isNotEqualTo(Verdict.BROKEN);
        assertThat(judgement.findings().subList(0, accepted.size())).isEqualTo(accepted);
        assertThat(judgement.findings().subList(accepted.size(), judgement.findings().size()))
                .extracting(Finding::code)
                .isSubsetOf(FindingCode.NOTHING_VERIFIED, FindingCode.DEFECT);
    }

    @Property(tries = 500)
    void theOrderOfFindingsAndChecksDoesNotMatter(
            @ForAll("findings") List<Finding> findings,
            @ForAll("checks") List<CheckResult> checks,
            @ForAll long seed) {
        List<Finding> otherFindings = new ArrayList<>(findings);
        List<CheckResult> otherChecks = new ArrayList<>(checks);
        Collections.shuffle(otherFindings, new Random(seed));
        Collections.shuffle(otherChecks, new Random(seed));

        Judgement a = VerdictRule.judge(findings, checks);
        Judgement b = VerdictRule.judge(otherFindings, otherChecks);

        assertThat(b.verdict()).isEqualTo(a.verdict());
        assertThat(b.cause()).isEqualTo(a.cause());
        assertThat(b.proof()).isEqualTo(a.proof());
        assertThat(b.findings()).containsExactlyInAnyOrderElementsOf(a.findings());
    }

    @Property(tries = 500)
    void provenMeansThatSomeObjectOfSomeCheckPassed(
            @ForAll("findings") List<Finding> findings,
            @ForAll("checks") List<CheckResult> checks) {
        Judgement judgement = VerdictRule.judge(findings, checks);

        if (judgement.verdict() == Verdict.PROVEN) {
            assertThat(checks).anyMatch(c -> c.passed() > 0 && c.failed() == 0);
            assertThat(judgement.findings()).noneMatch(Finding::decides);
        } else {
            assertThat(judgement.findings()).anyMatch(Finding::decides);
        }
    }

    @Property(tries = 500)
    void aFailedObjectIsNeverProvenWithoutAnAcceptedFinding(
            @ForAll("checks") List<CheckResult> checks) {
        Judgement judgement = VerdictRule.judge(List.of(), checks);

        if (checks.stream().anyMatch(c -> c.failed() > 0)) {
            assertThat(judgement.verdict()).isEqualTo(Verdict.UNPROVEN);
        }
    }

    private static List<Finding> with(List<Finding> findings, Finding another) {
        List<Finding> all = new ArrayList<>(findings);
        all.add(another);
        return all;
    }

    @Provide
    Arbitrary<List<Finding>> findings() {
        Arbitrary<Finding> finding =
                Combinators.combine(
                                Arbitraries.of(FindingCode.class),
                                Arbitraries.of(Cause.class),
                                Arbitraries.of(Severity.class),
                                Arbitraries.of("a.b", "a.c", "d.e").injectNull(0.2),
                                Arbitraries.of("known").injectNull(0.6))
                        .as((code, cause, severity, object, accepted) ->
                                new Finding(
                                        code,
                                        cause,
                                        severity,
                                        object,
                                        "a message",
                                        null,
                                        0,
                                        List.of(),
                                        accepted));
        return finding.list().ofMaxSize(4);
    }

    @Provide
    Arbitrary<List<CheckResult>> checks() {
        Arbitrary<ObjectOutcome> outcome =
                Combinators.combine(
                                Arbitraries.of("a.b", "a.c", "d.e"),
                                Arbitraries.frequency(
                                        Tuple.of(6, Outcome.PASSED),
                                        Tuple.of(1, Outcome.FAILED),
                                        Tuple.of(1, Outcome.WARNED),
                                        Tuple.of(2, Outcome.NOT_CHECKED)),
                                Arbitraries.longs().between(0, 3).injectNull(0.3))
                        .as((object, what, rows) ->
                                new ObjectOutcome(object, what, "a reason", rows, rows));
        Arbitrary<CheckResult> check =
                Combinators.combine(Arbitraries.of(CheckKind.class), outcome.list().ofMaxSize(4))
                        .as((kind, objects) -> new CheckResult(kind, 0.1, objects));
        return check.list().ofMaxSize(4);
    }
}
