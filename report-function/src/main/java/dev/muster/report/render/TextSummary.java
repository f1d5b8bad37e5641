package dev.muster.report.render;

import dev.muster.contract.Cause;
import dev.muster.contract.Finding;
import dev.muster.contract.Severity;
import dev.muster.contract.result.BackupFacts;
import dev.muster.contract.result.CopyAttempt;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.LastRestorable;
import dev.muster.contract.result.Mutations;
import dev.muster.contract.result.ObjectiveOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says in plain text of at most 78 columns what a drill found: what an email holds and a terminal
 * shows.
 */
public final class TextSummary {
    private static final int WIDTH = 78;
    private static final int LABEL = 11;
    private static final int MOST_FINDINGS = 5;
    private static final int MOST_GROUPS = 3;

    private final List<String> lines = new ArrayList<>();

    private TextSummary() {}

    /** The summary; each line ends with a line feed. */
    public static String render(DrillResult result) {
        TextSummary summary = new TextSummary();
        summary.verdict(result);
        summary.facts(result);
        summary.findings(result);
        return summary.lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private void verdict(DrillResult result) {
        String word = Words.verdict(result.verdict()).toUpperCase(Locale.ROOT);
        fact(word, result.plan());
        PartialProof.of(result).ifPresent(part -> paragraph("  ", part.text(result.verdict())));
        paragraph("  ", Words.sentence(result));
        lines.add("");
    }

    private void facts(DrillResult result) {
        BackupFacts backup = result.backup();
        if (backup == null) {
            fact("backup", "none was reached");
        } else {
            fact("backup", backup.key());
            String from = backup.store() == null ? "" : ", from " + backup.store();
            fact("", Amount.bytes(backup.size()) + age(result, backup) + from);
        }
        if (result.proof() != null) {
            fact("proof", Words.proof(result.proof()) + ": " + Words.meaning(result.proof()));
        }
        Cause cause = result.cause();
        if (cause != null) {
            fact("cause", Words.cause(cause));
        }
        fact(result.proof() == null ? "passed" : "proven", scope(Scope.of(result)));
        Coverage.of(result).ifPresent(coverage -> fact("ledger", coverage.text()));
        unchecked(Unchecked.of(result));
        fact("time", times(result));
        objective("rto", result.objectives().rto());
        objective("rpo", result.objectives().rpo());
        LastRestorable found = result.lastRestorable();
        if (found != null) {
            fact("true rpo", TrueRecoveryPoint.sentence(found, result.objectives().rpo()));
            fact("", TrueRecoveryPoint.scope(found));
        }
        Mutations mutations = result.mutations();
        if (mutations != null) {
            fact("mutations", KillRate.sentence(mutations));
            if (mutations.survived() > 0) {
                fact("", "unnoticed: " + KillRate.survivors(mutations));
            }
        }
        for (CopyAttempt attempt : result.attempts()) {
            if (!attempt.served()) {
                String why = attempt.message() == null ? "" : ": " + attempt.message();
                fact("bad copy", attempt.store() + why);
            }
        }
    }

    private static String scope(Scope scope) {
        if (scope.lines().isEmpty()) {
            return "nothing was verified";
        }
        return scope.lines().stream().map(Scope.Line::text).collect(Collectors.joining(", "));
    }

    /** A count of what was passed over would only make people look for what it hides. */
    private void unchecked(Unchecked unchecked) {
        List<Unchecked.Group> groups = unchecked.groups();
        for (Unchecked.Group group : groups.subList(0, Math.min(MOST_GROUPS, groups.size()))) {
            String count = group.count() == 1 ? "" : Amount.count(group.count()) + " objects, ";
            fact("unchecked", group.check().id() + ": " + count + group.reason());
        }
        int more = groups.size() + unchecked.moreGroups() - MOST_GROUPS;
        if (more > 0) {
            fact("", Amount.count(more, "more reason", "more reasons") + " in the report");
        }
    }

    private static String age(DrillResult result, BackupFacts backup) {
        if (backup.createdAt() == null || backup.createdAt().isAfter(result.startedAt())) {
            return "";
        }
        Duration age = Duration.between(backup.createdAt(), result.startedAt());
        return ", " + Amount.duration((double) age.toSeconds()) + " old";
    }

    private static String times(DrillResult result) {
        String stages =
                result.stages().stream()
                        .map(s -> Words.stage(s.stage()) + " " + Amount.duration(s.seconds()))
                        .collect(Collectors.joining(", "));
        String all = Amount.duration(result.seconds());
        return stages.isEmpty() ? all : all + " (" + stages + ")";
    }

    private void objective(String label, @Nullable ObjectiveOutcome objective) {
        if (objective != null) {
            Double actual = objective.actualSeconds();
            String measured = actual == null ? "" : ": " + Amount.duration(actual);
            String allowed = Amount.duration(objective.objectiveSeconds());
            fact(label, Words.met(objective) + measured + ", allowed " + allowed);
        }
    }

    private void findings(DrillResult result) {
        List<Finding> open =
                Weight.sorted(result).stream()
                        .filter(f -> f.accepted() == null)
                        .filter(f -> f.severity() != Severity.INFO)
                        .toList();
        for (Finding finding : open.subList(0, Math.min(MOST_FINDINGS, open.size()))) {
            finding(finding);
        }
        int more = open.size() - MOST_FINDINGS;
        if (more > 0) {
            lines.add("");
            paragraph("  ", Amount.count(more, "more finding", "more findings") + " in the report");
        }
        long accepted = result.findings().stream().filter(f -> f.accepted() != null).count();
        if (accepted > 0) {
            lines.add("");
            String what = Amount.count(accepted, "finding is", "findings are");
            paragraph("  ", what + " accepted in the plan, with reasons in the report");
        }
    }

    private void finding(Finding finding) {
        lines.add("");
        paragraph("  ", Words.severity(finding.severity()) + ": " + finding.code().name());
        String object = finding.object() == null ? "" : "\"" + finding.object() + "\": ";
        paragraph("    ", object + finding.message());
        if (finding.consequences() > 0) {
            paragraph(
                    "    ",
                    Amount.count(
                                    finding.consequences(),
                                    "further error follows",
                                    "further errors follow")
                            + " from this one");
        }
        if (finding.hint() != null) {
            paragraph("    ", "hint: " + finding.hint());
        }
    }

    private void fact(String label, String text) {
        List<String> wrapped = Columns.wrap(Legible.text(text), WIDTH - 2 - LABEL);
        for (int i = 0; i < wrapped.size(); i++) {
            lines.add(
                    ("  " + Columns.left(i == 0 ? label : "", LABEL) + wrapped.get(i))
                            .stripTrailing());
        }
    }

    private void paragraph(String indent, String text) {
        for (String line : Columns.wrap(Legible.text(text), WIDTH - indent.length())) {
            lines.add(indent + line);
        }
    }
}
