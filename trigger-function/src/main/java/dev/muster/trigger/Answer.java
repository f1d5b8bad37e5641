package dev.muster.trigger;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.muster.trigger.Outcome.State;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the function answers: for a person in Lambda's console, and for its log.
 *
 * @param summary in one line
 * @param drills that this run was about
 * @param waiting how many drills wait, or null where that was not looked at
 * @param running how many tasks of drills run, or null where that was not looked at
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Answer(
        String event,
        String summary,
        List<Outcome> drills,
        @Nullable Integer waiting,
        @Nullable Integer running,
        List<String> notes) {

    static Answer of(
            String event,
            List<Outcome> drills,
            @Nullable Integer waiting,
            @Nullable Integer running,
            List<String> notes) {
        Map<State, Long> counts =
                drills.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Outcome::state,
                                        () -> new EnumMap<>(State.class),
                                        Collectors.counting()));
        String summary =
                counts.entrySet().stream()
                        .filter(count -> count.getKey() != State.WAITING || waiting == null)
                        .map(count -> count.getValue() + " " + count.getKey().words())
                        .collect(Collectors.joining(", "));
        String waits = waiting == null || waiting == 0 ? "" : waiting + " waiting";
        String both =
                summary.isEmpty() || waits.isEmpty() ? summary + waits : summary + ", " + waits;
        return new Answer(
                event,
                both.isEmpty() ? "nothing to start" : both,
                List.copyOf(drills),
                waiting,
                running,
                List.copyOf(notes));
    }
}
