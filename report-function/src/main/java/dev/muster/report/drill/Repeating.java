package dev.muster.report.drill;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.result.DrillResult;
import dev.muster.records.Results;
import dev.muster.records.order.Order;
import dev.muster.records.order.Orders;
import dev.muster.report.drill.DrillReport.Ended;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Orders a drill once more where that is worth it, and never more than once: the second drill's id
 * follows from the first's, and neither its order nor its result may be there.
 */
final class Repeating {
    /** A drill's id is the token under which ECS starts its task once. */
    private static final int LONGEST_ID = 64;

    private final Orders orders;
    private final Results results;
    private final Clock clock;

    Repeating(Orders orders, Results results, Clock clock) {
        this.orders = orders;
        this.results = results;
        this.clock = clock;
    }

    /** The id of the second drill, which was ordered now or before; null where there is none. */
    @Nullable String repeat(Ended ended, Optional<Order> order, DrillResult result) {
        String again = Order.againId(ended.drillId());
        boolean there =
                orders.find(again).isPresent() || results.find(ended.plan(), again).isPresent();
        if (there) {
            return again;
        }
        FindingCode stop = ended.reason() == null ? null : ended.reason().code();
        if (!isDue(order, result, stop)) {
            return null;
        }
        String backup = result.backup() == null ? null : result.backup().key();
        orders.create(order.orElseThrow().onceMore(backup, clock.instant()));
        return again;
    }

    /**
     * Whether the drill is to be done once more.
     *
     * @param stop why ECS stopped its task, or null
     */
    static boolean isDue(Optional<Order> order, DrillResult result, @Nullable FindingCode stop) {
        return order.filter(o -> o.attempt() == 1)
                        .filter(o -> Order.againId(o.drillId()).length() <= LONGEST_ID)
                        .isPresent()
                && SecondTry.isWorthIt(result, stop);
    }

    /** Says so in the result of the first. */
    static Finding finding(String drillId) {
        return Finding.of(
                FindingCode.DRILL_REPEATED,
                null,
                "the drill was ordered once more, as \"%s\"".formatted(Order.againId(drillId)));
    }
}
