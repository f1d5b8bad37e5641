package dev.muster.restore.task;

import dev.muster.contract.request.DrillRequest;
import dev.muster.contract.request.RequestedCopy;
import dev.muster.contract.result.SelectionFacts;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests as the trigger function makes them. */
final class Requests {
    private Requests() {}

    /** For one copy, in the plan's first store. */
    static DrillRequest of(
            String drillId, String plan, String key, long size, @Nullable String etag) {
        Instant made = Instant.parse("2026-01-02T03:04:05Z");
        return new DrillRequest(
                DrillRequest.SCHEMA_VERSION,
                drillId,
                plan,
                key,
                made,
                List.of(new RequestedCopy(0, size, made, etag)),
                new SelectionFacts("key", null, null, 1, "asked for by its key"),
                made,
                List.of());
    }
}
