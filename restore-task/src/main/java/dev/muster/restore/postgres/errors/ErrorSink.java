package dev.muster.restore.postgres.errors;

import java.util.ArrayList;
import java.util.List;

/** Takes the errors of one run of a tool; beyond a limit it only counts. */
public final class ErrorSink {
    private static final int KEPT = 20_000;

    private final List<RestoreError> errors = new ArrayList<>();
    private long count;
    private int announcedLine;

    /**
     * An error at this line has begun; the rest of its message may not come before the next one.
     */
    synchronized void announce(int line) {
        announcedLine = line;
    }

    synchronized void add(RestoreError error) {
        count++;
        if (errors.size() < KEPT) {
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

    /** Whether psql has reported an error at this line of its script. */
    public synchronized boolean hasErrorAtLine(int line) {
        if (line == announcedLine) {
            return true;
        }
        for (int i = errors.size() - 1; i >= 0 && i >= errors.size() - 8; i--) {
            if (errors.get(i).line() == line) {
                return true;
            }
        }
        return false;
    }
}
