package dev.muster.contract;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
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
        return with(draft -> draft.object = newObject);
    }

    /** The same in other words. */
    public Finding withMessage(String newMessage) {
        return with(draft -> draft.message = newMessage);
    }

    /** The same with another hint. */
    public Finding withHint(String newHint) {
        return with(draft -> draft.hint = newHint);
    }

    /** The same put down to another cause. */
    public Finding withCause(Cause newCause) {
        return with(draft -> draft.cause = newCause);
    }

    /** The same with another weight. */
    public Finding withSeverity(Severity newSeverity) {
        return with(draft -> draft.severity = newSeverity);
    }

    /** The same with what follows from it; {@code count} may exceed the examples. */
    public Finding withConsequences(int count, List<String> someExamples) {
        return with(draft -> {
            draft.consequences = count;
            draft.examples = someExamples;
        });
    }

    /**
     * The same, accepted for the reason that the plan gives. It stays visible and no longer counts.
     */
    public Finding accept(String reason) {
        return with(draft -> draft.accepted = reason);
    }

    /** The same about all of these objects. */
    public Finding about(List<String> all) {
        return with(draft -> draft.objects = all);
    }

    /** Whether it is about this very object. */
    public boolean isAbout(String name) {
        return name.equals(object) || objects.contains(name);
    }

    /** The same about some of its objects; what merely follows from it stays with it. */
    public Finding ofThese(List<String> some) {
        boolean named = object != null && objects.contains(object);
        List<String> others = named ? some.subList(1, some.size()) : some;
        return with(draft -> {
            draft.object = named ? some.getFirst() : object;
            draft.message =
                    "%s (here: %d of these %d)".formatted(message, some.size(), objects.size());
            draft.consequences = consequences - (objects.size() - some.size());
            draft.examples = others.subList(0, Math.min(examples.size(), others.size()));
            draft.objects = some;
        });
    }

    /** Whether this finding alone keeps a drill from being proven. */
    public boolean decides() {
        return severity == Severity.ERROR && accepted == null;
    }

    /** What a copy may say otherwise. */
    private static final class Draft {
        private Cause cause;
        private Severity severity;
        private @Nullable String object;
        private String message;
        private @Nullable String hint;
        private int consequences;
        private List<String> examples;
        private @Nullable String accepted;
        private List<String> objects;

        Draft(Finding finding) {
            cause = finding.cause;
            severity = finding.severity;
            object = finding.object;
            message = finding.message;
            hint = finding.hint;
            consequences = finding.consequences;
            examples = finding.examples;
            accepted = finding.accepted;
            objects = finding.objects;
        }
    }

    private Finding with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new Finding(
                code,
                draft.cause,
                draft.severity,
                draft.object,
                draft.message,
                draft.hint,
                draft.consequences,
                draft.examples,
                draft.accepted,
                draft.objects);
    }
}
