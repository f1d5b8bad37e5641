package dev.muster.contract;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One problem with one root cause. What merely follows from it is counted in {@code consequences},
 * never listed as a finding of its own. No text in it may hold a secret, a presigned URL or a row's
 * value.
 *
 * @param code stable across releases; what a filter or a runbook names
 * @param object the object it is about, as {@code schema.name} or an archive's key, or null
 * @param message lowercase, no full stop, the numbers with their units
 * @param hint what to do next, or null where nothing is to be done
 * @param consequences how many further errors follow from this one
 * @param examples some of these, shortened
 * @param accepted the reason written in the plan for which this finding does not count, or null
 * @param objects all that it is about where it is about several, known while its drill runs only: a
 *     result has the examples
 */
public record Finding(
        FindingCode code,
        Cause cause,
        Severity severity,
        @Nullable String object,
        String message,
        @Nullable String hint,
        int consequences,
        List<String> examples,
        @Nullable String accepted,
        @JsonIgnore List<String> objects) {

    public Finding {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(message, "message");
        if (message.isBlank()) {
            throw new IllegalArgumentException("a finding needs a message: " + code);
        }
        examples = examples == null ? List.of() : List.copyOf(examples);
        objects = objects == null ? List.of() : List.copyOf(objects);
    }

    /** A finding about one object, or none. */
    public Finding(
            FindingCode code,
            Cause cause,
            Severity severity,
            @Nullable String object,
            String message,
            @Nullable String hint,
            int consequences,
            List<String> examples,
            @Nullable String accepted) {
        this(
                code,
                cause,
                severity,
                object,
                message,
                hint,
                consequences,
                examples,
                accepted,
                List.of());
    }

    /** A finding with its code's usual cause, severity and hint. */
    public static Finding of(FindingCode code, @Nullable String object, String message) {
        return new Finding(
                code,
                code.cause(),
                code.severity(),
                object,
                message,
                code.hint(),
                0,
                List.of(),
                null);
    }

    /**
     * What should never have happened, by its kind and place. Never by its message, which may quote
     * what a backup holds.
     */
    public static Finding ofDefect(Throwable problem) {
        StackTraceElement[] trace = problem.getStackTrace();
        String place = trace.length == 0 ? "an unknown place" : trace[0].toString();
        return of(
                FindingCode.DEFECT,
                null,
                "%s at %s".formatted(problem.getClass().getSimpleName(), place));
    }

    /** The same about another object, or none. */
    public Finding withObject(@Nullable String newObject) {
        return new Finding(
                code,
                cause,
                severity,
                newObject,
                message,
                hint,
                consequences,
                examples,
                accepted,
                objects);
    }

    /** The same in other words. */
    public Finding withMessage(String newMessage) {
        return new Finding(
                code,
                cause,
                severity,
                object,
                newMessage,
                hint,
                consequences,
                examples,
                accepted,
                objects);
    }

    /** The same with another hint. */
    public Finding withHint(String newHint) {
        return new Finding(
                code,
                cause,
                severity,
                object,
                message,
                newHint,
                consequences,
                examples,
                accepted,
                objects);
    }

    /** The same put down to another cause. */
    public Finding withCause(Cause newCause) {
        return new Finding(
                code,
                newCause,
                severity,
                object,
                message,
                hint,
                consequences,
                examples,
                accepted,
                objects);
    }

    /** The same with another weight. */
    public Finding withSeverity(Severity newSeverity) {
        return new Finding(
                code,
                cause,
                newSeverity,
                object,
                message,
                hint,
                consequences,
                examples,
                accepted,
                objects);
    }

    /** The same with what follows from it; {@code count} may exceed the examples. */
    public Finding withConsequences(int count, List<String> someExamples) {
        return new Finding(
                code,
                cause,
                severity,
                object,
                message,
                hint,
                count,
                someExamples,
                accepted,
                objects);
    }

    /**
     * The same, accepted for the reason that the plan gives. It stays visible and no longer counts.
     */
    public Finding accept(String reason) {
        return new Finding(
                code,
                cause,
                severity,
                object,
                message,
                hint,
                consequences,
                examples,
                reason,
                objects);
    }

    /** The same about all of these objects. */
    public Finding about(List<String> all) {
        return new Finding(
                code,
                cause,
                severity,
                object,
                message,
                hint,
                consequences,
                examples,
                accepted,
                all);
    }

    /** Whether it is about this very object. */
    public boolean isAbout(String name) {
        return name.equals(object) || objects.contains(name);
    }

    /** The same about some of its objects; what merely follows from it stays with it. */
    public Finding ofThese(List<String> some) {
        boolean named = object != null && objects.contains(object);
        List<String> others = named ? some.subList(1, some.size()) : some;
        return new Finding(
                code,
                cause,
                severity,
                named ? some.getFirst() : object,
                "%s (here: %d of these %d)".formatted(message, some.size(), objects.size()),
                hint,
                consequences - (objects.size() - some.size()),
                others.subList(0, Math.min(examples.size(), others.size())),
                accepted,
                some);
    }

    /** Whether this finding alone keeps a drill from being proven. */
    public boolean decides() {
        return severity == Severity.ERROR && accepted == null;
    }
}
