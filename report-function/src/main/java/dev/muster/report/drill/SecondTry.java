package dev.muster.report.drill;

import dev.muster.contract.Cause;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.DrillResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says whether a drill is worth one more try: it was unproven for what may have passed by now. */
final class SecondTry {
    private SecondTry() {}

    /**
     * Whether a first drill's outcome asks for a second one.
     *
     * @param stop why ECS stopped the task, where it did; a drill that was interrupted is worth
     *     what the interruption was
     */
    static boolean isWorthIt(DrillResult result, @Nullable FindingCode stop) {
        if (result.verdict() != Verdict.UNPROVEN || result.cause() != Cause.ENVIRONMENT) {
            return false;
        }
        List<FindingCode> deciding =
                result.findings().stream()
                        .filter(Finding::decides)
                        .map(Finding::code)
                        .map(code -> code == FindingCode.INTERRUPTED && stop != null ? stop : code)
                        // These follow from the others and say nothing of their own.
                        .filter(code -> code != FindingCode.NOTHING_VERIFIED)
                        .filter(code -> code != FindingCode.CHECK_NOT_RUN)
                        .toList();
        return !deciding.isEmpty() && deciding.stream().allMatch(FindingCode::isPassing);
    }
}
