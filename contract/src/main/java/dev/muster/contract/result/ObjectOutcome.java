package dev.muster.contract.result;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.muster.contract.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What one check says of one object.
 *
 * @param object as {@code schema.name}, or as the object's kind and name
 * @param reason why it failed, warned or was not checked; null where it passed
 * @param expected what was expected, where the check counts something
 * @param actual what was found, where the check counts something
 * @param explained whether a finding under another object's name accounts for the failure, known
 *     while the drill runs only
 */
public record ObjectOutcome(
        String object,
        Outcome outcome,
        @Nullable String reason,
        @Nullable Long expected,
        @Nullable Long actual,
        @JsonIgnore boolean explained) {

    public ObjectOutcome {
        if (outcome != Outcome.PASSED && (reason == null || reason.isBlank())) {
            throw new IllegalArgumentException(outcome + " needs a reason: " + object);
        }
    }

    public ObjectOutcome(
            String object,
            Outcome outcome,
            @Nullable String reason,
            @Nullable Long expected,
            @Nullable Long actual) {
        this(object, outcome, reason, expected, actual, false);
    }

    /** The same under another name. */
    public ObjectOutcome named(String name) {
        return new ObjectOutcome(name, outcome, reason, expected, actual, explained);
    }

    /** The same where a finding about something else accounts for the failure. */
    public ObjectOutcome byAnother() {
        return new ObjectOutcome(object, outcome, reason, expected, actual, true);
    }

    public static ObjectOutcome passed(String object) {
        return new ObjectOutcome(object, Outcome.PASSED, null, null, null);
    }

    public static ObjectOutcome counted(String object, long expected, long actual) {
        return new ObjectOutcome(object, Outcome.PASSED, null, expected, actual);
    }

    /** Passed, having read so many rows; a check that read none has verified no data. */
    public static ObjectOutcome read(String object, long rows) {
        return new ObjectOutcome(object, Outcome.PASSED, null, null, rows);
    }

    public static ObjectOutcome failed(String object, String reason) {
        return new ObjectOutcome(object, Outcome.FAILED, reason, null, null);
    }

    public static ObjectOutcome failed(String object, String reason, long expected, long actual) {
        return new ObjectOutcome(object, Outcome.FAILED, reason, expected, actual);
    }

    public static ObjectOutcome warned(String object, String reason) {
        return new ObjectOutcome(object, Outcome.WARNED, reason, null, null);
    }

    public static ObjectOutcome notChecked(String object, String reason) {
        return new ObjectOutcome(object, Outcome.NOT_CHECKED, reason, null, null);
    }

    /**
     * Not checked because the archive holds nothing of it to compare with, as with data left out on
     * purpose. It does not lower the proof, as what could not be compared does.
     */
    public static ObjectOutcome noData(String object, String reason) {
        return new ObjectOutcome(object, Outcome.NOT_CHECKED, reason, 0L, null);
    }
}
