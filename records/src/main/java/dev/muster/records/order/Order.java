package dev.muster.records.order;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One drill that was asked for and is not over.
 *
 * @param drillId in small letters, digits, dots and hyphens; the same event asks for the same id
 * @param backup the key of the backup to drill, or null for the plan's own choice
 * @param select what to choose by in place of the plan's {@code select}, as in muster.yaml, or null
 * @param seed of a random choice
 * @param part the place of its backup among those that the plan chooses at once, from 0: more than
 *     one only with age bands
 * @param eventId what asked for it
 * @param attempt 1, or 2 where a first drill ended for a passing cause
 * @param first the drill that this one does once more, or null
 * @param notBefore when it may be started: what kept the first drill from its end may have passed
 *     by then; null for at once
 */
public record Order(
        int schemaVersion,
        String drillId,
        String plan,
        @Nullable String backup,
        @Nullable JsonNode select,
        @Nullable Long seed,
        int part,
        String eventId,
        Instant orderedAt,
        int attempt,
        @Nullable String first,
        @Nullable Instant notBefore,
        OrderState state) {

    /** The version of the document that this class writes. */
    public static final int SCHEMA_VERSION = 1;

    /** An outage of AWS, or of a network, seldom ends within seconds. */
    private static final Duration SHORTEST_PAUSE = Duration.ofMinutes(30);

    public Order {
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(eventId, "eventId");
        Objects.requireNonNull(orderedAt, "orderedAt");
        Objects.requireNonNull(state, "state");
        // JSON's null reads back as a node of its own.
        select = select == null || select.isNull() ? null : select;
        // It is a file's name, and the token under which ECS starts a task once.
        if (!drillId.matches("[a-z0-9][a-z0-9.-]{0,63}")) {
            throw new IllegalArgumentException("not a drill's id: " + drillId);
        }
    }

    /** An order of a drill that nobody has begun. */
    public static Order of(
            String drillId,
            String plan,
            @Nullable String backup,
            @Nullable JsonNode select,
            @Nullable Long seed,
            int part,
            String eventId,
            Instant orderedAt) {
        return new Order(
                SCHEMA_VERSION,
                drillId,
                plan,
                backup,
                select,
                seed,
                part,
                eventId,
                orderedAt,
                1,
                null,
                null,
                OrderState.Waiting.NEW);
    }

    /**
     * The order of the same drill once more, half an hour to an hour later, of the same backup
     * where one had been chosen.
     *
     * @param chosen the key of the backup that the first drill was about, or null
     */
    public Order onceMore(@Nullable String chosen, Instant now) {
        return new Order(
                SCHEMA_VERSION,
                againId(drillId),
                plan,
                chosen == null ? backup : chosen,
                chosen == null ? select : null,
                chosen == null ? seed : null,
                chosen == null ? part : 0,
                eventId,
                now,
                2,
                drillId,
                now.plus(pause(drillId)),
                OrderState.Waiting.NEW);
    }

    /** Half an hour to an hour: of a fleet that failed together, not all come back together. */
    private static Duration pause(String drillId) {
        return SHORTEST_PAUSE.plusSeconds(
                Math.floorMod(drillId.hashCode(), SHORTEST_PAUSE.toSeconds()));
    }

    /** From when on it may be started. */
    @JsonIgnore
    public Instant dueAt() {
        return notBefore == null ? orderedAt : notBefore;
    }

    /** The id of the drill that does this one once more. */
    public static String againId(String drillId) {
        return drillId + "-again";
    }

    /** The same further on. */
    public Order with(OrderState newState) {
        return new Order(
                schemaVersion,
                drillId,
                plan,
                backup,
                select,
                seed,
                part,
                eventId,
                orderedAt,
                attempt,
                first,
                notBefore,
                newState);
    }

    /** Whether nobody works on it. */
    @JsonIgnore
    public boolean isWaiting() {
        return state instanceof OrderState.Waiting;
    }
}
