package dev.muster.contract.result;

import dev.muster.contract.Cause;
import dev.muster.contract.CheckKind;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Outcome;
import dev.muster.contract.Proof;
import dev.muster.contract.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one place that says what findings and checks amount to: proven, broken or unproven, through
 * which cause, and how far the proof goes.
 */
public final class VerdictRule {
    private VerdictRule() {}

    /**
     * Judges a drill. Errors that were not accepted decide: what lies with the backup or its source
     * makes it broken, what lies with this drill alone makes it unproven, and the first outweighs
     * the second. Without such an error it is proven only if data was verified and no check failed
     * unexplained; otherwise a finding that says so is added, and it is unproven.
     */
    public static Judgement judge(List<Finding> findings, List<CheckResult> checks) {
        return judge(findings, checks, List.of());
    }

    /**
     * Judges a drill of an archive. Proven needs, too, that the ledger adds up: every object of the
     * archive is accounted for, and of what was chosen at least one table is verified.
     *
     * @param ledger null where no archive was read, which proves nothing
     */
    public static Judgement judge(
            List<Finding> findings, List<CheckResult> checks, @Nullable Ledger ledger) {
        return judge(findings, checks, gaps(ledger));
    }

    private static Judgement judge(
            List<Finding> findings, List<CheckResult> checks, List<Finding> gaps) {
        Optional<Judgement> decided = decide(findings);
        if (decided.isPresent()) {
            return decided.get();
        }
        List<Finding> extended = new ArrayList<>(findings);
        for (CheckResult check : checks) {
            unexplainedFailures(check, findings).ifPresent(extended::add);
        }
        extended.addAll(gaps);
        if (!verifiesData(checks) && gaps.isEmpty()) {
            extended.add(nothingVerified(checks));
        }
        return decide(extended)
                .orElseGet(() -> new Judgement(Verdict.PROVEN, null, proof(checks), extended));
    }

    /** What in the account of the archive's objects keeps a drill from being proven. */
    private static List<Finding> gaps(@Nullable Ledger ledger) {
        if (ledger == null) {
            return List.of(
                    Finding.of(FindingCode.NOTHING_VERIFIED, null, "no archive was accounted for"));
        }
        List<Finding> gaps = new ArrayList<>();
        if (!ledger.addsUp()) {
            gaps.add(unaccounted(ledger));
        }
        LedgerScope scope = ledger.scope();
        if (scope != null && scope.schemaOnly()) {
            gaps.add(
                    Finding.of(
                            FindingCode.SCHEMA_ONLY,
                            null,
                            "no data was restored, as was asked: %d tables came back empty"
                                    .formatted(scope.chosen())));
        } else if (scope != null && tablesVerified(ledger) == 0) {
            gaps.add(
                    Finding.of(
                            FindingCode.NOTHING_VERIFIED,
                            null,
                            "no data was verified: none of the %d tables that were chosen"
                                    .formatted(scope.chosen())));
        }
        return gaps;
    }

    private static long tablesVerified(Ledger ledger) {
        return ledger.of("TABLE").map(tables -> tables.verified() + tables.warned()).orElse(0L);
    }

    private static Finding unaccounted(Ledger ledger) {
        int accounted = ledger.kinds().stream().mapToInt(LedgerKind::entries).sum();
        String message =
                "the account of the archive's objects does not add up: of %d entries %d are in it"
                        .formatted(ledger.entries() - ledger.beside(), accounted);
        List<String> names = ledger.unaccounted();
        return Finding.of(
                        FindingCode.LEDGER_INCOMPLETE,
                        names.isEmpty() ? null : names.getFirst(),
                        message)
                .withConsequences(
                        Math.max(0, names.size() - 1), names.stream().skip(1).limit(5).toList());
    }

    /** The verdict by the errors alone; empty where none decides. */
    private static Optional<Judgement> decide(List<Finding> findings) {
        return findings.stream()
                .filter(Finding::decides)
                .map(Finding::cause)
                .min(VerdictRule::byWeight)
                .map(cause -> new Judgement(verdict(cause), cause, null, findings));
    }

    private static int byWeight(Cause a, Cause b) {
        return Integer.compare(weight(a), weight(b));
    }

    private static int weight(Cause cause) {
        return switch (cause) {
            case BACKUP -> 0;
            case SOURCE -> 1;
            case ENVIRONMENT -> 2;
            case MUSTER -> 3;
            case MIGRATION -> 4;
        };
    }

    private static Verdict verdict(Cause cause) {
        return switch (cause) {
            case BACKUP, SOURCE -> Verdict.BROKEN;
            case ENVIRONMENT, MUSTER, MIGRATION -> Verdict.UNPROVEN;
        };
    }

