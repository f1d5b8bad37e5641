package dev.muster.trigger;

import dev.muster.contract.Finding;
import dev.muster.contract.request.DrillRequest;
import dev.muster.contract.result.BackupFacts;
import dev.muster.contract.result.DrillResult;
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
        return ended(order, began, null, findings);
    }

    /** Because ECS starts no task for it. */
    Outcome refused(Order order, Instant began, DrillRequest request, Refused refused) {
        List<Finding> findings = new ArrayList<>(request.findings());
        findings.add(finding(refused));
        return ended(order, began, request, findings);
    }

    private Outcome ended(
            Order order, Instant began, @Nullable DrillRequest request, List<Finding> findings) {
        DrillResult result = result(order, began, clock.instant(), request, findings);
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
        return Unstarted.result(
                order.drillId(), order.plan(), began, now, selection, backup(request), findings);
    }

    private static @Nullable BackupFacts backup(@Nullable DrillRequest request) {
        return request == null
                ? null
                : new BackupFacts(
                        request.backup(),
                        null,
                        request.copies().getFirst().size(),
                        request.createdAt(),
                        null,
                        List.of(),
                        null);
    }

    private static Outcome told(
            DrillResult result, @Nullable DrillRequest request, @Nullable String drillId) {
        Finding decisive =
                result.findings().stream()
                        .filter(f -> f.decides() && f.cause() == result.cause())
                        .findFirst()
                        .orElse(result.findings().getFirst());
        State state = State.valueOf(result.verdict().name().toUpperCase(Locale.ROOT));
        return Outcome.of(result.plan(), drillId, state)
                .about(
                        request == null ? null : request.backup(),
                        request == null ? null : request.selection().reason(),
                        null)
                .saying(decisive.message(), decisive.hint());
    }
}
