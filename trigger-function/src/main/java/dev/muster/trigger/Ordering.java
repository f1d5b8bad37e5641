package dev.muster.trigger;

import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.PlanOrProblem;
import dev.muster.contract.plan.SelectSpec;
import dev.muster.records.Digest;
import dev.muster.records.order.Order;
import dev.muster.records.order.Orders;
import dev.muster.records.plan.PlanSource;
import dev.muster.trigger.event.TriggerEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes down the drills that an event asks for, before anything else is done about them. The same
 * event asks for the same drills, however often it comes.
 */
final class Ordering {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd't'HHmmss'z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final int LONGEST_NAME = 20;

    private final Orders orders;

    Ordering(Orders orders) {
        this.orders = orders;
    }

    /**
     * Orders the drills.
     *
     * @return the ids of all drills that the event asks for, ordered now or when it came before
     */
    List<String> order(TriggerEvent event, PlanSource plans, Instant now) {
        Instant at = orders.received(event.id(), now);
        List<Order> asked = asked(event, plans, at);
        InParallel.each(asked, orders::create);
        return asked.stream().map(Order::drillId).toList();
    }

    /** What the event asks for. */
    static List<Order> asked(TriggerEvent event, PlanSource plans, Instant at) {
        List<String> names =
                event.plan() == null ? List.copyOf(plans.plans().keySet()) : List.of(event.plan());
        List<Order> asked = new ArrayList<>();
        for (String name : names) {
            int parts = parts(plans.named(name), event.selection());
            for (int part = 0; part < parts; part++) {
                asked.add(order(event, name, part, at));
            }
        }
        return asked;
    }

    /** How many backups are drilled at once: with age bands, one of each. */
    private static int parts(PlanOrProblem named, @Nullable SelectSpec instead) {
        Plan plan = named.plan();
        if (instead != null) {
            return Selection.parts(instead);
        }
        return plan == null ? 1 : Selection.parts(plan.select());
    }

    private static Order order(TriggerEvent event, String plan, int part, Instant at) {
        String digest = digest(event.id() + "\n" + plan);
        return Order.of(
                id(plan, part, at, digest),
                plan,
                event.backup(),
                event.select(),
                event.seed() == null ? seed(digest) : event.seed(),
                part,
                event.id(),
                at);
    }

    private static String id(String plan, int part, Instant at, String digest) {
        String name = plan.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String shortName = name.substring(0, Math.min(name.length(), LONGEST_NAME));
        String id = TIME.format(at) + "-" + shortName + "-" + digest.substring(0, 8);
        return part == 0 ? id : id + "-" + (part + 1);
    }

    /** Nobody foresees it, as nobody foresees an event's id, and a retry finds the same. */
    private static long seed(String digest) {
        return Long.parseLong(digest.substring(8, 15), 16) + 1;
    }

    private static String digest(String text) {
        return Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
    }
}
