package dev.muster.restore.mutate;

import dev.muster.contract.CheckKind;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Outcome;
import dev.muster.contract.Proof;
import dev.muster.contract.Severity;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.Mutant;
import dev.muster.contract.result.Mutant.Fate;
import dev.muster.contract.result.ObjectOutcome;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A damaged copy and its drill.
 *
 * @param object what was damaged
 * @param control the drill of the unchanged copy on the same way
 * @param same whether the restored copy is known to be the same as the undamaged one
 */
record Damaged(String object, DrillResult result, DrillResult control, boolean same) {
    private static final String LEFT_OUT = "it is not compared with the manifest: ";

    /** They tell of the machine and of this run, and not of the backup. */
    private static final Set<FindingCode> OF_THE_RUN =
            EnumSet.of(
                    FindingCode.DRILL_SLOWER,
                    FindingCode.RTO_MISSED,
                    FindingCode.RPO_MISSED,
                    FindingCode.LEFTOVERS);

    /** With these alone a drill was kept from telling anything. */
    private static final Set<FindingCode> KEPT_FROM_TELLING =
            EnumSet.of(
                    FindingCode.INTERRUPTED,
                    FindingCode.RESTORE_TIMEOUT,
                    FindingCode.DISK_INSUFFICIENT,
                    FindingCode.DISK_FULL,
                    FindingCode.MEMORY_EXHAUSTED,
                    FindingCode.SERVER_START_FAILED,
                    FindingCode.SERVER_LOST,
                    FindingCode.STORE_FAILED,
                    FindingCode.STORE_UNREACHABLE);

    /** Whether it was proven as if nothing were wrong. */
    static boolean unnoticed(DrillResult result, DrillResult control) {
        return result.verdict() == Verdict.PROVEN && newFinding(result, control) == null;
    }

    Mutant judged(Kind kind, double seconds) throws Uncounted {
        List<Finding> deciding = result.findings().stream().filter(Finding::decides).toList();
        if (result.verdict() == Verdict.UNPROVEN
                && deciding.stream().allMatch(f -> KEPT_FROM_TELLING.contains(f.code()))) {
            throw new Uncounted(
                    Fate.NOT_RUN,
                    "its drill could not tell: "
                            + deciding.stream()
                                    .map(f -> f.code().name())
                                    .findFirst()
                                    .orElse("no finding"));
        }
        FindingCode finding = newFinding(result, control);
        if (!unnoticed(result, control)) {
            return mutant(kind, Fate.KILLED, finding, null, seconds);
        }
        return same
                ? mutant(
                        kind,
                        Fate.CHANGED_NOTHING,
                        null,
                        "a dump of the restored copy holds the same as one of the undamaged",
                        seconds)
                : mutant(kind, Fate.SURVIVED, null, reason(kind), seconds);
    }

    private String reason(Kind kind) {
        if (kind.remedy() == Remedy.PRIVILEGES) {
            Optional<String> left = notCompared();
            if (left.isPresent()) {
                return LEFT_OUT + left.get();
            }
        }
        return control.proof() == Proof.IDENTICAL
                ? "all was compared with the source, and still nothing noticed it: a defect of"
                        + " Muster's own"
                : "would be noticed by " + kind.remedy().words();
    }

    /** Why not all owners, privileges and comments were compared, where there is a manifest. */
    private Optional<String> notCompared() {
        return control.checks().stream()
                .filter(check -> check.check() == CheckKind.PRIVILEGES)
                .flatMap(check -> check.objects().stream())
                .filter(object -> object.outcome() == Outcome.NOT_CHECKED)
                .map(ObjectOutcome::reason)
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** Whether it survived because the backup does not bring what was damaged. */
    static boolean isLeftOut(Mutant survivor) {
        return ("" + survivor.reason()).startsWith(LEFT_OUT);
    }

    private Mutant mutant(
            Kind kind,
            Fate fate,
            @Nullable FindingCode finding,
            @Nullable String reason,
            double seconds) {
        return new Mutant(
                kind.name(), kind.what(), fate, object, result.verdict(), finding, reason, seconds);
    }

    /** The weightiest that the unchanged copy did not show; null where there is none. */
    private static @Nullable FindingCode newFinding(DrillResult result, DrillResult control) {
        return result.findings().stream()
                .filter(f -> f.severity() != Severity.INFO && f.accepted() == null)
                .filter(f -> !OF_THE_RUN.contains(f.code()))
                .filter(f -> control.findings().stream().noneMatch(c -> isSame(c, f)))
                .min(Comparator.comparing((Finding f) -> !f.decides()))
                .map(Finding::code)
                .orElse(null);
    }

    private static boolean isSame(Finding one, Finding other) {
        return one.code() == other.code()
                && one.severity() == other.severity()
                && Objects.equals(one.object(), other.object());
    }
}
