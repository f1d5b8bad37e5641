package dev.muster.trigger;

import dev.muster.contract.Finding;
import dev.muster.contract.request.DrillRequest;
import dev.muster.contract.result.BackupFacts;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.LastRestorable;
import dev.muster.contract.result.SelectionFacts;
import dev.muster.records.Results;
import dev.muster.records.order.Order;
import dev.muster.trigger.Outcome.State;
import dev.muster.trigger.task.Launch.Refused;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ends orders without a task: the result is left first, and then told of. */
final class Endings {
    private final Results results;
    private final Reporting reporting;
    private final Clock clock;

    Endings(Results results, Reporting reporting, Clock clock) {
        this.results = results;
        this.reporting = reporting;
        this.clock = clock;
    }

    /** Whether the drill has its result already, which is then told of again. */
    boolean isOver(Order order) {
        if (results.find(order.plan(), order.drillId()).isEmpty()) {
            return false;
        }
        // It ended, and who should have told of it died; or it was ordered again meanwhile.
        reporting.report(order.plan(), order.drillId());
        return true;
    }

    /** Before a backup was picked. */
    Outcome ended(Order order, Instant began, List<Finding> findings) {
        return ended(order, began, null, findings, null);
    }

    /** Without a backup, and without another that the plan allows to drill in its place. */
    Outcome endedForGood(Order order, Instant began, List<Finding> findings, LastRestorable found) {
        return ended(order, began, null, findings, found);
    }

    /** The verdict that an order without a backup comes to, whatever is drilled in its place. */
    DrillResult verdict(Order order, Instant began, List<Finding> findings) {
        return result(order, began, clock.instant(), null, findings);
    }

    /**
     * Keeps a verdict whose order goes on: it stands whatever becomes of the order, and is told of
     * at once.
     */
    void keep(DrillResult verdict) {
        results.keep(verdict);
        reporting.report(verdict.plan(), verdict.drillId());
    }

    /** The verdict that was kept of an order, where one was. */
    Optional<DrillResult> kept(Order order) {
        return results.kept(order.plan(), order.drillId());
    }

    /** Because ECS starts no task for it. */
    Outcome refused(Order order, Instant began, DrillRequest request, Refused refused) {
        List<Finding> findings = new ArrayList<>(request.findings());
        findings.add(finding(refused));
        return ended(order, began, request, findings, null);
    }

    private Outcome ended(
            Order order,
            Instant began,
            @Nullable DrillRequest request,
            List<Finding> findings,
            @Nullable LastRestorable found) {
        List<Finding> all =
                kept(order)
                        .map(kept -> LookBack.beside(kept.findings(), findings))
                        .orElse(findings);
        DrillResult made = result(order, began, clock.instant(), request, all);
        DrillResult result = found == null ? made : made.with(found);
        results.leave(result);
        reporting.report(order.plan(), order.drillId());
        return told(result, request, order.drillId());
    }

    /** How such an order would end, without anything being done. */
    static Outcome foreseen(
            Order order, Instant now, @Nullable DrillRequest request, List<Finding> findings) {
        return told(result(order, now, now, request, findings), request, null);
    }

    static Finding finding(Refused refused) {
        return Finding.of(refused.code(), null, refused.message()).withHint(refused.hint());
    }

    private static DrillResult result(
            Order order,
            Instant began,
            Instant now,
            @Nullable DrillRequest request,
            List<Finding> findings) {
        SelectionFacts selection = request == null ? null : request.selection();
        BackupFacts backup = request == null ? null : request.facts();
        return Unstarted.result(
                order.drillId(), order.plan(), began, now, selection, backup, findings);
    }

    private static Outcome told(
            DrillResult result, @Nullable DrillRequest request, @Nullable String drillId) {
        Finding decisive =
                result.findings().stream()
                        .filter(f -> f.decides() && f.cause() == result.cause())
                        .findFirst()
                        .orElse(result.findings().getFirst());
        State state = State.valueOf(result.verdict().name().toUpperCase(Locale.ROOT));
        SelectionFacts selection = result.selection();
        return Outcome.of(result.plan(), drillId, state)
                .about(
                        request == null ? null : request.backup(),
                        selection == null ? null : selection.reason(),
                        null)
                .saying(decisive.message(), decisive.hint());
    }
}
