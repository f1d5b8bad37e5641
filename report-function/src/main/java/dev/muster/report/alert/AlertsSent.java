package dev.muster.report.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.muster.contract.ContractJson;
import dev.muster.records.RecordStore;
import dev.muster.records.Versioned;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that each alert is sent, and, but for a function that dies between SNS's answer and
 * the mark, sent once: also when the same news come twice, or at the same time.
 *
 * <p>A mark {@code sending} is put before and a mark {@code sent} after. Who finds {@code sending}
 * of another leaves the alert to it, unless that one has had its time.
 */
public final class AlertsSent {
    /** Longer than a function runs, and than Lambda waits before it tries again. */
    private static final Duration TIME_TO_SEND = Duration.ofMinutes(15);

    private static final String SENT = "alerts/sent/";
    private static final String SENDING = "alerts/sending/";

    private final RecordStore state;
    private final Topic topic;

    public AlertsSent(RecordStore state, Topic topic) {
        this.state = state;
        this.topic = topic;
    }

    /** What became of an alert. */
    public enum Outcome {
        /** By this call. */
        SENT,
        /** By an earlier one. */
        SENT_BEFORE,
        /** By another that is at it now, and that sees to the rest as well. */
        LEFT_TO_ANOTHER
    }

    /**
     * The mark of an alert.
     *
     * @param by the function's run, which stays the same when Lambda tries it again
     * @param plan and {@code drillId} where the alert is a drill's
     */
    public record Mark(
            String by,
            Instant at,
            @Nullable String plan,
            @Nullable String drillId,
            @Nullable String messageId) {}

    /**
     * Sends the alert, if it was not sent yet.
     *
     * @param key safe as a file's name, with slashes; the same for the same news
     * @param alert made only where it is sent
     * @throws dev.muster.contract.MusterException ALERT_FAILED or RECORDS_FAILED; the mark stays
     *     {@code sending}
     */
    public Outcome send(String key, Mark mark, Supplier<Alert> alert) {
        if (isSent(key)) {
            return Outcome.SENT_BEFORE;
        }
        if (!take(key, mark)) {
            return isSent(key) ? Outcome.SENT_BEFORE : Outcome.LEFT_TO_ANOTHER;
        }
        // Between the first look and our mark, another may have sent it and cleared its own.
        if (!isSent(key)) {
            String messageId = topic.publish(alert.get());
            state.create(
                    SENT + key + ".json",
                    write(new Mark(mark.by, mark.at, mark.plan, mark.drillId, messageId)));
            state.delete(SENDING + key + ".json");
            return Outcome.SENT;
        }
        state.delete(SENDING + key + ".json");
        return Outcome.SENT_BEFORE;
    }

    /** Forgets an alert that was begun and is no news any more. */
    public void drop(String key) {
        state.delete(SENDING + key + ".json");
    }

    private boolean take(String key, Mark mark) {
        String name = SENDING + key + ".json";
        if (state.create(name, write(mark))) {
            return true;
        }
        Optional<Versioned> there = state.readVersioned(name);
        if (there.isEmpty()) {
            return false;
        }
        Optional<Mark> other = read(there.get().bytes());
        boolean ours = other.map(m -> m.by.equals(mark.by) || isOver(m, mark.at)).orElse(true);
        return ours && state.replaceIf(name, write(mark), there.get().version());
    }

    private static boolean isOver(Mark other, Instant now) {
        return Duration.between(other.at, now).compareTo(TIME_TO_SEND) > 0;
    }

    /** Whether it was sent. */
    public boolean isSent(String key) {
        return state.read(SENT + key + ".json").isPresent();
    }

    /** Marks of alerts that should have been sent by now and were not. */
    public List<Mark> unsent(Instant now) {
        List<Mark> unsent = new ArrayList<>();
        for (String name : state.list("alerts/sending")) {
            state.read(name)
                    .flatMap(AlertsSent::read)
                    .filter(m -> isOver(m, now))
                    .ifPresent(unsent::add);
        }
        return unsent;
    }

    private static Optional<Mark> read(byte[] json) {
        try {
            @Nullable Mark mark = ContractJson.mapper().readValue(json, Mark.class);
            return Optional.ofNullable(mark);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static byte[] write(Mark mark) {
        try {
            return ContractJson.mapper().writeValueAsBytes(mark);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a mark cannot be written as JSON", e);
        }
    }
}
