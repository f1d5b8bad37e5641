package dev.muster.restore.verify;

import dev.muster.contract.CheckKind;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Outcome;
import dev.muster.contract.Severity;
import dev.muster.contract.result.CheckResult;
import dev.muster.contract.result.ObjectOutcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the outcomes and findings of all checks; safe for use by several sessions at once. */
final class Ledger {
    private static final int EXAMPLES = 5;

    private final Map<CheckKind, List<ObjectOutcome>> outcomes = new EnumMap<>(CheckKind.class);
    private final Map<CheckKind, Double> seconds = new EnumMap<>(CheckKind.class);
    private final Map<CheckKind, NotRun> notRun = new EnumMap<>(CheckKind.class);
    private final List<Finding> findings = new ArrayList<>();

    /** What of one check could not run, for one finding in the end. */
    private record NotRun(String reason, List<String> objects) {}

    synchronized void plan(CheckKind check) {
        List<ObjectOutcome> _ = outcomes.computeIfAbsent(check, k -> new ArrayList<>());
    }

    synchronized void add(CheckKind check, ObjectOutcome outcome) {
        outcomes.computeIfAbsent(check, k -> new ArrayList<>()).add(outcome);
    }

    synchronized void add(Finding finding) {
        findings.add(finding);
    }

    /** What a check said of an object; null where it said nothing. */
    synchronized @Nullable ObjectOutcome outcome(CheckKind check, String object) {
        return outcomes.getOrDefault(check, List.of()).stream()
                .filter(outcome -> outcome.object().equals(object))
                .findFirst()
                .orElse(null);
    }

    /** Whether an error is about this object already; a warning explains no failure. */
    synchronized boolean speaksOf(String object) {
        return findings.stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .anyMatch(finding -> object.equals(finding.object()));
    }

    /** A planned check that could not run on an object, for a reason that lies in this drill. */
    synchronized void notRun(CheckKind check, String object, String reason) {
        add(check, ObjectOutcome.notChecked(object, reason));
        notRun.computeIfAbsent(check, k -> new NotRun(reason, new ArrayList<>()))
                .objects()
                .add(object);
    }

    synchronized void took(CheckKind check, long startNanos) {
        seconds.merge(check, (System.nanoTime() - startNanos) / 1e9, Double::sum);
    }

    synchronized List<CheckResult> checks() {
        List<CheckResult> results = new ArrayList<>();
        outcomes.forEach((check, objects) ->
                results.add(new CheckResult(check, seconds.getOrDefault(check, 0.0), objects)));
        return results;
    }

    synchronized List<Finding> findings() {
        List<Finding> all = new ArrayList<>(findings);
        notRun.forEach((check, left) -> {
            int count = left.objects().size();
            Finding finding =
                    Finding.of(
                            FindingCode.CHECK_NOT_RUN,
                            count == 1 ? left.objects().getFirst() : null,
                            "the check \"%s\" did not run on %d of %d objects: %s"
                                    .formatted(check.id(), count, total(check), left.reason()));
            all.add(
                    count == 1
                            ? finding
                            : finding.withConsequences(count - 1, examples(left.objects()))
                                    .about(left.objects()));
        });
        return all;
    }

    private int total(CheckKind check) {
        return outcomes.getOrDefault(check, List.of()).size();
    }

    synchronized long failed(CheckKind check) {
        return outcomes.getOrDefault(check, List.of()).stream()
                .filter(o -> o.outcome() == Outcome.FAILED)
                .count();
    }

    /** The first few of many. */
    static List<String> examples(List<String> many) {
        return many.stream().limit(EXAMPLES).toList();
    }
}
