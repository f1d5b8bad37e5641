package dev.muster.report.render;

import dev.muster.contract.Verdict;
import dev.muster.contract.result.LastRestorable;
import dev.muster.contract.result.ObjectiveOutcome;
import org.jspecify.annotations.Nullable;

/** Says which backup really restores after a drill ended broken, and how far that is known. */
public final class TrueRecoveryPoint {
    private TrueRecoveryPoint() {}

    /**
     * What people need to know first.
     *
     * @param allowed the plan's recovery point objective, null where it has none
     */
    public static String sentence(LastRestorable found, @Nullable ObjectiveOutcome allowed) {
        StringBuilder text = new StringBuilder();
        if (found.ageSeconds() == null) {
            text.append("not known: of ")
                    .append(
                            Amount.count(
                                    found.tried().size(),
                                    "backup that was tried none is",
                                    "backups that were tried none is"))
                    .append(" proven");
        } else {
            text.append(Amount.duration(found.ageSeconds()))
                    .append(": \"")
                    .append(found.backup())
                    .append("\" is the newest backup that was proven to restore");
            if (allowed != null) {
                boolean missed = found.ageSeconds() > allowed.objectiveSeconds();
                text.append(", ")
                        .append(Amount.duration(allowed.objectiveSeconds()))
                        .append(" allowed: ")
                        .append(missed ? "missed" : "met");
            }
        }
        return text.toString();
    }

    /** What stands behind it: what was tried, and what was not. */
    public static String scope(LastRestorable found) {
        long broken = found.tried().stream().filter(t -> t.verdict() == Verdict.BROKEN).count();
        long unproven = found.tried().stream().filter(t -> t.verdict() == Verdict.UNPROVEN).count();
        StringBuilder text = new StringBuilder();
        text.append(Amount.count(found.tried().size())).append(" tried, ");
        text.append(Amount.count(broken)).append(" broken");
        if (unproven > 0) {
            text.append(", ").append(Amount.count(unproven)).append(" unproven");
            if (found.backup() != null && found.newerUntold() > 0) {
                text.append(" (a newer one may restore, too)");
            }
        }
        text.append("; ").append(Amount.count(found.notTried())).append(" not tried: ");
        text.append(found.ended());
        if (!found.notListed().isEmpty()) {
            text.append("; not listed to the end: ").append(String.join(", ", found.notListed()));
        }
        return text.toString();
    }
}
