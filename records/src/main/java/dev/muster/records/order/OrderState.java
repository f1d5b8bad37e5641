package dev.muster.records.order;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.muster.contract.request.DrillRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far an order is. Once a drill's record is stored, its order is gone. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = OrderState.Waiting.class, name = "waiting"),
    @JsonSubTypes.Type(value = OrderState.Starting.class, name = "starting"),
    @JsonSubTypes.Type(value = OrderState.Started.class, name = "started")
})
public sealed interface OrderState {

    /**
     * Nobody works on it.
     *
     * @param tries how often its task was asked for in vain
     * @param last what kept it from starting the last time, or null
     * @param since when it could have been started and was not for the first time, or null
     */
    record Waiting(int tries, @Nullable String last, @Nullable Instant since)
            implements OrderState {
        /** Nothing was tried yet. */
        public static final Waiting NEW = new Waiting(0, null, null);

        /** The same after one more try in vain. */
        Waiting inVain(String why, Instant now) {
            return new Waiting(tries + 1, why, since == null ? now : since);
        }
    }

    /**
     * Its task is being asked for. Who takes over from a function that died asks with the same
     * request and size under the same token, so that ECS starts one task.
     *
     * @param by the function's run that does it
     * @param at since when
     * @param before how it waited until then
     * @param plans where the version of the plan file lies that the request was made from
     */
    record Starting(
            String by,
            Instant at,
            Waiting before,
            String plans,
            DrillRequest request,
            TaskSize size)
            implements OrderState {
        /** The same after one more try of which nobody knows what came. */
        Starting unanswered(String why, Instant now) {
            return new Starting(by, now, before.inVain(why, now), plans, request, size);
        }

        /** The same in other hands. */
        public Starting takenOver(String newBy, Instant now) {
            return new Starting(newBy, now, before, plans, request, size);
        }
    }

    /**
     * Its task was started.
     *
     * @param task the task's ARN
     */
    record Started(String task, Instant at, String plans, DrillRequest request, TaskSize size)
            implements OrderState {}
}
