package dev.muster.report.drill;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.MusterException;
import dev.muster.contract.Severity;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.DrillResult;
import dev.muster.records.DrillFolder;
import dev.muster.records.RecordStore;
import dev.muster.records.Results;
import dev.muster.records.order.Order;
import dev.muster.records.plan.PlanSource;
import dev.muster.report.drill.DrillReport.Ended;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes the result that a drill left, or makes and leaves one in its place. */
final class Taking {
    private final RecordStore store;
    private final Results results;
    private final String plans;
    private final Clock clock;

    /**
     * @param store of the records
     * @param plans where the plan file lies
     */
    Taking(RecordStore store, String plans, Clock clock) {
        this.store = store;
        this.results = new Results(store);
        this.plans = plans;
        this.clock = clock;
    }

    /**
     * Takes it.
     *
     * @throws MusterException RESULT_MISSING where there is none, and no reason why
     */
    DrillResult take(Ended ended, Optional<Order> order) {
        try {
            Optional<DrillResult> left = results.find(ended.plan(), ended.drillId());
            if (left.isPresent()) {
                return belongs(ended, left.get())
                        ? left.get()
                        : unreadable(ended, "it is of another drill");
            }
        } catch (MusterException e) {
            if (!e.code().startsWith("RESULT_") && !e.code().equals(RecordStore.TOO_LARGE)) {
                throw e;
            }
            return unreadable(ended, String.valueOf(e.getMessage()));
        }
        Finding reason = ended.reason();
        if (reason == null) {
            throw new MusterException(
                    "RESULT_MISSING",
                    "there is no result of drill \"%s\" at \"%s\""
                            .formatted(
                                    ended.drillId(),
                                    store.location(
                                            DrillFolder.of(ended.plan(), ended.drillId())
                                                    .result())),
                    "report drills that are over; look at the drill's task and its log");
        }
        Optional<DrillResult> kept = kept(ended, reason);
        if (kept.isPresent()) {
            return left(kept.get());
        }
        DrillResult lost = lost(ended, ended.drillId(), List.of(reason));
        return left(
                Repeating.isDue(order, lost, reason.code())
                        ? lost(
                                ended,
                                ended.drillId(),
                                List.of(reason, Repeating.finding(ended.drillId())))
                        : lost);
    }

    /** The verdict of a drill whose task ended while more drills followed in it. */
    private Optional<DrillResult> kept(Ended ended, Finding reason) {
        return results.kept(ended.plan(), ended.drillId())
                .filter(result -> belongs(ended, result))
                .map(result -> {
                    List<Finding> findings = new ArrayList<>(result.findings());
                    findings.add(
                            reason.withSeverity(Severity.WARNING)
                                    .withMessage(
                                            (result.verdict() == Verdict.BROKEN
                                                            ? "while other backups were drilled: "
                                                            : "while upgrades were rehearsed: ")
                                                    + reason.message()));
                    return result.judgedBy(findings);
                });
    }

    /** Leaves the result, unless the task did so meanwhile: then its own is the truth. */
    private DrillResult left(DrillResult made) {
        results.leave(made);
        return results.find(made.plan(), made.drillId()).orElse(made);
    }

    private static boolean belongs(Ended ended, DrillResult result) {
        return result.plan().equals(ended.plan()) && result.drillId().equals(ended.drillId());
    }

    /** A result that cannot be read stays where it is; beside it comes one that says so. */
    private DrillResult unreadable(Ended ended, String why) {
        Finding finding =
                Finding.of(
                        FindingCode.DEFECT,
                        ended.drillId(),
                        "the task left a result that cannot be read: " + why);
        return left(lost(ended, ended.drillId() + "-unreadable", List.of(finding)));
    }

    private DrillResult lost(Ended ended, String drillId, List<Finding> reasons) {
        return LostDrill.result(
                ended.plan(),
                drillId,
                ended.request(),
                ended.task(),
                reasons,
                () -> PlanSource.read(plans).plan(ended.plan()),
                clock.instant());
    }
}
