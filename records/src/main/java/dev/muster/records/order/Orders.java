package dev.muster.records.order;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.muster.contract.ContractJson;
import dev.muster.contract.MusterException;
import dev.muster.records.RecordStore;
import dev.muster.records.Versioned;
import dev.muster.records.order.OrderState.Started;
import dev.muster.records.order.OrderState.Starting;
import dev.muster.records.order.OrderState.Waiting;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the orders, one document each. Every change holds only if nobody else has changed the order
 * meanwhile, so that functions at the same time neither lose a drill nor start one twice.
 *
 * <p>Every method throws {@link MusterException} with code RECORDS_FAILED where the place fails.
 */
public final class Orders {
    private static final String FOLDER = "orders";
    private static final String EVENTS = "events";
    private static final String SUFFIX = ".json";
    private static final int READ_AT_ONCE = 16;

    private final RecordStore store;

    /**
     * @param store where functions keep what they are about; not under Object Lock
     */
    public Orders(RecordStore store) {
        this.store = store;
    }

    /**
     * Notes that an event has come.
     *
     * @param eventId in letters, digits and hyphens
     * @return when it came for the first time: {@code now}, or earlier where it came before
     */
    public Instant received(String eventId, Instant now) {
        String name = EVENTS + "/" + eventId + SUFFIX;
        Receipt receipt = new Receipt(eventId, now);
        if (store.create(name, write(receipt))) {
            return now;
        }
        return store.read(name)
                .flatMap(bytes -> read(bytes, Receipt.class))
                .map(Receipt::receivedAt)
                .orElse(now);
    }

    /** When an event came first. */
    record Receipt(String eventId, Instant receivedAt) {}

    /**
     * Adds an order.
     *
     * @return whether there was none of this drill yet
     */
    public boolean create(Order order) {
        return store.create(name(order.drillId()), write(order));
    }

    /** The order of a drill; nothing where it is over, or was never asked for. */
    public Optional<HeldOrder> find(String drillId) {
        return store.readVersioned(name(drillId)).flatMap(Orders::held);
    }

    /** All orders. */
    public OrderBook book() {
        List<String> names =
                store.list(FOLDER).stream().filter(name -> name.endsWith(SUFFIX)).toList();
        List<HeldOrder> orders = new ArrayList<>();
        List<String> damaged = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(READ_AT_ONCE)) {
            List<Future<Optional<Versioned>>> reads =
                    names.stream()
                            .map(name -> threads.submit(() -> store.readVersioned(name)))
                            .toList();
            for (int i = 0; i < names.size(); i++) {
                // What is gone meanwhile is over.
                Optional<Versioned> document = ended(reads.get(i));
                if (document.isPresent()) {
                    String name = names.get(i);
                    held(document.get()).ifPresentOrElse(orders::add, () -> damaged.add(name));
                }
            }
        }
        orders.sort(
                Comparator.comparing((HeldOrder held) -> held.order().orderedAt())
                        .thenComparing(held -> held.order().drillId()));
        return new OrderBook(orders, damaged);
    }

    private static <T> T ended(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MusterException(
                    "RECORDS_FAILED", "reading the orders was interrupted", null, e);
        }
    }

    /**
     * Takes an order to start its task, or takes it over from a function that died.
     *
     * @return whether it is ours; otherwise another function has it, or it is over
     */
    public boolean claim(HeldOrder held, Starting starting) {
        return change(held, starting);
    }

    /** Notes the task of an order that was claimed. */
    public void started(String drillId, Starting claim, String task, Instant at) {
        changeClaimed(
                drillId,
                claim,
                new Started(task, at, claim.plans(), claim.request(), claim.size()));
    }

    /** Puts an order that was claimed back among those that wait. */
    public void waitAgain(String drillId, Starting claim, String why, Instant now) {
        changeClaimed(drillId, claim, claim.before().inVain(why, now));
    }

    /**
     * Notes that nobody knows whether an order that was claimed has its task. It is asked for
     * again, with the same request, as if the function had died.
     */
    public void unanswered(String drillId, Starting claim, String why, Instant now) {
        changeClaimed(drillId, claim, claim.unanswered(why, now));
    }

    /**
     * Notes that an order could not even be claimed.
     *
     * @return whether it still waits; otherwise another function has it, or it is over
     */
    public boolean postpone(HeldOrder held, Waiting before, String why, Instant now) {
        return change(held, before.inVain(why, now));
    }

    /** Ends an order: its drill's record is stored. */
    public void close(String drillId) {
        store.delete(name(drillId));
    }

    /** Where a person finds the order. */
    public String location(String drillId) {
        return store.location(name(drillId));
    }

    private void changeClaimed(String drillId, Starting claim, OrderState next) {
        // Only who claimed it changes it, but for closing it, after which there is no more to note.
        find(drillId)
                .filter(held -> held.order().state().equals(claim))
                .ifPresent(held -> change(held, next));
    }

    private boolean change(HeldOrder held, OrderState next) {
        Order order = held.order();
        return store.replaceIf(name(order.drillId()), write(order.with(next)), held.version());
    }

    private static Optional<HeldOrder> held(Versioned document) {
        return read(document.bytes(), Order.class)
                .filter(order -> order.schemaVersion() == Order.SCHEMA_VERSION)
                .map(order -> new HeldOrder(order, document.version()));
    }

    private static <T> Optional<T> read(byte[] json, Class<T> type) {
        try {
            @Nullable T document = ContractJson.mapper().readValue(json, type);
            return Optional.ofNullable(document);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static byte[] write(Object document) {
        try {
            return ContractJson.mapper().writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an order cannot be written as JSON", e);
        }
    }

    private static String name(String drillId) {
        return FOLDER + "/" + drillId + SUFFIX;
    }
}
