package dev.muster.report.alert;

import dev.muster.contract.Finding;
import dev.muster.contract.Severity;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.ObjectiveOutcome;
import org.jspecify.annotations.Nullable;

/** How loudly an alert speaks; what filter policies select by. */
public enum AlertSeverity {
    /** Broken, unproven or overdue. */
    CRITICAL,
    /** Proven, with a warning or a missed objective beside it. */
    WARNING,
    /** Proven, and nothing else to say. */
    INFO;

    /** The severity of a drill's alert. */
    public static AlertSeverity of(DrillResult result) {
        if (result.proof() == null) {
            return CRITICAL;
        }
        boolean warned =
                result.findings().stream().anyMatch(AlertSeverity::isOpenWarning)
                        || isMissed(result.objectives().rto())
                        || isMissed(result.objectives().rpo());
        return warned ? WARNING : INFO;
    }

    private static boolean isOpenWarning(Finding finding) {
        return finding.severity() == Severity.WARNING && finding.accepted() == null;
    }

    private static boolean isMissed(@Nullable ObjectiveOutcome objective) {
        return objective != null && Boolean.FALSE.equals(objective.met());
    }
}
