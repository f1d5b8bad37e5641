package dev.muster.report.render;

import dev.muster.contract.Finding;
import dev.muster.contract.Severity;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.ObjectiveOutcome;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What to do now: the hints of what decided the verdict, else those of the warnings.
 *
 * @param shown a few, in the order of the findings
 * @param more how many further hints the findings hold
 */
public record NextSteps(List<String> shown, int more) {
    private static final int MOST = 3;

    public NextSteps {
        shown = List.copyOf(shown);
    }

    public static NextSteps of(DrillResult result) {
        Set<String> hints = new LinkedHashSet<>();
        Weight.sorted(result).stream()
                .filter(Finding::decides)
                .flatMap(NextSteps::hint)
                .forEach(hints::add);
        if (hints.isEmpty() && result.proof() != null) {
            Weight.sorted(result).stream()
                    .filter(f -> f.severity() == Severity.WARNING && f.accepted() == null)
                    .flatMap(NextSteps::hint)
                    .forEach(hints::add);
            if (missed(result.objectives().rto())) {
                hints.add(
                        "find out what slows the restore down, or allow it more time in the plan");
            }
            if (missed(result.objectives().rpo())) {
                hints.add("take backups more often, or allow them to be older in the plan");
            }
        }
        if (hints.isEmpty()) {
            hints.add(
                    result.proof() == null ? "look at the findings, then drill again" : "nothing");
        }
        List<String> all = List.copyOf(hints);
        return new NextSteps(all.stream().limit(MOST).toList(), Math.max(0, all.size() - MOST));
    }

    private static Stream<String> hint(Finding finding) {
        String hint = finding.hint();
        return hint == null || hint.isBlank() ? Stream.empty() : Stream.of(hint);
    }

    private static boolean missed(@Nullable ObjectiveOutcome objective) {
        return objective != null && Boolean.FALSE.equals(objective.met());
    }
}
