package dev.muster.trigger;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.muster.contract.ContractJson;
import dev.muster.records.RecordStore;
import dev.muster.records.Versioned;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets one run of the function at a time start drills, so that their number stays bounded. A run
 * that dies holds nobody up for longer than it had itself.
 */
final class Lease {
    private static final String NAME = "dispatch.json";

    private final RecordStore state;
    private final String by;

    /**
     * @param by the run's id
     */
    Lease(RecordStore state, String by) {
        this.state = state;
        this.by = by;
    }

    private record Holding(String by, Instant until) {}

    /** Takes the lease where nobody holds it, for no longer than until this time. */
    boolean take(Instant now, Instant until) {
        byte[] ours = write(new Holding(by, until));
        Optional<Versioned> there = state.readVersioned(NAME);
        if (there.isEmpty()) {
            return state.create(NAME, ours);
        }
        Holding held = read(there.get().bytes());
        boolean free = held == null || held.by().equals(by) || !held.until().isAfter(now);
        return free && state.replaceIf(NAME, ours, there.get().version());
    }

    /** Gives it back, if it is still ours. */
    void release() {
        state.readVersioned(NAME)
                .filter(there -> {
                    Holding held = read(there.bytes());
                    return held != null && held.by().equals(by);
                })
                .ifPresent(there ->
                        state.replaceIf(
                                NAME, write(new Holding(by, Instant.EPOCH)), there.version()));
    }

    private static @Nullable Holding read(byte[] json) {
        try {
            return ContractJson.mapper().readValue(json, Holding.class);
        } catch (IOException _) {
            return null;
        }
    }

    private static byte[] write(Holding holding) {
        try {
            return ContractJson.mapper().writeValueAsBytes(holding);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
