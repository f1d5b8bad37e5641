package dev.muster.restore;

import dev.muster.contract.Cause;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.restore.postgres.restore.RestoreOutcome;
import java.util.Set;

/**
 * Puts down to this machine what a script lost because the machine lacked something. A script's
 * errors name no entry of a table of contents, so what follows from what cannot be told exactly.
 */
final class Attribution {
    private static final Set<FindingCode> ABSENCE =
            Set.of(
                    FindingCode.OBJECT_MISSING,
                    FindingCode.OBJECT_INVALID,
                    FindingCode.ROWS_MISSING,
                    FindingCode.KEY_TABLE_MISSING,
                    FindingCode.KEY_TABLE_EMPTY,
                    FindingCode.LARGE_OBJECTS_MISSING);

    private Attribution() {}

    /** The finding, put down to the environment where it may follow from what that lacked. */
    static Finding of(Finding finding, boolean isScript, RestoreOutcome outcome) {
        return isScript && lacked(outcome) && isAbsence(finding)
                ? finding.withCause(Cause.ENVIRONMENT)
                : finding;
    }

    /**
     * Code may speak of what it does not depend on as far as the archive knows, as the body of a
     * function does: where only a part was restored, what it misses says nothing of the backup.
     */
    static Finding ofPart(Finding finding) {
        return finding.decides() && finding.message().contains("does not exist")
                ? finding.withCause(Cause.ENVIRONMENT)
                        .withHint("choose what it names, too, or drill the backup as a whole")
                : finding;
    }

    /** A rule may be about what could not be restored here, whatever it names. */
    static Finding ofRule(Finding finding, RestoreOutcome outcome) {
        return lacked(outcome) ? finding.withCause(Cause.ENVIRONMENT) : finding;
    }

    private static boolean lacked(RestoreOutcome outcome) {
        return outcome.findings().stream()
                .anyMatch(f -> f.decides() && f.cause() == Cause.ENVIRONMENT);
    }

    private static boolean isAbsence(Finding finding) {
        return ABSENCE.contains(finding.code())
                || (finding.code() == FindingCode.RESTORE_ENTRY_FAILED
                        && finding.message().contains("does not exist"));
    }
}
