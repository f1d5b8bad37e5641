package dev.muster.restore.postgres.errors;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * Takes the errors of one run of a tool. Noise is only counted, and so are errors beyond a limit.
 */
public final class ErrorSink {
    private static final int KEPT = 20_000;

    /** Of so many errors the line is known; the COPY that is waited for is among the last. */
    private static final int LINES = 8;

    private final List<RestoreError> errors = new ArrayList<>();
    private final Deque<Integer> lines = new ArrayDeque<>();
    private final Predicate<RestoreError> isNoise;
    private long count;
    private long noise;
    private boolean toolErred;
    private int announcedLine;

    /** For a restore, in which some errors mean nothing. */
    public ErrorSink() {
        this(Rules::isNoise);
    }

    private ErrorSink(Predicate<RestoreError> isNoise) {
        this.isNoise = isNoise;
    }

    /** For a script of somebody's own, in which each error means what it says. */
    public static ErrorSink ofEach() {
        return new ErrorSink(_ -> false);
    }

    /**
     * An error at this line has begun; the rest of its message may not come before the next one.
     */
    synchronized void announce(int line) {
        announcedLine = line;
    }

    synchronized void add(RestoreError error) {
        count++;
        toolErred |= error.kind() == RestoreError.Kind.TOOL;
        lines.addLast(error.line());
        if (lines.size() > LINES) {
            lines.removeFirst();
        }
        if (isNoise.test(error)) {
            noise++;
        } else if (errors.size() < KEPT) {
            errors.add(error);
        }
    }

    /** Those that were kept, in the order in which they were printed. */
    public synchronized List<RestoreError> errors() {
        return List.copyOf(errors);
    }

    /** How many there were, also of those not kept. */
    public synchronized long count() {
        return count;
    }

    /** How many of them mean nothing. */
    public synchronized long noise() {
        return noise;
    }

    /** How many mean something, or may, and were not kept. */
    public synchronized long dropped() {
        return count - noise - errors.size();
    }

    /** Whether one of them was the tool's own, and not the server's about SQL. */
    public synchronized boolean toolErred() {
        return toolErred;
    }

    /** Whether psql has reported an error at this line of its script. */
    public synchronized boolean hasErrorAtLine(int line) {
        return line == announcedLine || lines.contains(line);
    }
}
