package dev.muster.trigger;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What became of one drill in this run of the function, for people.
 *
 * @param state in one word or two
 * @param backup the key of the backup that was picked
 * @param why this backup
 * @param size what the task is given
 * @param task its ARN
 * @param console where to look at the task
 * @param log where to read its log
 * @param message what is wrong, or to be known
 * @param hint what to do
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Outcome(
        String plan,
        @Nullable String drillId,
        State state,
        @Nullable String backup,
        @Nullable String why,
        @Nullable String size,
        @Nullable String task,
        @Nullable String console,
        @Nullable String log,
        @Nullable String message,
        @Nullable String hint) {

    /** How a drill can be. */
    enum State {
        STARTED("started"),
        WOULD_START("would be started"),
        WAITING("waiting"),
        UNANSWERED("not answered yet"),
        POSTPONED("left for later"),
        PROVEN("proven"),
        BROKEN("broken"),
        UNPROVEN("unproven"),
        OVER("over already"),
        ELSEWHERE("another run has it"),
        NOT_NEEDED("not needed"),
        FAILED("failed");

        private final String words;

        State(String words) {
            this.words = words;
        }

        @JsonValue
        String words() {
            return words;
        }
    }

    static Outcome of(String plan, @Nullable String drillId, State state) {
        return new Outcome(plan, drillId, state, null, null, null, null, null, null, null, null);
    }

    Outcome about(@Nullable String newBackup, @Nullable String newWhy, @Nullable String newSize) {
        return new Outcome(
                plan, drillId, state, newBackup, newWhy, newSize, task, console, log, message,
                hint);
    }

    Outcome in(String newTask, String newConsole, String newLog) {
        return new Outcome(
                plan,
                drillId,
                state,
                backup,
                why,
                size,
                newTask,
                newConsole,
                newLog,
                message,
                hint);
    }

    Outcome saying(@Nullable String newMessage, @Nullable String newHint) {
        return new Outcome(
                plan, drillId, state, backup, why, size, task, console, log, newMessage, newHint);
    }

    /** Whether a task of it occupies room from now on, as far as anybody knows. */
    boolean occupies() {
        return state == State.STARTED || state == State.UNANSWERED;
    }

    /** Whether ECS would not start another one now, either. */
    boolean endsTheRun() {
        return state == State.WAITING || state == State.UNANSWERED;
    }
}
