package dev.muster.trigger;

import dev.muster.contract.plan.Span;
import dev.muster.stores.Candidate;
import dev.muster.stores.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An age that a backup may have.
 *
 * @param from the youngest age, null for none; a backup of exactly this age belongs here
 * @param to the oldest age, which belongs to the next band, if there is one
 */
record Band(@Nullable Span from, Span to, boolean last) {
    /** Each begins where the one before ends. */
    static List<Band> of(List<Span> ends) {
        List<Band> bands = new ArrayList<>();
        Span from = null;
        for (Span end : ends) {
            bands.add(new Band(from, end, bands.size() == ends.size() - 1));
            from = end;
        }
        return bands;
    }

    boolean holds(Candidate candidate, Instant now) {
        Duration age = Duration.between(candidate.createdAt(), now);
        if (age.compareTo(Window.TOLERANCE.negated()) < 0) {
            return false;
        }
        boolean oldEnough = from == null || age.compareTo(from.duration()) >= 0;
        int end = age.compareTo(to.duration());
        return oldEnough && (last ? end <= 0 : end < 0);
    }

    @Override
    public String toString() {
        return from == null ? to.text() : from + " to " + to;
    }
}