    /** Failed objects that no error speaks of: a check forgot to report them. */
    private static Optional<Finding> unexplainedFailures(
            CheckResult check, List<Finding> findings) {
        List<String> unexplained =
                check.objects().stream()
                        .filter(o -> o.outcome() == Outcome.FAILED && !o.explained())
                        .map(ObjectOutcome::object)
                        .filter(object -> findings.stream().noneMatch(f -> explains(f, object)))
                        .toList();
        if (unexplained.isEmpty()) {
            return Optional.empty();
        }
        String first = unexplained.getFirst();
        String message =
                "check %s has failed objects that no finding explains: %d, first \"%s\""
                        .formatted(check.check().id(), unexplained.size(), first);
        return Optional.of(Finding.of(FindingCode.DEFECT, first, message));
    }

    /**
     * Called only where every error is accepted. Where an archive holds several databases, an
     * object's name begins with its database's.
     */
    private static boolean explains(Finding finding, String object) {
        if (finding.accepted() == null) {
            return false;
        }
        int database = object.indexOf(": ");
        return finding.isAbout(object)
                || (database > 0 && finding.isAbout(object.substring(database + 2)));
    }

    private static boolean verifiesData(List<CheckResult> checks) {
        return checks.stream().filter(c -> c.failed() == 0).anyMatch(VerdictRule::touchesData);
    }

    /**
     * Whether a check met data. An anti-join or a scan passes on empty tables, too: it counts only
     * with the rows that it read. A comparison of counts stands for itself, even 0 with 0.
     */
    private static boolean touchesData(CheckResult check) {
        Stream<ObjectOutcome> passed =
                check.objects().stream().filter(o -> o.outcome() == Outcome.PASSED);
        return switch (check.check()) {
            case ROW_COUNTS, KEY_TABLES, LARGE_OBJECTS, CONTENT -> passed.findAny().isPresent();
            case FOREIGN_KEYS, NOT_NULL, CHECK_CONSTRAINTS, READABLE_VALUES, RULES ->
                    passed.anyMatch(o -> o.actual() != null && o.actual() > 0);
            case OBJECTS,
                    UNIQUE_KEYS,
                    SEQUENCES,
                    STRUCTURE,
                    DEFINITIONS,
                    PRIVILEGES,
                    HISTORY,
                    PRODUCTION,
                    REHEARSAL ->
                    false;
        };
    }

    private static Finding nothingVerified(List<CheckResult> checks) {
        long objects = checks.stream().mapToLong(c -> c.objects().size()).sum();
        String message =
                "no data was verified: %d checks over %d objects, none of which read a row"
                        .formatted(checks.size(), objects);
        return Finding.of(FindingCode.NOTHING_VERIFIED, null, message);
    }

    private static Proof proof(List<CheckResult> checks) {
        if (isIdentical(checks)) {
            return Proof.IDENTICAL;
        }
        List<ObjectOutcome> counts =
                checks.stream()
                        .filter(c -> c.check() == CheckKind.ROW_COUNTS)
                        .flatMap(c -> c.objects().stream())
                        .toList();
        boolean compared = counts.stream().anyMatch(o -> o.outcome() == Outcome.PASSED);
        boolean complete =
                counts.stream()
                        .allMatch(o -> o.outcome() == Outcome.PASSED || holdsNoDataToCompare(o));
        return compared && complete ? Proof.CONSISTENT : Proof.RESTORED;
    }

    /**
     * Whether all that a manifest names was compared with it and agrees. What warned, as a
     * materialized view that the restore has refreshed, is told beside it.
     */
    private static boolean isIdentical(List<CheckResult> checks) {
        List<CheckResult> compared =
                checks.stream()
                        .filter(c ->
                                c.check() == CheckKind.CONTENT
                                        || c.check() == CheckKind.DEFINITIONS)
                        .toList();
        boolean content =
                compared.stream()
                        .filter(c -> c.check() == CheckKind.CONTENT)
                        .flatMap(c -> c.objects().stream())
                        .anyMatch(o -> o.outcome() == Outcome.PASSED);
        return content
                && compared.stream()
                        .flatMap(c -> c.objects().stream())
                        .allMatch(o ->
                                o.outcome() == Outcome.PASSED
                                        || o.outcome() == Outcome.WARNED
                                        || holdsNoDataToCompare(o));
    }

    private static boolean holdsNoDataToCompare(ObjectOutcome o) {
        return o.outcome() == Outcome.NOT_CHECKED && o.expected() != null && o.expected() == 0;
    }
}
