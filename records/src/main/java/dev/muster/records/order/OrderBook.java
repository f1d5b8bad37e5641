package dev.muster.records.order;

import java.util.List;

/**
 * All orders at one time.
 *
 * @param orders the oldest first
 * @param damaged names of documents that are no orders
 */
public record OrderBook(List<HeldOrder> orders, List<String> damaged) {
    public OrderBook {
        orders = List.copyOf(orders);
        damaged = List.copyOf(damaged);
    }

    /** Those that nobody works on, the oldest first. */
    public List<HeldOrder> waiting() {
        return orders.stream().filter(held -> held.order().isWaiting()).toList();
    }
}
