package dev.muster.report.render;

import dev.muster.contract.Finding;
import dev.muster.contract.Severity;
import dev.muster.contract.result.CheckResult;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.ObjectiveOutcome;
import dev.muster.contract.result.StageTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that the report's template shows, worked out beforehand.
 *
 * @param notes what is known of the drill beside its result, a sentence each
 * @param digest SHA-256 of the result.json that this is the report of
 */
public record ReportPage(
        DrillResult result,
        NextSteps next,
        Scope scope,
        List<Finding> deciding,
        List<Finding> beside,
        List<Finding> accepted,
        List<Ledger> ledgers,
        Unchecked unchecked,
        List<String> notes,
        String digest) {

    static ReportPage of(DrillResult result, String digest, List<String> notes) {
        List<Finding> findings = Weight.sorted(result);
        return new ReportPage(
                result,
                NextSteps.of(result),
                Scope.of(result),
                findings.stream().filter(Finding::decides).toList(),
                findings.stream().filter(f -> !f.decides() && f.accepted() == null).toList(),
                findings.stream().filter(f -> f.accepted() != null).toList(),
                result.checks().stream()
                        .sorted(Comparator.comparing(c -> c.failed() == 0))
                        .map(Ledger::of)
                        .toList(),
                Unchecked.of(result),
                List.copyOf(notes),
                digest);
    }

    /** Selects the page's colours and its sign; only proven has the calm one. */
    public String tone() {
        return switch (result.verdict()) {
            case PROVEN -> "proven";
            case BROKEN -> "broken";
            case UNPROVEN -> "unproven";
        };
    }

    /** What qualifies the verdict, in a few words each; empty where nothing does. */
    public List<String> qualifications() {
        List<String> all = new ArrayList<>();
        long warnings = beside.stream().filter(f -> f.severity() == Severity.WARNING).count();
        if (warnings > 0) {
            all.add(Amount.count(warnings, "warning", "warnings"));
        }
        if (!accepted.isEmpty()) {
            all.add(Amount.count(accepted.size(), "accepted finding", "accepted findings"));
        }
        if (missed(result.objectives().rto())) {
            all.add("recovery time objective missed");
        }
        if (missed(result.objectives().rpo())) {
            all.add("recovery point objective missed");
        }
        return all;
    }

    /** What was not proven, where only a part was restored; else null. */
    public @Nullable String part() {
        return PartialProof.of(result).map(part -> part.text(result.verdict())).orElse(null);
    }

    /** How much of the archive was verified; null where none was read. */
    public @Nullable Coverage coverage() {
        return Coverage.of(result).orElse(null);
    }

    private static boolean missed(@Nullable ObjectiveOutcome objective) {
        return objective != null && Boolean.FALSE.equals(objective.met());
    }

    /** How old the backup was when it was drilled. */
    public Optional<String> age() {
        return Optional.ofNullable(result.backup())
                .flatMap(b -> Optional.ofNullable(b.createdAt()))
                .map(at -> Duration.between(at, result.startedAt()))
                .filter(age -> !age.isNegative())
                .map(age -> Amount.duration((double) age.toSeconds()) + " old");
    }

    /** The stage's share of the drill. */
    public double share(StageTime stage) {
        double all = result.stages().stream().mapToDouble(StageTime::seconds).sum();
        return all <= 0 ? 0 : stage.seconds() / all;
    }

    /** A check's own verdict in one word, for its row in the ledger. */
    public String mark(CheckResult check) {
        return check.failed() > 0
                ? "failed"
                : check.passed() == 0 ? "none" : check.warned() > 0 ? "warned" : "passed";
    }

    /** The same with a sign that needs no colour. */
    public String markText(CheckResult check) {
        return switch (mark(check)) {
            case "failed" -> "✕ failed";
            case "none" -> "– none passed";
            case "warned" -> "▲ warned";
            default -> "✓ passed";
        };
    }

    /** For example {@code 41 of 43 row counts passed, 2 not checked}. */
    public String counts(CheckResult check) {
        StringBuilder text = new StringBuilder();
        text.append(Amount.count(check.passed())).append(" of ");
        text.append(Words.counted(check.check(), check.objects().size())).append(" passed");
        append(text, check.failed(), "failed");
        append(text, check.warned(), "warned");
        append(text, check.notChecked(), "not checked");
        return text.toString();
    }

    private static void append(StringBuilder text, long n, String what) {
        if (n > 0) {
            text.append(", ").append(Amount.count(n)).append(' ').append(what);
        }
    }

    /** The stage's width in the bar, as CSS wants it. */
    public String flex(StageTime stage) {
        return String.format(Locale.ROOT, "%.4f", Math.max(0.0001, share(stage)));
    }
}
